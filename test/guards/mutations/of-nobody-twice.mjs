const QUERIES = 'src/deliveries/delivery.queries.ts';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofNobodyTwice = [
  {
    guard: 'UNIQUE (campaign, subscription)',
    sql: 'alter table jatakk.delivery drop constraint delivery_campaign_id_subscription_id_key',
    caughtBy: [
      {
        spec: 'test/guards/nobody-twice.spec.ts',
        test: 'a second delivery of a campaign to the same subscription is refused, whoever writes it',
        says: 'Received: "done"',
      },
    ],
  },
  {
    guard: 'UNIQUE: one open subscription',
    sql: 'drop index jatakk.subscription_one_open',
    caughtBy: [
      {
        spec: 'test/guards/nobody-twice.spec.ts',
        test: 'a second open subscription of one person to one list is refused; after the end of the first it is not',
        says: 'Received: "done"',
      },
    ],
  },
  {
    guard: 'UNIQUE: one row for an address',
    sql: 'alter table jatakk.subscriber drop constraint subscriber_register_id_blind_index_key',
    caughtBy: [
      {
        spec: 'test/guards/nobody-twice.spec.ts',
        test: 'a second row for one address in one register is refused',
        says: 'Received: "done"',
      },
    ],
  },
  {
    guard: 'start: its lock',
    inFile: QUERIES,
    changes: [['c.starts_at <= clock_timestamp() for update`', 'c.starts_at <= clock_timestamp()`']],
    caughtBy: [
      {
        spec: 'test/guards/nobody-twice.spec.ts',
        test: 'a start while another is in its middle waits for it, and finds nothing left to do',
        says: '23505',
      },
      {
        spec: 'test/guards/nobody-twice.spec.ts',
        test: 'fifty starts at once make one set of deliveries, and none of them fails',
        says: '23505',
      },
    ],
  },
  {
    guard: 'start: only what is scheduled',
    inFile: QUERIES,
    changes: [
      [
        "c.state = 'scheduled' and c.starts_at <= clock_timestamp() for update",
        'c.starts_at <= clock_timestamp() for update',
      ],
    ],
    caughtBy: [
      {
        spec: 'test/guards/nobody-twice.spec.ts',
        test: 'a start after the start finds nothing to do',
        says: '23505',
      },
    ],
  },
  {
    guard: 'start: the undo time',
    inFile: QUERIES,
    changes: [[' and c.starts_at <= clock_timestamp() for update', ' for update']],
    caughtBy: [
      {
        spec: 'test/guards/nobody-twice.spec.ts',
        test: 'a start before its time makes nothing',
        says: 'Expected: 0',
      },
    ],
  },
];
