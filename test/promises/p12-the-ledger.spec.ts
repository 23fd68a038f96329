import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { checkStoredLedgers } from '../../src/consent/ledger/check-stored-ledgers.js';
import type { KnownHead } from '../../src/consent/ledger/check-ledger.js';
import type { Fault } from '../../src/consent/ledger/ledger-findings.js';
import { recordLeaf } from '../../src/consent/ledger/leaf-input.js';
import { signHead } from '../../src/consent/ledger/log-head.js';
import { NotedHeads } from '../../src/consent/ledger/noted-heads.js';
import { storedLedger } from '../../src/consent/ledger/stored-ledger.queries.js';
import { KeepLedgers } from '../../src/keeper/ledger/keep-ledgers.service.js';
import { signerFrom } from '../../src/platform/merkle/ed25519.js';
import { GrowingTree } from '../../src/platform/merkle/growing-tree.js';
import { leafHash } from '../../src/platform/merkle/tree-hash.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { LedgerHouse } from '../support/ledger.js';
import { exceptions, signInto } from './support/attempt.js';

/** Three days: leaves 0 to 3, 4 to 10, 11 to 15. */
const DAYS = [4, 7, 5];
const LEAVES = 16;
const TABLES = ['ledger_leaf', 'ledger_node', 'ledger_head', 'ledger_log', 'ledger_waiting'];

let ledger: LedgerHouse;
let logId: string;
let database: DataSource;

beforeAll(async () => {
  ledger = await LedgerHouse.open();
  logId = (await ledger.logId())!;
  await ledger.sealsDays(...DAYS);
  database = await new DataSource({
    type: 'postgres',
    url: ledger.house.database.ownerUrl,
    installExtensions: false,
    poolSize: 1,
  }).initialize();
  for (const table of TABLES) await owner(`create table public.kept_${table} as table jatakk.${table}`);
});
afterAll(async () => {
  await database.destroy();
  await ledger.close();
});

const owner = (sql: string, values?: unknown[]) => ledger.owner.query(sql, values);

/** What is wrong, by the check of the database alone, or beside the keeper's notes or what somebody kept. */
async function faults({ notes, known }: { notes?: boolean; known?: KnownHead[] } = {}): Promise<Fault[]> {
  const found = await checkStoredLedgers(database, notes ? ledger.state : undefined, known);
  return found.flatMap((one) => [...one.logs.flatMap((log) => log.faults), ...one.faults]);
}

/** As the database's owner does something to the ledger; afterwards all is as it was. */
async function after<T>(attack: () => Promise<unknown>, look: () => Promise<T>): Promise<T> {
  const notes = new NotedHeads(ledger.state);
  const { mode, head } = notes.read(ledger.registerId)!;
  try {
    await attack();
    return await look();
  } finally {
    notes.write(ledger.registerId, mode, head);
    await owner('delete from jatakk.ledger_log');
    await owner('delete from jatakk.ledger_waiting');
    for (const table of TABLES.toReversed())
      await owner(`insert into jatakk.${table} select * from public.kept_${table}`);
  }
}

const published = async (): Promise<KnownHead[]> => {
  const { logs } = await storedLedger(database, { id: ledger.registerId, slug: 'nyhetsbrev' });
  return logs.flatMap(({ heads, publicKey }) =>
    heads.map((head) => ({ register: 'nyhetsbrev', head: { ...head, publicKey }, from: 'known' as const })),
  );
};

/** The links of a log made anew, as whoever knows how they are made can. */
async function relink(): Promise<void> {
  await owner(
    `do $$ declare f record; link bytea := ''; begin
       for f in select * from jatakk.ledger_leaf where log_id = '${logId}' order by leaf_index loop
         link := sha256(link || sha256('\\x00'::bytea || f.leaf));
         update jatakk.ledger_leaf set link = relink.link from (select link) relink
          where log_id = f.log_id and leaf_index = f.leaf_index;
       end loop; end $$`,
  );
}

/** The whole log signed anew, by whoever holds this seed. */
async function resign(seed: Buffer): Promise<void> {
  const signer = signerFrom(seed);
  await relink();
  const { rows: heads } = await ledger.owner.query<{ size: number; date: string }>(
    'select size, signed_on::text as date from jatakk.ledger_head where log_id = $1',
    [logId],
  );
  const { rows: leaves } = await ledger.owner.query<{ leaf: Buffer }>(
    'select leaf from jatakk.ledger_leaf where log_id = $1 order by leaf_index',
    [logId],
  );
  for (const { size, date } of heads) {
    const tree = new GrowingTree();
    for (const { leaf } of leaves.slice(0, size)) tree.add(leafHash(leaf));
    const head = signHead(signer, { logId, size, root: tree.root().toString('hex'), date });
    await owner('update jatakk.ledger_head set root = $3, signature = $4 where log_id = $1 and size = $2', [
      logId,
      size,
      tree.root(),
      Buffer.from(head.signature, 'base64url'),
    ]);
  }
  await owner('update jatakk.ledger_log set public_key = $2 where id = $1', [logId, signer.publicKey]);
}

const forged = () => recordLeaf(randomBytes(32));

const changeLeaf = (index: number) =>
  owner('update jatakk.ledger_leaf set leaf = $3 where log_id = $1 and leaf_index = $2', [
    logId,
    index,
    forged(),
  ]);

test('nothing done: nothing is wrong, beside notes and kept heads too', async () => {
  expect(await faults()).toEqual([]);
  expect(await faults({ notes: true, known: await published() })).toEqual([]);
  expect(await after(async () => undefined, keeperGoesOn)).toBe(true);
});

test('change any one leaf as the database’s owner: that leaf is named', async () => {
  for (let index = 0; index < LEAVES; index += 1)
    expect(await after(() => changeLeaf(index), faults)).toEqual([{ what: 'leaf-wrong', leaf: index }]);
});

test('drop any one leaf: that leaf is named as missing', async () => {
  for (let index = 0; index < LEAVES; index += 1) {
    const drop = () =>
      owner('delete from jatakk.ledger_leaf where log_id = $1 and leaf_index = $2', [logId, index]);
    expect(await after(drop, faults)).toEqual([
      expect.objectContaining({ what: 'leaf-missing', leaf: index }),
    ]);
  }
});

test('drop a leaf and close the gap: the first leaf that moved is named', async () => {
  const close = async () => {
    await owner('delete from jatakk.ledger_leaf where log_id = $1 and leaf_index = 6', [logId]);
    await owner(
      'update jatakk.ledger_leaf set leaf_index = leaf_index + 100 where log_id = $1 and leaf_index > 6',
      [logId],
    );
    await owner(
      'update jatakk.ledger_leaf set leaf_index = leaf_index - 101 where log_id = $1 and leaf_index > 99',
      [logId],
    );
  };
  expect(await after(close, faults)).toEqual([{ what: 'leaf-wrong', leaf: 6 }]);
});

test.each([
  [2, 9],
  [0, 1],
  [14, 15],
])('put leaves %i and %i in each other’s place, with their links: the first is named', async (one, other) => {
  const swap = async () => {
    await owner('delete from jatakk.ledger_leaf where log_id = $1 and leaf_index in ($2, $3)', [
      logId,
      one,
      other,
    ]);
    await owner(
      `insert into jatakk.ledger_leaf
       select register_id, log_id, case leaf_index when $2 then $3::integer else $2 end, leaf, link
         from public.kept_ledger_leaf where log_id = $1 and leaf_index in ($2, $3)`,
      [logId, one, other],
    );
  };
  expect(await after(swap, faults)).toEqual([{ what: 'leaf-wrong', leaf: one }]);
});

test('change a link, or add a leaf at the end: it is named', async () => {
  const link = () =>
    owner('update jatakk.ledger_leaf set link = sha256(link) where log_id = $1 and leaf_index = 12', [logId]);
  expect(await after(link, faults)).toEqual([{ what: 'leaf-wrong', leaf: 12 }]);
  const add = () =>
    owner(
      `insert into jatakk.ledger_leaf select register_id, log_id, 16, $2, sha256(link || sha256('\\x00'::bytea || $2))
         from jatakk.ledger_leaf where log_id = $1 and leaf_index = 15`,
      [logId, forged()],
    );
  expect(await after(add, faults)).toEqual([{ what: 'leaf-unsigned', leaf: 16 }]);
});

test('change a head, in its root, its day, its size or its signature: it is not signed', async () => {
  for (const change of [
    'root = sha256(root)',
    'signed_on = signed_on - 1',
    'size = size - 1',
    `signature = set_byte(signature, 5, 255 - get_byte(signature, 5))`,
  ]) {
    const attack = () =>
      owner(`update jatakk.ledger_head set ${change} where log_id = $1 and size = 11`, [logId]);
    const found = await after(attack, faults);
    expect(found).toContainEqual({ what: 'head-unsigned', head: change.startsWith('size') ? 10 : 11 });
  }
});

test('rewrite history and make every link anew: the signed root gives it away, and between which leaves', async () => {
  const attack = async () => {
    await changeLeaf(8);
    await relink();
  };
  expect(await after(attack, faults)).toEqual([{ what: 'leaves-rewritten', leaf: 4, before: 11 }]);
});

test('rewrite history, links and roots: the signature gives it away', async () => {
  const attack = async () => {
    await changeLeaf(8);
    await resign(randomBytes(32));
    await owner(
      'update jatakk.ledger_log l set public_key = k.public_key from public.kept_ledger_log k where k.id = l.id',
    );
  };
  const found = await after(attack, faults);
  expect(found).toEqual([4, 11, 16].map((head) => ({ what: 'head-unsigned', head })));
});

test('sign the rewritten history with another key and put that key in: notes, kept heads and the keeper tell', async () => {
  const known = await published();
  const attack = async () => {
    await changeLeaf(8);
    await resign(randomBytes(32));
  };
  const [alone, beside, kept, grown] = await after(attack, async () => [
    await faults(),
    await faults({ notes: true }),
    await faults({ known }),
    await keeperGoesOn(),
  ]);
  // By itself it is a ledger like any other: that is why heads are published and noted.
  expect(alone).toEqual([]);
  expect(beside).toEqual([{ what: 'key-differs', head: 16 }]);
  expect(kept).toHaveLength(3);
  expect(grown).toBe(false);
});

test('rewrite history with the register’s own key, owner and keeper together: only who kept a head can tell, and from which day', async () => {
  const known = await published();
  const ring = await ledger.house.keeper!.get(KeyRings).ring(ledger.registerId);
  const attack = async () => {
    await changeLeaf(13);
    await resign(ring.current('ledger').key);
  };
  const [alone, kept] = await after(attack, async () => [await faults(), await faults({ known })]);
  expect(alone).toEqual([]);
  expect(kept).toEqual([{ what: 'known-head-differs', leaf: 11, before: 16 }]);
});

test('cut off the newest days, heads and all: notes and kept heads tell, and the keeper adds nothing to it', async () => {
  const known = await published();
  const attack = async () => {
    await owner('delete from jatakk.ledger_leaf where log_id = $1 and leaf_index >= 11', [logId]);
    await owner('delete from jatakk.ledger_head where log_id = $1 and size > 11', [logId]);
  };
  const [beside, kept, grown] = await after(attack, async () => [
    await faults({ notes: true }),
    await faults({ known }),
    await keeperGoesOn(),
  ]);
  expect(beside).toEqual([{ what: 'leaf-missing', leaf: 11, head: 16 }]);
  expect(kept).toEqual([{ what: 'leaf-missing', leaf: 11, head: 16 }]);
  expect(grown).toBe(false);
});

test('throw the whole log away: the next begins with the head that was noted, for all to see', async () => {
  const attack = async () => {
    await owner('delete from jatakk.ledger_log');
    await ledger.house.keeper!.get(KeepLedgers).beginMissing();
  };
  const previous = await after(attack, async () => {
    const { rows } = await ledger.owner.query<{ previous: unknown }>(
      'select previous from jatakk.ledger_log',
    );
    return rows.map((row) => row.previous);
  });
  expect(previous).toEqual([expect.objectContaining({ logId, size: 16 })]);
});

test('as web and as keeper: change, drop or add anything in the ledger, or begin or end a log: refused', async () => {
  for (const [url, may] of [
    [ledger.house.database.webUrl, false],
    [ledger.house.database.keeperUrl, true],
  ] as const) {
    const role = await signInto(url);
    const acts = [
      ...TABLES.flatMap((table) => [`delete from jatakk.${table}`, `truncate jatakk.${table}`]),
      `update jatakk.ledger_leaf set leaf = leaf`,
      `update jatakk.ledger_head set root = root`,
      `update jatakk.ledger_log set ended = true`,
      `insert into jatakk.ledger_waiting values ('${ledger.registerId}', '\\x00')`,
      `insert into jatakk.ledger_head select * from jatakk.ledger_head`,
      `select jatakk.end_logs()`,
      `select * from jatakk.answer_restored(true)`,
      ...(may ? [] : [`select jatakk.seal_leaves(null, 0, '{}', '{}', '{}', '{}', null, null, null, true)`]),
      ...(may ? [] : [`select jatakk.begin_log(null, null, null, null)`, 'table jatakk.ledger_waiting']),
    ];
    expect(await exceptions(role, acts, 'permission denied')).toEqual([]);
    await role.end();
  }
});

test('seal as a keeper that an attacker holds what never waited, in the wrong place, on another day or twice: refused', async () => {
  const keeper = await signInto(ledger.house.database.keeperUrl);
  const seal = (size: number, leaves: Buffer[], day: string, log = logId) =>
    keeper.query(
      `select jatakk.seal_leaves($1, $2, $3, '{}', '{}', '{}', $4, (clock_timestamp() at time zone 'UTC')::date + $6::integer, $5, true) as sealed`,
      [log, size, leaves, randomBytes(32), randomBytes(64), day],
    );
  const sealed = async (...args: Parameters<typeof seal>) =>
    ((await seal(...args)).rows[0] as { sealed: boolean }).sealed;
  const outcomes = await after(
    async () => {
      await ledger.waits(1);
      await owner('update jatakk.ledger_log set sealed_on = sealed_on - 1');
    },
    async () => {
      const { rows } = await ledger.owner.query<{ leaf: Buffer }>('select leaf from jatakk.ledger_waiting');
      const waiting = rows.map(({ leaf }) => leaf);
      await expect(seal(LEAVES, [forged()], '0')).rejects.toThrow('only what waits is sealed');
      await expect(seal(LEAVES, [...waiting, ...waiting], '0')).rejects.toThrow('only what waits is sealed');
      return [
        await sealed(LEAVES - 1, waiting, '0'),
        await sealed(LEAVES + 1, waiting, '0'),
        await sealed(LEAVES, waiting, '1'),
        await sealed(LEAVES, waiting, '-1'),
        await sealed(LEAVES, waiting, '0', randomUUID()),
        await sealed(LEAVES, waiting, '0'),
        await sealed(LEAVES + 1, [], '0'),
      ];
    },
  );
  expect(outcomes).toEqual([false, false, false, false, false, true, false]);
  await keeper.end();
});

/** Whether the keeper would add the next day to what is there now. */
async function keeperGoesOn(): Promise<boolean> {
  await ledger.waits(1);
  await ledger.seals();
  const { rowCount } = await owner('select 1 from jatakk.ledger_waiting');
  return rowCount === 0;
}
