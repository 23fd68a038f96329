const GATE = 'jatakk.gate(uuid[],bigint[])';
const JUDGE = 'jatakk.judge_deliveries(uuid[])';
const SPEC = 'test/guards/the-gate.spec.ts';
const FENCES = 'test/guards/the-fence.spec.ts';

/** A reason why somebody is not due, and what taking it out lets through. */
const reason = (code, line) => ({
  guard: `judged: ${code}`,
  inFunction: JUDGE,
  changes: [[line]],
  caughtBy: [{ spec: SPEC, test: `skip:${code}: no address, and no message`, says: '"go"' }],
});

/** @type {import('../mutations.mjs').Guard[]} */
export const ofTheGate = [
  {
    guard: 'gate lock: the share of the subscription',
    inFunction: GATE,
    changes: [[' for share skip locked']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'a leave that has not yet committed holds its row: the gate does not pass it, and does not wait',
        says: 'Received: "go"',
      },
      {
        spec: SPEC,
        test: 'a leave is not answered while the gate is passed: who has been told is not mailed afterwards',
        says: 'it was answered',
      },
    ],
  },
  {
    guard: 'gate lock: what it could not lock is busy',
    inFunction: GATE,
    changes: [
      [
        "when j.subscription_id is not null and not (j.subscription_id = any (held)) then 'busy'\n                      ",
      ],
    ],
    caughtBy: [
      {
        spec: SPEC,
        test: 'a leave that has not yet committed holds its row: the gate does not pass it, and does not wait',
        says: 'Received: "go"',
      },
    ],
  },
  {
    guard: 'gate: skip locked',
    inFunction: GATE,
    changes: [[' skip locked']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'a leave that has not yet committed holds its row: the gate does not pass it, and does not wait',
        says: 'lock timeout',
      },
    ],
  },
  {
    guard: 'gate: lease check',
    inFunction: GATE,
    changes: [[' and x.lease_until >= clock_timestamp()']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'a worker whose lease has run out does not pass, though nobody has taken over yet',
        says: 'Received: "go"',
      },
    ],
  },
  {
    guard: 'gate: fence',
    inFunction: GATE,
    changes: [[' and a.fence = x.fence'], [' and j.fence = a.fence']],
    caughtBy: [{ spec: FENCES, test: 'a worker with an old fence does not pass the gate', says: '"go"' }],
  },
  {
    guard: 'gate: each asks under its own fence',
    inFunction: GATE,
    changes: [[' and j.fence = a.fence']],
    caughtBy: [
      {
        spec: FENCES,
        test: 'of two workers who ask the gate in one breath only the one with the new fence is let through',
        says: 'lost-lease',
      },
    ],
  },
  {
    guard: 'gate: once',
    inFunction: GATE,
    changes: [["x.state = 'claimed' and "]],
    caughtBy: [{ spec: SPEC, test: 'what has passed once does not pass again', says: '"go"' }],
  },
  {
    guard: 'gate: pause',
    inFunction: GATE,
    changes: [["when j.campaign_state <> 'sending' then 'paused'"]],
    caughtBy: [{ spec: SPEC, test: 'paused: no address, and no message', says: 'Received: "go"' }],
  },
  {
    guard: 'gate: cancel',
    inFunction: GATE,
    changes: [["when j.campaign_state = 'cancelled' then 'skip:cancelled'"]],
    caughtBy: [{ spec: SPEC, test: 'cancelled after it was claimed: it is skipped', says: 'skip:cancelled' }],
  },
  {
    guard: 'look: lease check',
    inFunction: 'jatakk.open_deliveries(uuid[],bigint[])',
    changes: [['\n                           or j.lease_until < clock_timestamp()']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'a worker whose lease has run out does not pass, though nobody has taken over yet',
        says: '"handedOut": true',
      },
    ],
  },
  {
    guard: 'look: the address of nobody who is not due',
    inFunction: 'jatakk.open_deliveries(uuid[],bigint[])',
    changes: [["j.verdict = 'go' and "]],
    caughtBy: [
      { spec: SPEC, test: 'skip:suppressed: no address, and no message', says: '"handedOut": true' },
    ],
  },
  reason('erased', "when s.id is null or p.id is null then 'erased'"),
  reason('not-confirmed', "when s.state <> 'confirmed' then 'not-confirmed'"),
  reason('other-list', "when s.list_id <> c.list_id then 'other-list'"),
  {
    ...reason('other-purpose', ''),
    changes: [
      ["when 'reconsent' then s.purpose_version >= c.purpose_version", "when 'reconsent' then false"],
    ],
    guard: 'judged: other-purpose, of a question',
    caughtBy: [
      {
        spec: SPEC,
        test: 'skip:other-purpose, asked again what was answered: no address, and no message',
        says: '"go"',
      },
    ],
  },
  {
    ...reason('other-purpose', ''),
    changes: [['else s.purpose_version <> c.purpose_version end', 'else false end']],
  },
  reason(
    'list-closed',
    "when l.state <> 'open' and not (c.kind = 'farewell' and l.state = 'closing') then 'list-closed'",
  ),
  {
    ...reason('no-mistake', ''),
    changes: [["when c.kind = 'correction' and not exists (", 'when false and not exists (']],
  },
  reason('suppressed', "when x.hash is not null then 'suppressed'"),
  {
    guard: 'leave: its lock',
    inFunction: 'jatakk.leave(bytea,bytea,text,uuid,bytea,integer)',
    changes: [[' for update']],
    caughtBy: [{ spec: SPEC, test: 'two leaves at once are one no', says: '"left"' }],
  },
];
