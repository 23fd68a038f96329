const DIALOGUE = 'src/platform/smtp/smtp-dialogue.ts';
const GATED = 'test/unit/smtp-gate.spec.ts';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofTheWire = [
  {
    guard: 'dialogue: only on go',
    inFile: DIALOGUE,
    changes: [["if (verdict !== 'go') {", "if (verdict === 'never') {"]],
    caughtBy: [
      {
        spec: GATED,
        test: 'the verdict "busy" withholds the body, all of it, and ends the connection',
        says: '"withheld"',
      },
    ],
  },
  {
    guard: 'dialogue: a yes that comes late is none',
    inFile: DIALOGUE,
    changes: [
      ["verdict === 'go' && performance.now() - askedAt > GATE_ANSWER_MS ? 'late' : verdict", 'verdict'],
    ],
    caughtBy: [
      {
        spec: GATED,
        test: 'a yes that comes after 1001 ms: {"kind":"withheld","verdict":"late"}',
        says: '"withheld"',
      },
    ],
  },
  {
    guard: 'dialogue: a gate that fails is no yes',
    inFile: DIALOGUE,
    changes: [["gate().catch(() => 'fault')", "gate().catch(() => 'go')"]],
    caughtBy: [
      { spec: GATED, test: 'a gate that fails withholds it, and its words go nowhere', says: '"withheld"' },
    ],
  },
  {
    guard: 'dialogue: lost behind the dot is unknown',
    inFile: DIALOGUE,
    changes: [["if (progress.dotWritten) return { kind: 'unknown' };"]],
    caughtBy: [
      {
        spec: GATED,
        test: 'a long body that is broken off behind its final dot may have been sent',
        says: '"unknown"',
      },
    ],
  },
  {
    guard: 'wire: dots are stuffed',
    inFile: 'src/platform/smtp/data-payload.ts',
    changes: [[".replace(/^\\./gm, '..')"]],
    caughtBy: [
      {
        spec: 'test/unit/data-payload.spec.ts',
        test: '"a\\r\\n.\\r\\nb\\r\\n" goes over the wire as "a\\r\\n..\\r\\nb\\r\\n"',
        says: 'toBe(expected)',
      },
    ],
  },
  {
    guard: 'wire: no bare CR or LF',
    inFile: 'src/platform/smtp/data-payload.ts',
    changes: [["\n    .replace(/\\r\\n|\\r|\\n/g, '\\r\\n')"]],
    caughtBy: [
      {
        spec: 'test/unit/data-payload.spec.ts',
        test: '"a\\n.\\nb" goes over the wire as "a\\r\\n..\\r\\nb\\r\\n"',
        says: 'toBe(expected)',
      },
    ],
  },
  {
    guard: 'DKIM: each name once more than its field',
    inFile: 'src/platform/smtp/dkim-signer.ts',
    changes: [['    }\n    names.push(name);\n', '    }\n']],
    caughtBy: [
      {
        spec: 'test/unit/dkim-signer.spec.ts',
        test: 'a second List-Unsubscribe breaks both signatures',
        says: 'not.toContain',
      },
    ],
  },
  {
    guard: 'DKIM: List-Unsubscribe-Post is signed',
    inFile: 'src/platform/smtp/dkim-signer.ts',
    changes: [["  'list-unsubscribe-post',\n"]],
    caughtBy: [
      {
        spec: 'test/unit/dkim-signer.spec.ts',
        test: 'a changed List-Unsubscribe-Post breaks both signatures',
        says: 'not.toContain',
      },
    ],
  },
];
