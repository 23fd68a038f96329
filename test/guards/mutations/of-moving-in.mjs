const TRANSFER =
  'jatakk.transfer(uuid,uuid,bytea,bytea,bytea[],bytea,integer,bytea,uuid,bytea,bytea,integer,bytea)';
const MOVING_IN = 'test/long/moving-in.spec.ts';
const NOBODY_COMES_BACK =
  'nobody comes back by an import: who left, objected, was erased, is there, or waits to confirm';
const JUDGE = 'src/subscriptions/moving-in/judge-row.ts';
const READ = 'test/unit/read-import.spec.ts';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofMovingIn = [
  {
    guard: 'import: a row has a time of confirmation',
    inFile: JUDGE,
    changes: [
      ["  if (confirmed === '') return 'no-confirmation-time';\n"],
      ['readTime(confirmed);', 'readTime(confirmed) ?? now;'],
    ],
    caughtBy: [
      {
        spec: READ,
        test: 'what a tool exports listmonk: as it comes, no row says when it was confirmed, so none is taken',
        says: '"no-confirmation-time"',
      },
    ],
  },
  {
    guard: 'import: who only signed up is not taken',
    inFile: JUDGE,
    changes: [["    if (!askedAt || askedAt >= confirmedAt) return 'single-opt-in';\n"]],
    caughtBy: [
      {
        spec: READ,
        test: 'what a tool exports Mailchimp: confirmed is who signed up before, and confirmed after',
        says: '"single-opt-in"',
      },
    ],
  },
  {
    guard: 'import: two people stand behind it',
    inFunction: TRANSFER,
    changes: [
      ['join jatakk.proposal p on', 'left join jatakk.proposal p on'],
      ["x.state = 'approved' for update", 'true for update'],
    ],
    caughtBy: [
      {
        spec: 'test/promises/p07-moving-in.spec.ts',
        test: 'as keeper, take in a row that nobody has approved: not approved, whatever it says of the person',
        says: '"taken"',
      },
    ],
  },
  {
    guard: 'import: who left does not come back',
    inFunction: TRANSFER,
    changes: [
      ['x.list_id = i.list_id and x.subscriber_id = known', "x.subscriber_id = known and x.state <> 'ended'"],
    ],
    caughtBy: [{ spec: MOVING_IN, test: NOBODY_COMES_BACK, says: '"confirmed"' }],
  },
  {
    guard: 'import: who objected or was erased does not come in',
    inFunction: TRANSFER,
    changes: [['x.hash = any (suppression_hashes)', 'false']],
    caughtBy: [{ spec: MOVING_IN, test: NOBODY_COMES_BACK, says: '"confirmed"' }],
  },
];
