const BATCH = 'jatakk.rewrite_batch(uuid,integer)';
const BEGIN = 'jatakk.begin_rewrite(uuid)';
const NIGHT = 'test/flows/nightly-rewrite.spec.ts';
const LINKAGE = 'test/promises/p05-linkage.spec.ts';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofTheNight = [
  {
    guard: 'night: holds the tables, so that whoever leaves meanwhile finds their row',
    inFunction: BATCH,
    changes: [['vault.row_key in exclusive mode', 'vault.row_key in access share mode']],
    caughtBy: [
      {
        spec: NIGHT,
        test: 'leave in the very moment in which one’s row is rewritten: it waits for that, and one has left',
        says: 'Expected: "ended"',
      },
    ],
  },
  {
    guard: 'night: rewrites whoever looks alike, and not only who changed',
    inTurn: true,
    inFunction: BEGIN,
    changes: [['where l.look in (select', 'where false and l.look in (select']],
    caughtBy: [
      {
        spec: LINKAGE,
        test: 'tell those of one day from those of another day of the same month: by no transaction, after the second night',
        says: 'Expected: 260',
      },
    ],
  },
  {
    guard: 'night: keeps the month in which somebody left',
    inTurn: true,
    inFunction: 'jatakk.date_end()',
    changes: [[`when 'INSERT' then new.ended_month`, `when 'INSERT' then null`]],
    caughtBy: [
      { spec: NIGHT, test: 'the month in which somebody left stays what it was', says: '2024-05-01' },
    ],
  },
  {
    guard: 'night: forgets the hour of a confirmation',
    inFunction: BATCH,
    changes: [['perform jatakk.blur_notices(notice_ids);']],
    caughtBy: [
      {
        spec: 'test/flows/nightly-rewrite.spec.ts',
        test: 'a confirmation that still waits works to the end of its seventh day, whatever the night made of its hour',
        says: '"whole": false',
      },
    ],
  },
];
