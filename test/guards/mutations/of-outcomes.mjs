const SETTLE = 'jatakk.settle_deliveries(uuid[],bigint[],text[],text[],double precision[],boolean[],integer)';
const JUDGE_FAILURES = 'jatakk.judge_failures(uuid[])';
const RESEND = 'jatakk.resend_unknown(uuid,bigint)';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofOutcomes = [
  {
    guard: 'settle: fence',
    inFunction: SETTLE,
    changes: [[' and a.fence = x.fence'], [' and d.fence = a.fence']],
    caughtBy: [
      {
        spec: 'test/guards/the-fence.spec.ts',
        test: 'a worker with an old fence writes no outcome',
        says: 'Expected: "handed"',
      },
    ],
  },
  {
    guard: 'settle: each word under its own fence',
    inFunction: SETTLE,
    changes: [[' and d.fence = a.fence']],
    caughtBy: [
      {
        spec: 'test/guards/the-fence.spec.ts',
        test: 'of two workers in one breath only the one with the new fence is heard, whoever comes first',
        says: 'Expected: "accepted"',
      },
    ],
  },
  {
    guard: 'settle: only what is held',
    inFunction: SETTLE,
    changes: [
      [
        "where x.state in ('claimed', 'handed') or (x.state = 'unknown' and a.state in ('accepted', 'bounced'))",
      ],
    ],
    caughtBy: [
      {
        spec: 'test/guards/the-fence.spec.ts',
        test: 'what is settled stays settled, whatever the same worker says afterwards',
        says: 'Expected: "accepted"',
      },
    ],
  },
  {
    guard: 'settle: twelve tries',
    inFunction: SETTLE,
    changes: [['d.attempts + 1 >= max_attempts', 'false']],
    caughtBy: [
      {
        spec: 'test/guards/failures.spec.ts',
        test: 'tries that are used up, or five days of them, make it dead',
        says: '"dead"',
      },
    ],
  },
  {
    guard: 'settle: five days',
    inFunction: SETTLE,
    changes: [["> d.first_failed_at + interval '5 days'", "> d.first_failed_at + interval '50 days'"]],
    caughtBy: [
      {
        spec: 'test/guards/failures.spec.ts',
        test: 'tries that are used up, or five days of them, make it dead',
        says: '"dead"',
      },
    ],
  },
  {
    guard: 'settle: an unknown one is not put back',
    inFunction: SETTLE,
    changes: [[" and a.state in ('accepted', 'bounced')"]],
    caughtBy: [
      {
        spec: 'test/guards/claims.spec.ts',
        test: 'an unknown delivery is not put back by the late word of its worker; a late yes counts',
        says: '"queued"',
      },
    ],
  },
  {
    guard: 'hard bounce: ends all in the register',
    inFunction: JUDGE_FAILURES,
    changes: [
      [
        "and s.subscriber_id = g.subscriber_id and s.state <> 'ended'",
        "and s.subscriber_id = g.subscriber_id and s.state <> 'ended' and s.id in (select d.subscription_id from jatakk.delivery d where d.id = any (failed))",
      ],
    ],
    caughtBy: [
      {
        spec: 'test/guards/failures.spec.ts',
        test: 'a mailbox that is not there ends every subscription of that person in the register',
        says: '"confirmed"',
      },
    ],
  },
  {
    guard: 'hard bounce: suppresses',
    inFunction: JUDGE_FAILURES,
    changes: [['g join jatakk.subscriber p on', 'g join jatakk.subscriber p on false and']],
    caughtBy: [
      {
        spec: 'test/guards/failures.spec.ts',
        test: 'a mailbox that is not there is suppressed',
        says: 'hard-bounce',
      },
    ],
  },
  {
    guard: 'hard bounce: and nothing softer',
    inFunction: JUDGE_FAILURES,
    changes: [[" and d.reply_class like 'hard:%'"]],
    caughtBy: [
      {
        spec: 'test/guards/failures.spec.ts',
        test: 'soft:5.2.2, bounced: nobody is punished',
        says: 'ended bounced',
      },
    ],
  },
  ...[
    ['three of them', 'count(*) >= 3', 'two in a row for a soft reason, over more than a week'],
    [
      'over a week',
      "max(f.started_at) - min(f.started_at) >= interval '7 days'",
      'three in a row for a soft reason, within six days',
    ],
    [
      'none accepted in between',
      'later.list_id = s.list_id and later.started_at >= c.started_at',
      'three for a soft reason over a week, one accepted in between',
    ],
  ].map(([what, takeOut, test], at) => ({
    guard: `soft in a row: ${what}`,
    inFunction: 'jatakk.keeps_failing(jatakk.subscription)',
    changes: [[takeOut, at === 2 ? 'false' : 'true']],
    caughtBy: [{ spec: 'test/guards/failures.spec.ts', test: `${test}: confirmed`, says: '"paused"' }],
  })),
  {
    guard: 'resending: the number that was told',
    inFunction: RESEND,
    changes: [['found_now <> told or ']],
    caughtBy: [
      {
        spec: 'test/guards/failures.spec.ts',
        test: 'sending once more needs the number that the person was told',
        says: '"resent"',
      },
    ],
  },
];
