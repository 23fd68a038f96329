const SPEC = 'test/promises/p09-numbers-tell-of-nobody.spec.ts';
const FEWER = 'get at fewer than five: by any two days, any two looks, or a total less its parts';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofNumbers = [
  {
    guard: 'counts: carried on until they are five',
    inFunction: 'jatakk.gather_counts()',
    changes: [['carried >= 5', 'carried >= 1']],
    caughtBy: [{ spec: SPEC, test: FEWER, says: 'count_shown_count_check' }],
  },
  {
    guard: 'counts: none under five is stored, whoever writes it',
    sql: 'alter table jatakk.count_shown drop constraint count_shown_count_check',
    caughtBy: [
      {
        spec: SPEC,
        test: 'read as web or keeper what has not come to five; store a number under five as the owner',
        says: 'done',
      },
    ],
  },
  {
    guard: 'counts: what is carried says no day',
    inFunction: 'jatakk.gather_counts()',
    changes: [["(r.counted, r.kind, '-infinity', carried)", '(r.counted, r.kind, today - 1, carried)']],
    caughtBy: [{ spec: SPEC, test: FEWER, says: 'false' }],
  },
  {
    guard: 'links: a draft’s lead nowhere',
    inFunction: 'jatakk.keep_links(uuid, uuid[], text[])',
    changes: [[' and c.started_at is not null']],
    caughtBy: [
      { spec: SPEC, test: 'be led elsewhere by it: a link leads only to what was sent', says: 'Expected: 0' },
    ],
  },
  {
    guard: 'links: of few readers nothing is counted',
    inTurn: true,
    inFunction: 'jatakk.count_follows(uuid[], integer[])',
    changes: [['>= 20', '>= 0']],
    caughtBy: [
      {
        spec: 'test/long/numbers.spec.ts',
        test: 'a campaign whose clicks are counted counts whoever follows a link, and not what only looks, or fetches ahead',
        says: 'followed',
      },
    ],
  },
  {
    guard: 'links: what fetches ahead is no reader',
    inTurn: true,
    inFile: 'src/web/public/follow.controller.ts',
    changes: [["method === 'GET' && !ahead", "method === 'GET' || !ahead"]],
    caughtBy: [
      {
        spec: 'test/long/numbers.spec.ts',
        test: 'a campaign whose clicks are counted counts whoever follows a link, and not what only looks, or fetches ahead',
        says: 'followed 7',
      },
    ],
  },
];
