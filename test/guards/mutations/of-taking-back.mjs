const TAKE_BACK = 'jatakk.take_back(uuid,uuid[],text[],text[],text[])';
const SPEC = 'test/guards/taken-back.spec.ts';

/** @param {string} test @param {string} says */
const caught = (test, says) => [{ spec: SPEC, test, says }];

/** @type {import('../mutations.mjs').Guard[]} */
export const ofTakingBack = [
  {
    guard: 'take back: fourteen days',
    inFunction: TAKE_BACK,
    changes: [["interval '14 days'", "interval '14 years'"]],
    caughtBy: caught('what changes nothing what was handed over more than 14 days ago', '"accepted"'),
  },
  {
    guard: 'take back: of this register',
    inFunction: TAKE_BACK,
    changes: [
      [' and d.register_id = of_register order by d.id', ' order by d.id'],
      ['where d.id = any (ids) and d.register_id = of_register);', 'where d.id = any (ids));'],
    ],
    caughtBy: caught('what changes nothing a delivery of another register', '"accepted"'),
  },
  {
    guard: 'take back: once',
    inFunction: TAKE_BACK,
    changes: [
      [' and d.came_back is null'],
      ["d.state in ('handed', 'accepted', 'unknown')", "d.state <> 'queued'"],
    ],
    caughtBy: caught('what changes nothing the same once more, or as something else', 'bounced soft:5.2.2'),
  },
  {
    guard: 'take back: only what was handed over',
    inFunction: TAKE_BACK,
    changes: [["\n             and d.state in ('handed', 'accepted', 'unknown')"]],
    caughtBy: caught('what follows from each class of one that is queued', '"queued"'),
  },
  {
    guard: 'take back: not what was said of the mailbox before its reader answered',
    inFunction: TAKE_BACK,
    changes: [["or m.class = 'hard' and not m.stale", "or m.class = 'hard'"]],
    caughtBy: caught(
      'what changes nothing for the person: that a mailbox was not there, before they said yes to a mail that was sent later',
      '"confirmed"',
    ),
  },
  {
    guard: 'take back: a complaint once',
    inFunction: TAKE_BACK,
    changes: [["d.came_back not in ('reported-as-spam', 'address-changed')", 'true']],
    caughtBy: caught(
      'what follows from each class a complaint is a no, kept like one; and said once, however often it comes',
      '"count": 1',
    ),
  },
  {
    guard: 'pause: what was taken over lately proves nothing, where mail comes back',
    inFunction: 'jatakk.keeps_failing(jatakk.subscription)',
    changes: [["l.handed_at < clock_timestamp() - interval '6 days'", 'true']],
    caughtBy: caught(
      'three soft ones in a row, over a week pause, though later letters were taken over and have not come back yet',
      '"paused bounces"',
    ),
  },
  {
    guard: 'refused: three of them',
    inFunction: 'jatakk.hold_refused(uuid[])',
    changes: [['greatest(3, n.sent / 200)', '1']],
    caughtBy: caught(
      'refused as sender two servers hold nothing; the third holds what is being sent, and says why',
      'Expected',
    ),
  },
  {
    guard: 'refused: what was seen is not counted again',
    inFunction: 'jatakk.hold_refused(uuid[])',
    changes: [['n.ours - c.ours_seen', 'n.ours']],
    caughtBy: caught(
      'refused as sender what somebody saw when they let it go on does not hold it again',
      '"sending"',
    ),
  },
  {
    guard: 'complaints: five at least',
    inFunction: 'jatakk.complaint_level(bigint,bigint)',
    changes: [['complaints >= 5 and ', 'complaints >= 1 and ']],
    caughtBy: caught('complaints of 300 messages, 4: warns', '"warns"'),
  },
  {
    guard: 'complaints: the next campaign waits too',
    inFunction: 'jatakk.why_held_at_start(uuid)',
    changes: [[' and a.waits', ' and not a.waits']],
    caughtBy: caught(
      'complaints the next campaign of the list waits for a person too, and for no second one',
      'held complaints',
    ),
  },
  {
    guard: 'complaints: no number of fewer than five',
    inFunction: 'jatakk.came_back_of(uuid)',
    changes: [['b.count >= 5', 'b.count >= 1']],
    caughtBy: caught('complaints fewer than five have no number, for whoever reads it', '"count": null'),
  },
  {
    guard: 'leaving by mail: of this register',
    inFunction: 'jatakk.leave_by_mail(uuid,uuid,uuid,bytea)',
    changes: [
      [
        'x.register_id = of_register and x.id = of_subscription for update',
        'x.id = of_subscription for update',
      ],
    ],
    caughtBy: caught('leaving by mail of another register it ends nothing', 'toBeNull'),
  },
  {
    guard: 'leaving by mail: told of once a week',
    inFunction: 'jatakk.leave_by_mail(uuid,uuid,uuid,bytea)',
    changes: [["interval '7 days'", "interval '0 days'"]],
    caughtBy: caught(
      'leaving by mail ends it, tells the person once a week, and says so when it was over already',
      '"left"',
    ),
  },
  {
    guard: 'take back: not about whoever has another address by now',
    inFunction: 'jatakk.confirm_address_change(bytea)',
    changes: [["set came_back = 'address-changed'", 'set came_back = null']],
    caughtBy: [
      {
        spec: 'test/flows/preferences-address.spec.ts',
        test: 'what was sent to the old mailbox and comes back now is not about them; what goes to the new one is',
        says: 'Expected',
      },
    ],
  },
  {
    guard: 'take back: nothing while a server goes on trying',
    inFile: 'src/keeper/arrivals/returned.handler.ts',
    changes: [['if (stillTrying) return [];']],
    caughtBy: [
      {
        spec: 'test/long/what-comes-back.spec.ts',
        test: 'what comes back a server that goes on trying: nothing',
        says: '"accepted"',
      },
    ],
  },
  {
    guard: 'leaving by reply: to a message that was sent to that address',
    inFile: 'src/keeper/arrivals/leave-by-reply.service.ts',
    changes: [["return names.has(deliveryName(key, 'message-id', id));", 'return key.length > 0;']],
    caughtBy: [
      {
        spec: 'test/promises/p11-what-comes-back.spec.ts',
        test: 'answer “stopp” to one’s own mail with somebody else’s address in From: nobody has left',
        says: 'Expected: false',
      },
    ],
  },
  {
    guard: 'return path: its MAC',
    inFile: 'src/inbound/return-token.ts',
    changes: [
      [
        'if (!timingSafeEqual(bytes.subarray(hidden.length), macOf(mac, registerId, hidden))) return undefined;',
        'macOf(mac, registerId, hidden); timingSafeEqual(hidden, hidden);',
      ],
    ],
    caughtBy: [
      {
        spec: 'test/unit/return-token.spec.ts',
        test: 'what is no token of ours another register’s',
        says: 'toBeUndefined',
      },
    ],
  },
  ...[
    ['d.id', 'what came back is taken in the order of deliveries: nobody dies who meets it'],
    ['s.id', 'people of whom something came back are taken in the order of ids: nobody dies who meets them'],
  ].map(([id, test]) => ({
    guard: `take back: locks in the order of ${id}`,
    inFunction: TAKE_BACK,
    changes: [[` order by ${id} for update`, ' for update']],
    caughtBy: [{ spec: 'test/guards/lock-order.spec.ts', test, says: 'deadlock detected' }],
  })),
];
