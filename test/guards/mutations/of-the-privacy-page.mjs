/** @type {import('../mutations.mjs').Guard[]} */
export const ofThePrivacyPage = [
  {
    guard: 'privacy page: what it has said is kept, from its owner too',
    sql: 'drop trigger facts_are_kept on jatakk.facts_version',
    caughtBy: [
      {
        spec: 'test/promises/p12-what-was-said.spec.ts',
        test: 'rewrite it as the owner, who has not taken the guard off: refused',
        says: 'Received promise resolved instead of rejected',
      },
    ],
  },
  {
    guard: 'privacy page: a form is open only where it is said who asks',
    sql: 'drop trigger form_has_its_words on jatakk.list',
    caughtBy: [
      {
        spec: 'test/long/privacy-page.spec.ts',
        test: 'no form is published before it says who is responsible and whom to write to',
        says: 'Received promise resolved instead of rejected',
      },
    ],
  },
  {
    guard: 'openness: how many are on a list is rounded before it is written',
    inFunction: 'jatakk.about_so_many(bigint)',
    changes: [['round(exact / 50.0) * 50', 'exact']],
    caughtBy: [
      {
        spec: 'test/promises/p12-no-number-of-one.spec.ts',
        test: 'pad a list with addresses of one’s own and watch it all month: the number is the first, rounded',
        says: 'omtrent 350',
      },
    ],
  },
];
