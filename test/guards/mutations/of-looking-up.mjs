const SPEC = 'test/promises/p02-looking-up.spec.ts';
const HELD = 'jatakk.held_person(bytea,uuid,bytea,bytea,boolean)';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofLookingUp = [
  {
    guard: 'look-up: held by the session that looked',
    alone: true,
    inFunction: HELD,
    changes: [
      [
        'l.session_hash = session and l.handle_hash = handle and l.register_id',
        'l.handle_hash = handle and l.register_id',
      ],
      [
        'l.session_hash = session and l.handle_hash = handle and l.subscriber_id',
        'l.handle_hash = handle and l.subscriber_id',
      ],
    ],
    caughtBy: [
      {
        spec: SPEC,
        test: 'press with a handle from a colleague’s page, or from one’s own page in another browser: over, and nothing was done',
        says: '200',
      },
    ],
  },
  {
    guard: 'look-up: the address once more',
    alone: true,
    inFunction: HELD,
    changes: [['and p.blind_index = of_index']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'press with the handle and another person’s address, in another register, or with a handle of one’s own making: over',
        says: '200',
      },
    ],
  },
  {
    guard: 'look-up: for a quarter of an hour',
    alone: true,
    inFunction: HELD,
    changes: [['and l.until > clock_timestamp() ', '']],
    caughtBy: [
      { spec: SPEC, test: 'press a quarter of an hour later: over, and nothing was done', says: '200' },
    ],
  },
  {
    guard: 'look-up: twenty acts from one look',
    alone: true,
    inFunction: HELD,
    changes: [['l.acts < 20', 'l.acts < 2000']],
    caughtBy: [{ spec: SPEC, test: 'use a handle for a twenty-first act: over', says: '200' }],
  },
  {
    guard: 'look-up: whoever may still look up there',
    alone: true,
    inFunction: HELD,
    changes: [[' and who is not null', '']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'press after signing out, or after the role was taken, straight at the window: over, and nothing was done',
        says: 'answered',
      },
    ],
  },
  {
    guard: 'look-up: ends what is of whoever was looked up',
    alone: true,
    inFunction: 'jatakk.end_held(bytea,uuid,bytea,bytea,uuid)',
    changes: [['and x.subscriber_id = h.person and x.id', 'and x.id']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'end somebody else’s subscription with the handle of the one looked up, or one of theirs in another register: nothing',
        says: 'Det var alt',
      },
    ],
  },
  {
    guard: 'look-up: a register that is theirs',
    // The officer of another register is the one of the test before.
    inTurn: true,
    inFunction: 'jatakk.look_up(bytea,uuid,bytea,bytea[],text,bytea)',
    changes: [["jatakk.session_may(session, 'look-up', of_register)", 'jatakk.session_owner(session)']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'ask the keeper for register B as an officer of A, past the pages: forbidden, and nobody is found',
        says: 'forbidden',
      },
    ],
  },
];
