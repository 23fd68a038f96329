import type { DataSource, EntityManager } from 'typeorm';
import type { StoredLeaf } from './check-log.js';
import { headsOf, logsOf } from './ledger.queries.js';
import { LEAVES_PER_PAGE, type PublishedLedger } from './published-ledger.js';

type Database = DataSource | EntityManager;

/** Leaves read at a time: what checking a ledger of any size holds in memory. */
const AT_A_TIME = 10_000;

/** A register's ledger as it is published, but for the leaves. */
export async function storedLedger(
  database: Database,
  { id, slug }: { id: string; slug: string },
): Promise<PublishedLedger> {
  const logs: PublishedLedger['logs'] = [];
  for (const log of await logsOf(database, id))
    logs.push({
      id: log.id,
      publicKey: log.publicKey.toString('base64url'),
      started: log.started,
      ended: log.ended,
      previous: log.previous,
      heads: await headsOf(database, log.id),
    });
  return { format: 'jatakk ledger v1', register: slug, leavesPerPage: LEAVES_PER_PAGE, logs };
}

/** Some leaves of a log, from one index on. */
export async function leavesFrom(
  database: Database,
  logId: string,
  first: number,
  atMost: number,
): Promise<Buffer[]> {
  const rows = (await database.query(
    `select leaf from jatakk.ledger_leaf
      where log_id = $1 and leaf_index >= $2 and leaf_index < $2 + $3 order by leaf_index`,
    [logId, first, atMost],
  )) as { leaf: Buffer }[];
  return rows.map(({ leaf }) => leaf);
}

/** Every leaf of a log with its link, for whoever may read those. */
export async function* storedLeaves(database: Database, logId: string): AsyncGenerator<StoredLeaf[]> {
  for (let after = -1; ;) {
    const rows = (await database.query(
      `select leaf_index as index, leaf, link from jatakk.ledger_leaf
        where log_id = $1 and leaf_index > $2 order by leaf_index limit $3`,
      [logId, after, AT_A_TIME],
    )) as StoredLeaf[];
    yield rows;
    if (rows.length < AT_A_TIME) return;
    after = rows.at(-1)!.index;
  }
}

export async function isLogOf(database: Database, registerId: string, logId: string): Promise<boolean> {
  const rows = (await database.query('select 1 from jatakk.ledger_log where register_id = $1 and id = $2', [
    registerId,
    logId,
  ])) as unknown[];
  return rows.length > 0;
}
