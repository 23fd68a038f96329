const SPEC = 'test/long/drafts.spec.ts';
const WRITE = 'jatakk.write_draft(bytea, uuid, uuid, integer, uuid, text, text, text, text, text, boolean)';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofDrafts = [
  {
    guard: 'write: not over what another has written since',
    inFunction: WRITE,
    changes: [['c.revision <> seen', 'false']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'a draft that is kept as it is written what another has written since is not written over: it says who, and nothing is taken in',
        says: '"status": 409',
      },
    ],
  },
  {
    guard: 'write: a document, and nothing beside',
    inFile: 'src/web/staff/editor.controller.ts',
    changes: [['!readBlocks(values.body) || ']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'a draft that is kept as it is written an address that runs is refused, and what was kept stays',
        says: '422',
      },
    ],
  },
];
