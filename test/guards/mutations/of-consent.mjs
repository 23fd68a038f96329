const CONFIRM = 'jatakk.confirm(bytea,uuid,bytea,integer)';
const JOURNAL = 'test/flows/journal.spec.ts';
const WINDOW = 'test/promises/p01-the-window.spec.ts';
const TAKEN_BACK =
  'a leave that is taken back at once leaves no trace; one that was copied out already is followed by a line that takes it back';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofConsent = [
  {
    guard: 'confirm: a link is good for seven days',
    inFunction: CONFIRM,
    changes: [[' and not jatakk.confirmation_expired(n)']],
    caughtBy: [
      {
        spec: 'test/flows/confirm.spec.ts',
        test: 'after seven days the link is refused kindly, and everything of the sign-up is forgotten',
        says: 'Received: 200',
      },
    ],
  },
  {
    guard: 'confirm: whose mailbox had bounced is back with it',
    inFunction: CONFIRM,
    changes: [["and x.kind in ('complaint', 'hard-bounce')", "and x.kind = 'erased'"]],
    caughtBy: [
      {
        spec: 'test/flows/back-after-a-bounce.spec.ts',
        test: 'an address that bounced or complained gets no confirmation for a week, then one it asks for, and is back with it',
        says: 'hard-bounce',
      },
    ],
  },
  {
    guard: 'leave: its line in the journal',
    inFunction: 'jatakk.leave(bytea,bytea,text,uuid,bytea,integer)',
    changes: [
      ["insert into jatakk.journal (kind, register_id, row_id) values ('left', s.register_id, s.id);"],
    ],
    caughtBy: [
      {
        spec: JOURNAL,
        test: 'a leave is journalled with it, by the subscription’s id and nothing that tells whose it is or when',
        says: '"left"',
      },
    ],
  },
  {
    guard: 'undo: takes back its line in the journal',
    inFunction: 'jatakk.undo_leave(bytea)',
    changes: [["j.kind = 'left' and ", "j.kind = 'erased' and "]],
    caughtBy: [{ spec: JOURNAL, test: TAKEN_BACK, says: '"left"' }],
  },
  {
    guard: 'undo: a line that takes back what was copied out',
    inFunction: 'jatakk.undo_leave(bytea)',
    changes: [
      [
        "insert into jatakk.journal (kind, register_id, row_id) values ('back', s.register_id, s.id);",
        'null;',
      ],
    ],
    caughtBy: [{ spec: JOURNAL, test: TAKEN_BACK, says: '"back"' }],
  },
  {
    guard: 'window: an answer is there for a minute',
    inFunction: 'jatakk.take_answer(uuid)',
    changes: [[' and w.until > clock_timestamp()']],
    caughtBy: [
      {
        spec: WINDOW,
        test: 'come back for an answer after its minute: there is none, and the keeper has forgotten the question',
        says: 'verdict',
      },
    ],
  },
  {
    guard: 'window: an answer is for one question',
    inFile: 'src/platform/sealing/reply-key.ts',
    changes: [["    if (opened.askId !== askId) throw new OpeningError('box-misplaced');\n"]],
    caughtBy: [
      {
        spec: WINDOW,
        test: 'take somebody else’s answer by its id: it opens with no other key, and for no other question',
        says: 'box-misplaced',
      },
    ],
  },
];
