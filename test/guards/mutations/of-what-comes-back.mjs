const CLASSIFY = 'src/inbound/classify-returned.ts';
const NOTICE = 'src/inbound/notice.ts';
const RULES = 'test/unit/returned-rules.spec.ts';
const FORGED = 'test/unit/returned-forged.spec.ts';
const HOSTILE = 'test/unit/returned-hostile.spec.ts';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofWhatComesBack = [
  {
    guard: 'inbound: a reply that is for now strikes nobody off',
    inFile: CLASSIFY,
    changes: [["if (reply.startsWith('4') || ", 'if (']],
    caughtBy: [{ spec: RULES, test: 'a 4yz beside it: nobody is struck off', says: 'not "hard"' }],
  },
  {
    guard: 'inbound: only what failed strikes anybody off',
    inFile: CLASSIFY,
    changes: [["if (action !== '' && !action.startsWith('failed')) return false;"]],
    caughtBy: [
      { spec: RULES, test: 'an action that nobody knows: nobody is struck off', says: 'not "hard"' },
    ],
  },
  {
    guard: 'inbound: of several recipients the mildest verdict holds',
    inFile: CLASSIFY,
    changes: [['rank(one) < rank(mildest)', 'rank(one) > rank(mildest)']],
    caughtBy: [{ spec: RULES, test: 'of several recipients the mildest verdict holds', says: '"soft"' }],
  },
  {
    guard: 'inbound: a form that nobody has described is no notice',
    inFile: NOTICE,
    changes: [['known: found !== undefined', 'known: sender']],
    caughtBy: [{ spec: FORGED, test: 'a form that nobody has described is not believed', says: '"none"' }],
  },
  {
    guard: 'inbound: a person is no server',
    inFile: NOTICE,
    changes: [['sender ? FORMS.find', 'text ? FORMS.find']],
    caughtBy: [{ spec: FORGED, test: 'a person who quotes a notice is no server', says: '"none"' }],
  },
  {
    guard: 'inbound: words of our own message are not the server’s',
    inFile: NOTICE,
    changes: [['withoutReturned(textOf(mime.parts))', 'textOf(mime.parts)']],
    caughtBy: [
      {
        spec: FORGED,
        test: 'words of our own message, which comes back, are not the server’s',
        says: '"soft"',
      },
    ],
  },
  {
    guard: 'inbound: so many parts, and no more',
    inFile: 'src/inbound/mime-parts.ts',
    changes: [['while (parts.length < BOUNDS.parts)', 'while (parts.length < 1e9)']],
    caughtBy: [{ spec: HOSTILE, test: 'what is beyond the bounds is not there', says: 'toHaveLength' }],
  },
  {
    guard: 'inbound: so deep, and no deeper',
    inFile: 'src/inbound/mime-parts.ts',
    changes: [['open.length < BOUNDS.depth', 'open.length < 1e9']],
    caughtBy: [{ spec: HOSTILE, test: 'what is beyond the bounds is not there', says: '"none"' }],
  },
];
