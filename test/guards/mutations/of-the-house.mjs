/** What an address at rest is bound to, one by one. */
const boundTo = (what) => ({
  guard: `address at rest: bound to ${what}`,
  inFile: 'src/platform/sealing/at-rest.ts',
  changes: [['[FORMAT, purpose, registerId, rowId, keyVersion].join', `${boundWithout(what)}.join`]],
  caughtBy: [
    {
      spec: 'test/promises/p01-sealed-shut.spec.ts',
      test: 'open an address at rest in another row, register, version or under other keys: it stays shut',
      says: 'Received: false',
    },
  ],
});

function boundWithout(what) {
  const all = ['FORMAT', 'purpose', 'registerId', 'rowId', 'keyVersion'];
  return `[${all.filter((one) => one !== what).join(', ')}]`;
}

/** @type {import('../mutations.mjs').Guard[]} */
export const ofTheHouse = [
  ...['registerId', 'rowId', 'keyVersion', 'purpose'].map(boundTo),
  {
    guard: 'restore: a higher counter was seen',
    inFunction: 'jatakk.beat(bigint,uuid)',
    changes: [["when seen > held then 'restored'"]],
    caughtBy: [
      {
        spec: 'test/guards/restored.spec.ts',
        test: 'a database one beat behind the file was put back: a keeper that starts asks and sends nothing',
        says: 'Expected: false',
      },
    ],
  },
  {
    guard: 'restore: looked for before each piece of work',
    inFile: 'src/keeper/restore-guard.service.ts',
    changes: [[' || counter < (this.#seen ?? 0)']],
    caughtBy: [
      {
        spec: 'test/guards/restored.spec.ts',
        test: 'put back under a running keeper, it is noticed before the next piece of work',
        says: 'Expected: false',
      },
    ],
  },
  {
    guard: 'restore: a keeper that knows nothing does not guess',
    inFunction: 'jatakk.beat(bigint,uuid)',
    changes: [['seen is null or ']],
    caughtBy: [
      {
        spec: 'test/guards/restored.spec.ts',
        test: 'a keeper that knows nothing of this database asks',
        says: 'Expected: false',
      },
    ],
  },
  {
    guard: 'relay: every change is written down',
    sql: 'drop trigger relay_recorded on jatakk.relay',
    caughtBy: [
      {
        spec: 'test/promises/p02-where-mail-goes.spec.ts',
        test: 'change a relay by hand as the owner, in whichever way: it is written down',
        says: 'removed 2 reserve.example:465 tls',
      },
    ],
  },
  {
    guard: 'relay: what is written down stays',
    sql: 'drop trigger relay_change_is_kept on jatakk.relay_change',
    caughtBy: [
      {
        spec: 'test/promises/p02-where-mail-goes.spec.ts',
        test: 'rewrite, delete or empty what is written down, even as the owner: refused',
        says: 'what became of the relays is kept',
      },
    ],
  },
  {
    guard: 'rights: web reads no address',
    sql: 'grant select (address) on jatakk.subscriber to jatakk_web',
    caughtBy: [
      {
        spec: 'test/contracts/rights.spec.ts',
        test: 'what the role of web may do is exactly its committed list',
        says: 'column jatakk.subscriber.address SELECT',
      },
    ],
  },
  {
    guard: 'rights: the keeper confirms nobody',
    sql: 'grant update (state) on jatakk.subscription to jatakk_keeper',
    caughtBy: [
      {
        spec: 'test/contracts/rights.spec.ts',
        test: 'what the role of keeper may do is exactly its committed list',
        says: 'column jatakk.subscription.state UPDATE',
      },
    ],
  },
];
