const SPEC = 'test/promises/p09-traffic.spec.ts';
const FLOW = 'test/flows/traffic.spec.ts';
const GO_LIVE = 'test/flows/go-live.spec.ts';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofTraffic = [
  {
    guard: 'visits: nothing under five is kept of a day that is over, whoever writes it',
    sql: 'alter table traffic.kept drop constraint kept_count_check',
    caughtBy: [
      {
        spec: SPEC,
        test: 'web and its database store a number under five of a day that is over, as the owner: the database refuses',
        says: 'Received promise resolved instead of rejected',
      },
    ],
  },
  {
    guard: 'visits: a rest under five takes the next smallest along',
    inFunction: 'traffic.fold()',
    changes: [[' or (p.merged < 5 and p.place = p.smalls + 1)']],
    caughtBy: [
      {
        spec: FLOW,
        test: 'the night keeps no number under five, and every sum; merges no more than it must; does it once',
        says: 'Property failed',
      },
    ],
  },
  {
    guard: 'visits: so many different pages and no more',
    inFunction: 'traffic.add(date, text[], text[], text[], text[], bigint[])',
    changes: [['p.place + coalesce(k.many, 0) <= traffic.most_of(p.kind)', 'true']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'web and its database flood it with 2,000 made-up pages and hosts, each often enough: 500 pages and 200 of each other kind at most',
        says: 'Expected',
      },
    ],
  },
  {
    guard: 'visits: a value that few had stays in memory',
    inTurn: true,
    inFile: 'src/traffic/held-counts.ts',
    changes: [['if (sum < LEAST) {', 'if (sum < 1) {']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'web and its database visit as 30 people: what is written of it are numbers, and no row, order or moment is anybody’s',
        says: 'kanarifugl',
      },
    ],
  },
  {
    guard: 'visits: devices are counted only where visitors are asked',
    inFunction: 'traffic.add(date, text[], text[], text[], text[], bigint[])',
    changes: [['where s.host = g.site and s.asks', 'where true']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'web and its database count a device of a site where nobody is asked, as the role that counts: nothing is added',
        says: 'Received',
      },
    ],
  },
  {
    guard: 'visits: what a small site counts in a month is not lost from day to day',
    inFunction: 'traffic.fold()',
    changes: [["and r.measure = 'new-devices' and r.count < 5", 'and false']],
    caughtBy: [
      {
        spec: FLOW,
        test: 'devices that said yes of a month are put together from day to day, so that a small site has a number too',
        says: 'Received',
      },
    ],
  },
  {
    guard: 'going live: what was counted goes once, and never what is counted afterwards',
    inFunction: 'traffic.begin_live()',
    changes: [[' where not s.live']],
    caughtBy: [
      {
        spec: GO_LIVE,
        test: 'afterwards that happens once: what is counted and answered from now on stays, whoever asks',
        says: 'Expected',
      },
    ],
  },
  {
    guard: 'going live: surveys of the trial go once, and never what is asked afterwards',
    inFunction: 'survey.begin_live()',
    changes: [[' where not h.live']],
    caughtBy: [
      {
        spec: GO_LIVE,
        test: 'afterwards that happens once: what is counted and answered from now on stays, whoever asks',
        says: 'Expected',
      },
    ],
  },
  {
    guard: 'visits: a device may say one of two words, and only where it is asked',
    inTurn: true,
    inFile: 'src/web/public/beacon.ts',
    changes: [
      ['const newIn = OF_DEVICES.get(body);', "const newIn = body.startsWith('~') ? 'month' : undefined;"],
    ],
    caughtBy: [
      {
        spec: FLOW,
        test: 'devices that said yes can say nothing more: what is not one of two words, of another site, of a robot or of who asks not to be counted adds nothing',
        says: 'Received',
      },
    ],
  },
  {
    guard: 'visits: who asks not to be counted is not',
    inTurn: true,
    inFile: 'src/traffic/view.ts',
    changes: [["if (headers['sec-gpc'] === '1' || headers.dnt === '1') return true;"]],
    caughtBy: [
      {
        spec: FLOW,
        test: 'a beacon of another site, of a robot, fetched ahead, or of who asks not to be counted is not counted',
        says: 'total',
      },
    ],
  },
];
