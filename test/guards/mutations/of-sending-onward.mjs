const WELCOME = 'test/long/welcome.spec.ts';
const NO_WELCOME = 'test/promises/p06-welcome.spec.ts';
const START = 'test/long/scheduled-start.spec.ts';
const ARCHIVE = 'test/long/archive.spec.ts';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofSendingOnward = [
  {
    guard: 'welcome: asked for once more after the relay’s 354',
    inFile: 'src/keeper/send-notices.service.ts',
    changes: [['passWelcomeGate(this.database, notice.id, notice.fence),', "Promise.resolve('go'),"]],
    caughtBy: [
      {
        spec: NO_WELCOME,
        test: 'leave while the relay already takes the welcome in: not a byte of it goes',
        says: 'the welcome is skipped',
      },
    ],
  },
  {
    guard: 'welcome: to whoever is on the list alone',
    inFunction: 'jatakk.welcome_is_due(uuid)',
    changes: [["s.state = 'confirmed' and "]],
    caughtBy: [
      {
        spec: NO_WELCOME,
        test: 'slip welcomes in as keeper, for somebody who never said yes and somebody who left: none is mailed',
        says: 'all are skipped',
      },
    ],
  },
  {
    guard: 'welcome: what is unknown is never repeated',
    inFile: 'src/notices/notice.queries.ts',
    changes: [["kind not in ('welcome', 'left', ", "kind not in ('left', "]],
    caughtBy: [
      {
        spec: WELCOME,
        test: 'when the wire breaks after the last byte it is never sent again: nobody gets two',
        says: '"unknown": 1',
      },
    ],
  },
  {
    guard: 'welcome: only as it was approved, where the list takes two',
    inFunction: 'jatakk.why_no_welcome(uuid)',
    changes: [[', jatakk.why_not_approved(l.welcome_id)']],
    caughtBy: [
      {
        spec: WELCOME,
        test: 'where two must stand behind it one that was put on by one alone stands from the moment the list asks for two',
        says: 'toEqual',
      },
    ],
  },
  {
    guard: 'a chosen start: never within the time for undoing',
    inFunction: 'jatakk.moment_meant(timestamp,text,timestamptz,timestamptz)',
    changes: [["when at < soonest then 'time-too-soon'"]],
    caughtBy: [
      {
        spec: START,
        test: 'a start that will not do is refused with a sentence, and what was typed is kept',
        says: 'Expected: 422',
      },
    ],
  },
  {
    guard: 'a chosen start: a time that clocks never show is none',
    inFunction: 'jatakk.moments_of(timestamp,text)',
    changes: [['where (m.at at time zone zone) = shown']],
    caughtBy: [
      {
        spec: START,
        test: 'which moment a time on the clock is 2027-03-28 02:30 is none: clocks go forward over it',
        says: 'no-such-time',
      },
    ],
  },
  {
    guard: 'a test: to those alone who may see the list',
    inFunction: 'jatakk.request_campaign_tests(bytea,uuid,uuid[])',
    changes: [[" and jatakk.may(s.id, 'see', c.register_id, c.list_id)"]],
    caughtBy: [
      {
        spec: 'test/flows/test-to-colleagues.spec.ts',
        test: 'a test to colleagues goes to nobody else: not to who may not see the list, has gone, or is none of the staff',
        says: 'Expected: 422',
      },
    ],
  },
  {
    guard: 'the archive: what was kept out of it',
    inTurn: true,
    inFile: 'src/campaigns/archive.queries.ts',
    changes: [[' and not c.left_out']],
    caughtBy: [
      {
        spec: ARCHIVE,
        test: 'an archive leaves out what somebody keeps out, before it is sent or after',
        says: 'Expected: 404',
      },
    ],
  },
  {
    guard: 'the archive: ordinary campaigns alone',
    inTurn: true,
    inFile: 'src/campaigns/archive.queries.ts',
    changes: [[" and c.kind = 'regular'"]],
    caughtBy: [
      {
        spec: ARCHIVE,
        test: 'an archive takes in no correction, and nothing that is not sent to its end',
        says: 'Rettet',
      },
    ],
  },
];
