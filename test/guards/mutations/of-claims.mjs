const QUERIES = 'src/deliveries/delivery.queries.ts';
const NOTICES = 'src/notices/notice.queries.ts';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofClaims = [
  {
    guard: 'claim: another fence each time',
    inFile: QUERIES,
    changes: [["set state = 'claimed', fence = d.fence + 1,", "set state = 'claimed',"]],
    caughtBy: [
      {
        spec: 'test/guards/the-fence.spec.ts',
        test: 'who takes a delivery over does so under another fence',
        says: 'toBeGreaterThan',
      },
    ],
  },
  {
    guard: 'claim: skip locked',
    inFile: QUERIES,
    changes: [['order by q.id limit $2 for update skip locked', 'order by q.id limit $2 for update']],
    caughtBy: [
      {
        spec: 'test/guards/claims.spec.ts',
        test: 'two claim at once: each gets others, and neither waits',
        says: 'lock timeout',
      },
    ],
  },
  {
    guard: 'claim: its lock',
    inFile: QUERIES,
    changes: [['order by q.id limit $2 for update skip locked', 'order by q.id limit $2']],
    caughtBy: [
      {
        spec: 'test/guards/claims.spec.ts',
        test: 'two claim at once: each gets others, and neither waits',
        says: 'lock timeout',
      },
    ],
  },
  {
    guard: 'claim: only what waits, so never an unknown one',
    inFile: QUERIES,
    changes: [["q.id > $3 and q.state = 'queued' and", "q.id > $3 and q.state in ('queued', 'unknown') and"]],
    caughtBy: [
      {
        spec: 'test/guards/claims.spec.ts',
        test: 'a claim passes by what another worker holds, what is done, and what waits for its time',
        says: 'Expected',
      },
    ],
  },
  {
    guard: 'claim: only of a campaign that is being sent',
    inFile: QUERIES,
    changes: [["where c.id = $1 and c.state = 'sending')", 'where c.id = $1)']],
    caughtBy: [
      {
        spec: 'test/guards/claims.spec.ts',
        test: 'nothing is claimed of a campaign that is paused',
        says: 'Expected',
      },
    ],
  },
  {
    guard: 'claim of notices: skip locked',
    inFile: NOTICES,
    changes: [['limit $1 for update skip locked', 'limit $1 for update']],
    caughtBy: [
      {
        spec: 'test/guards/claims.spec.ts',
        test: 'two claim notices at once: each gets others, and neither waits',
        says: 'lock timeout',
      },
    ],
  },
  {
    guard: 'notice: fence',
    inFile: NOTICES,
    changes: [
      [
        'where id = $1 and fence = $2\n        and (state',
        'where id = $1 and $2::bigint is not null\n        and (state',
      ],
    ],
    caughtBy: [
      {
        spec: 'test/guards/the-fence.spec.ts',
        test: 'a worker with an old fence writes nothing of a notice',
        says: 'Expected: "claimed"',
      },
    ],
  },
  {
    guard: 'notice: once more, and then no more',
    inFile: NOTICES,
    changes: [["where state = 'unknown' and not repeated and", "where state = 'unknown' and"]],
    caughtBy: [
      {
        spec: 'test/guards/claims.spec.ts',
        test: 'a confirmation that may or may not have arrived goes once more after two minutes, and then no more',
        says: 'Expected: "unknown"',
      },
    ],
  },
  {
    guard: 'renewal: fence',
    inFile: QUERIES,
    changes: [['on a.id = d.id and a.fence = d.fence', 'on a.id = d.id']],
    caughtBy: [
      {
        spec: 'test/guards/the-fence.spec.ts',
        test: 'a worker with an old fence renews no lease',
        says: 'Expected',
      },
    ],
  },
  {
    guard: 'renewal: not of a lease that is over',
    inFile: QUERIES,
    changes: [
      [
        ' and d.lease_until >= clock_timestamp()\n        order by d.id for update of d skip locked',
        '\n        order by d.id for update of d skip locked',
      ],
    ],
    caughtBy: [
      {
        spec: 'test/guards/the-fence.spec.ts',
        test: 'a lease that has run out is not renewed',
        says: 'Expected',
      },
    ],
  },
  {
    guard: 'recovery: what was handed is unknown',
    inFile: QUERIES,
    changes: [["case d.state when 'claimed' then 'queued' else 'unknown' end", "'queued'"]],
    caughtBy: [
      {
        spec: 'test/guards/claims.spec.ts',
        test: 'of what a worker left, only what was certainly not sent goes back',
        says: '"unknown"',
      },
    ],
  },
  {
    guard: 'recovery: not from a live worker',
    inFile: QUERIES,
    changes: [
      [
        "where d.state in ('claimed', 'handed') and d.lease_until < clock_timestamp()\n",
        "where d.state in ('claimed', 'handed')\n",
      ],
    ],
    caughtBy: [
      {
        spec: 'test/guards/claims.spec.ts',
        test: 'what a live worker holds is not taken from it',
        says: 'Expected: "claimed"',
      },
    ],
  },
];
