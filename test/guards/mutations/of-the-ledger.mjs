const LEDGER = 'test/promises/p12-the-ledger.spec.ts';
const RECORDS = 'test/promises/p12-the-records.spec.ts';
const CHECK_LOG = 'src/consent/ledger/check-log.ts';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofTheLedger = [
  {
    guard: 'ledger: the chain of its leaves is checked link by link',
    inFile: CHECK_LOG,
    changes: [["      if (!this.#link.equals(link)) return this.#stop({ what: 'leaf-wrong', leaf: at });\n"]],
    caughtBy: [
      {
        spec: LEDGER,
        test: 'change any one leaf as the database’s owner: that leaf is named',
        says: '"leaves-rewritten"',
      },
    ],
  },
  {
    guard: 'ledger: each head is checked against its key',
    inFile: CHECK_LOG,
    changes: [[' || !verifyHead(this.#key, head)']],
    caughtBy: [
      {
        spec: LEDGER,
        test: 'rewrite history, links and roots: the signature gives it away',
        says: '"head-unsigned"',
      },
    ],
  },
  {
    guard: 'ledger: what was noted must be there before anything is added',
    inFile: 'src/keeper/ledger/keep-ledgers.service.ts',
    changes: [['        await this.#compare(registerId);\n']],
    caughtBy: [
      {
        spec: LEDGER,
        test: 'cut off the newest days, heads and all: notes and kept heads tell, and the keeper adds nothing to it',
        says: 'Received: true',
      },
    ],
  },
  {
    guard: 'ledger: only what waited is sealed',
    inFunction:
      'jatakk.seal_leaves(uuid,integer,bytea[],integer[],integer[],bytea[],bytea,date,bytea,boolean)',
    changes: [['if taken <> cardinality(leaves) then', 'if false then']],
    caughtBy: [
      {
        spec: LEDGER,
        test: 'seal as a keeper that an attacker holds what never waited, in the wrong place, on another day or twice: refused',
        says: 'Received promise resolved',
      },
    ],
  },
  {
    guard: 'ledger: a day’s leaves are shuffled',
    inFile: 'src/keeper/ledger/seal.queries.ts',
    changes: [['order by gen_random_uuid()', 'order by ctid']],
    caughtBy: [
      {
        spec: 'test/flows/ledger-sealing.spec.ts',
        test: 'a register gets its log with its keys, and what waits on the first day is sealed on the next, in another order',
        says: 'not.toEqual',
      },
    ],
  },
  {
    guard: 'records: one that is in no ledger is named',
    inFile: 'src/consent/records/check-records.ts',
    changes: [["return place ? undefined : 'not-in-ledger';", 'return undefined;']],
    caughtBy: [
      {
        spec: RECORDS,
        test: 'drop the leaf of a no while it waits, so that it is never sealed: the record is named',
        says: '"not-in-ledger"',
      },
    ],
  },
  {
    guard: 'records: the promise is one that the log has given',
    inFile: 'src/consent/records/check-records.ts',
    changes: [["  if (!isPromised(promise, keys)) return 'promise-unsigned';\n"]],
    caughtBy: [
      {
        spec: RECORDS,
        test: 'give it a promise that the log has not given, with the keeper’s own keys: that record is named',
        says: '"promise-unsigned"',
      },
    ],
  },
  {
    guard: 'receipt: the promise is signed',
    inFile: 'src/subscriptions/receipts/verify-receipt.ts',
    changes: [["verifyPromise(Buffer.from(receipt.logKey, 'base64url'), receipt.promise)", 'true']],
    caughtBy: [
      {
        spec: 'test/unit/receipt.spec.ts',
        test: 'whatever is changed in it, some check fails',
        says: '"logKey"',
      },
    ],
  },
  {
    guard: 'look-up: twenty in a day',
    inFunction: 'jatakk.look_up(bytea,uuid,bytea,bytea[],text,bytea)',
    changes: [['>= 20 then', '>= 2000 then']],
    caughtBy: [
      {
        spec: 'test/flows/look-up.spec.ts',
        test: 'the twenty-first look in a day is refused, and so is one by twenty at once',
        says: '429',
      },
    ],
  },
];
