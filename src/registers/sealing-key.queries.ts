import type { DataSource, EntityManager } from 'typeorm';

/** The public half of a ring's seal key. */
export interface SealingKey {
  version: number;
  publicKey: Buffer;
}

/** The keeper has not yet made the keys of this register: it does so within seconds of being there. */
export class NoSealingKeyError extends Error {
  readonly statusCode = 503;
}

/** The newest sealing key of a ring. @throws NoSealingKeyError until the keeper has made one. */
export async function currentSealingKey(
  database: DataSource | EntityManager,
  ringId: string,
): Promise<SealingKey> {
  const rows = (await database.query(
    'select version, public_key from jatakk.sealing_key where ring_id = $1 order by version desc limit 1',
    [ringId],
  )) as { version: number; public_key: Buffer }[];
  const row = rows[0];
  if (!row) throw new NoSealingKeyError();
  return { version: row.version, publicKey: row.public_key };
}
