import type { DataSource } from 'typeorm';

/** The public keys (base64url) of a register's logs, by the log's id: all that ever were, as they are published. */
export async function publishedLogKeys(
  database: DataSource,
  registerId: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = (await database.query('select id, public_key from jatakk.ledger_log where register_id = $1', [
    registerId,
  ])) as { id: string; public_key: Buffer }[];
  return new Map(rows.map(({ id, public_key }) => [id, public_key.toString('base64url')]));
}
