const SETTLE = 'jatakk.settle_deliveries(uuid[],bigint[],text[],text[],double precision[],boolean[],integer)';
const RESEND = 'jatakk.resend_unknown(uuid,bigint)';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofLockOrder = [
  [
    'gate',
    'jatakk.gate(uuid[],bigint[])',
    'd.id',
    'the gate takes deliveries in the order of their ids: nobody dies who meets it',
  ],
  ['settle', SETTLE, 'd.id', 'outcomes are written in the order of ids: nobody dies who meets them'],
  ['settle', SETTLE, 's.id', 'bounced people are taken in the order of ids: nobody dies who meets them'],
  [
    'resending',
    RESEND,
    'd.id',
    'what is sent once more is taken in the order of ids: nobody dies who meets it',
  ],
].map(([act, inFunction, id, test]) => ({
  guard: `${act}: locks in the order of ${id}`,
  inFunction,
  changes: [[` order by ${id} for update`, ' for update']],
  caughtBy: [{ spec: 'test/guards/lock-order.spec.ts', test, says: 'deadlock detected' }],
}));
