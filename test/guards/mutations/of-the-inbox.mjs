const ATTACKS = 'test/promises/p03-the-inbox.spec.ts';
const FLOW = 'test/flows/inbox.spec.ts';
const OPENING = 'jatakk.note_opening(bytea,uuid,uuid,text)';
const REPLY = 'jatakk.take_auto_reply(uuid,bytea[],bytea[])';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofTheInbox = [
  {
    guard: 'inbox: opened for a correspondent alone',
    inFunction: OPENING,
    changes: [
      [
        `jatakk.session_may(session, 'answer-mail', of_register)`,
        `jatakk.session_may(session, 'see', of_register)`,
      ],
    ],
    caughtBy: [
      {
        spec: ATTACKS,
        test: 'ask the keeper itself with the session of the administrator, or with one that is made up: refused, and nothing written',
        says: 'answered',
      },
    ],
  },
  {
    guard: 'inbox: three hundred openings a day',
    inFunction: OPENING,
    changes: [['>= 300', '>= 30000']],
    caughtBy: [
      {
        spec: ATTACKS,
        test: 'open the three hundred and first in a day, or the house’s two thousand and first: refused',
        says: '200',
      },
    ],
  },
  {
    guard: 'inbox: no piece of an attachment without an opening',
    inFunction: 'jatakk.open_part(bytea,uuid,uuid,uuid,integer,integer)',
    changes: [[`verdict := 'forbidden';`, `verdict := null;`]],
    caughtBy: [
      {
        spec: ATTACKS,
        test: 'fetch the second piece of an attachment without the first: refused, since nothing was written down',
        says: 'answered',
      },
    ],
  },
  {
    guard: 'inbox: a message says in which conversation it belongs',
    inFile: 'src/keeper/inbox/seal-message.ts',
    changes: [[' || kept.data.conversation !== conversationId', '']],
    caughtBy: [
      {
        spec: ATTACKS,
        test: 'move a row as the owner, to another conversation, another message or another place: it is opened in none',
        says: '200',
      },
    ],
  },
  {
    guard: 'inbox: an answer goes to its own conversation’s address',
    inFile: 'src/keeper/send-notices.service.ts',
    changes: [['mail.conversationId !== gate.subscriber_id', 'mail.conversationId === undefined']],
    caughtBy: [
      {
        spec: ATTACKS,
        test: 'point a waiting answer at an attacker’s conversation once it is made: it is sent to nobody',
        says: 'dead',
      },
    ],
  },
  {
    guard: 'inbox: a thread is one person’s',
    inFile: 'src/keeper/inbox/keep-mail.queries.ts',
    changes: [['and c.correspondent = $2 and', 'and $2::bytea is not null and']],
    caughtBy: [
      {
        spec: FLOW,
        test: 'what arrives joins the conversation that it answers, if it is the same person’s',
        says: 'not.toBe',
      },
    ],
  },
  {
    guard: 'inbox: given to a correspondent alone',
    inFunction: 'jatakk.assign_conversation(bytea,uuid,uuid,uuid)',
    changes: [[` or (to_staff is not null and not jatakk.may(to_staff, 'answer-mail', of_register))`, '']],
    caughtBy: [
      {
        spec: FLOW,
        test: 'what else is done with one it is given to a correspondent of this register, and to nobody else',
        says: '404',
      },
    ],
  },
  {
    guard: 'automatic reply: once a week',
    inFunction: REPLY,
    changes: [
      ['and a.until > current_date) then', 'and false) then'],
      [' where a.until <= current_date', ''],
    ],
    caughtBy: [
      {
        spec: FLOW,
        test: 'the automatic reply goes to the same address once a week, whatever it writes',
        says: 'toHaveLength',
      },
    ],
  },
  {
    guard: 'automatic reply: never to a machine',
    inFile: 'src/keeper/inbox/may-answer-by-machine.ts',
    changes: [['isByMachine(mail) || NOBODY', 'NOBODY']],
    caughtBy: [{ spec: FLOW, test: 'the automatic reply never goes to a machine', says: 'toHaveLength' }],
  },
  {
    guard: 'automatic reply: never to us',
    inFile: 'src/keeper/inbox/may-answer-by-machine.ts',
    changes: [['if (reading.ok && sameMailbox(reading.address, from)) return false;', '']],
    caughtBy: [
      { spec: FLOW, test: 'the automatic reply never goes to an address of ours', says: 'toHaveLength' },
    ],
  },
  {
    guard: 'automatic reply: from nobody',
    inFile: 'src/keeper/send-notices.service.ts',
    changes: [[`isAnswer(notice, mail) ? '' : mail.from.address`, 'mail.from.address']],
    caughtBy: [
      {
        spec: FLOW,
        test: 'the automatic reply says when to expect an answer, in two languages, from nobody, in the thread, and with no word of the mail',
        says: 'Expected: ""',
      },
    ],
  },
  {
    guard: 'inbox: erased with its keys',
    inFunction: 'jatakk.drop_conversation(uuid,uuid)',
    changes: [
      ['delete from vault.row_key k where k.register_id = of_register and k.row_id = of_conversation;', ''],
    ],
    caughtBy: [
      {
        spec: FLOW,
        test: 'what else is done with one erasing takes every row, key and waiting notice of it, and is journalled',
        says: 'vault.row_key',
      },
    ],
  },
  {
    guard: 'heard: five or more',
    inFunction: 'jatakk.theme_counts(uuid,date)',
    changes: [['where s.n >= 5', 'where s.n >= 1']],
    caughtBy: [
      {
        spec: 'test/flows/heard.spec.ts',
        test: 'themes of a month that is over are counted from five on; fewer are one number together, or none',
        says: 'Expected',
      },
    ],
  },
  {
    guard: 'heard: only of months that are over',
    inFunction: 'jatakk.theme_counts(uuid,date)',
    changes: [[`where of_month < date_trunc('month', current_date) group by`, 'group by']],
    caughtBy: [
      { spec: 'test/flows/heard.spec.ts', test: 'a month that goes on has no numbers', says: 'Expected' },
    ],
  },
];
