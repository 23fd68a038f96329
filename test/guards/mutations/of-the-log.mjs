const CHAIN = 'test/promises/p12-the-log.spec.ts';
const FLOW = 'test/flows/audit.spec.ts';
const NOTE_ACT = 'jatakk.note_act(uuid,text,uuid,uuid,uuid,jsonb)';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofTheLog = [
  {
    guard: 'log: a line before the act',
    inFile: 'src/web/http/note-acts.interceptor.ts',
    changes: [['await this.#before(member, act)', 'undefined']],
    caughtBy: [
      {
        spec: FLOW,
        test: 'what a member does has its line: who, what, in which register, on which list, with which campaign',
        says: '"act": "campaigns.test"',
      },
    ],
  },
  {
    guard: 'log: what cannot be noted is not done',
    inFile: 'src/web/http/note-acts.interceptor.ts',
    changes: [['throw new ServiceUnavailableException();', "return '1';"]],
    caughtBy: [
      {
        spec: FLOW,
        test: 'what a member does is not done when it cannot be noted: a calm page, and nothing has changed',
        says: '+   303',
      },
    ],
  },
  {
    guard: 'log: a line is bound to the one before',
    inFunction: NOTE_ACT,
    changes: [["coalesce(last.hash, decode(repeat('00', 32), 'hex'))", "decode(repeat('00', 32), 'hex')"]],
    caughtBy: [
      {
        spec: CHAIN,
        test: 'nothing done: nothing is wrong, and the end of the log lies outside the database',
        says: 'line-unlinked',
      },
    ],
  },
  {
    guard: 'log: a line is bound to what was done',
    inFile: 'src/staff/audit/check-audit.ts',
    changes: [[' || !hashOfLine(line).equals(line.hash)']],
    caughtBy: [
      {
        spec: CHAIN,
        test: 'change any one column of any line as the database’s owner: that line is named',
        says: 'line-changed',
      },
    ],
  },
  {
    guard: 'log: held against the note outside',
    inFile: 'src/staff/audit/check-audit.ts',
    changes: [['noted ? endFault(found, noted, atNoted) : null', 'null']],
    caughtBy: [
      {
        spec: CHAIN,
        test: 'make every hash anew: the log alone fits together, and the keeper’s note does not fit it',
        says: 'noted-head-differs',
      },
    ],
  },
  {
    guard: 'log: nobody changes or drops a line',
    sql: 'drop trigger audit_is_kept on jatakk.audit',
    caughtBy: [
      {
        spec: CHAIN,
        test: 'change, drop or empty the log as its owner, with the guards on: each is refused',
        says: 'Received string:  "done"',
      },
    ],
  },
  {
    guard: 'log: one line at a time',
    inFunction: NOTE_ACT,
    changes: [["perform pg_advisory_xact_lock(hashtext('jatakk audit'));"]],
    caughtBy: [
      {
        spec: CHAIN,
        test: 'write forty lines at once: each has its number, and they fit together',
        says: 'audit_pkey',
      },
    ],
  },
];
