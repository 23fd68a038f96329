const ROTATE = 'test/faults/rotate-keys.spec.ts';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofTheKeys = [
  {
    guard: 'keys: a link made under an older version leads out',
    inFunction: 'jatakk.subscription_of_link(bytea)',
    changes: [
      ['s.unsubscribe_hash = token_hash', 's.unsubscribe_hash = token_hash and s.link_rolled_to = 1'],
    ],
    caughtBy: [
      {
        spec: ROTATE,
        test: 'link: what was mailed before leads out, what is mailed after leads out, and neither is the other',
        says: 'the page has no such form',
      },
    ],
  },
  {
    guard: 'keys: whoever is gone is suppressed under older versions too',
    inFile: 'src/registers/key-ring.ts',
    changes: [
      [
        "this.versions('suppression').map((key) => blindIndexUnder(key, address))",
        '[this.suppressionHash(address)]',
      ],
    ],
    caughtBy: [
      {
        spec: ROTATE,
        test: 'suppression: who must never be written to is not, under either version',
        says: 'Expected length',
      },
    ],
  },
  {
    guard: 'keys: a new version that people are found by is not used before all are rolled',
    inFunction: 'jatakk.rotation_begin(uuid,integer,bytea,text,bytea)',
    changes: [["r.purpose not in ('index', 'suppression', 'link', 'verp')", 'true']],
    caughtBy: [
      {
        spec: 'test/promises/p01-rotation.spec.ts',
        test: 'as the keeper, put a new key into use before everybody has been rolled to it: it is not',
        says: '"used": true',
      },
    ],
  },
  {
    guard: 'keys: nothing is read through a rotation that is over',
    inFunction: 'jatakk.open_rotation(uuid)',
    changes: [['r.done_at is null and ']],
    caughtBy: [
      {
        spec: 'test/promises/p01-rotation.spec.ts',
        test: 'as the keeper, read a register through with no rotation, one not begun, one of another purpose, or one that is over: nothing',
        says: 'Expected: 0',
      },
    ],
  },
];
