import type { DataSource } from 'typeorm';

/** A `verp` key of a register that one receiver has not been given yet. */
export interface MissingKey {
  publicKey: Buffer;
  ringId: string;
  version: number;
}

/** Only of registers that are here: the staff's ring has no return paths. */
export async function missingReturnKeys(database: DataSource): Promise<MissingKey[]> {
  return (await database.query(
    `select r.public_key as "publicKey", k.ring_id as "ringId", k.version
       from jatakk.receiver r
       join vault.ring_key k on k.purpose = 'verp'
       join jatakk.register g on g.id = k.ring_id
      where not exists (
        select 1 from jatakk.receiver_key x
         where x.public_key = r.public_key and x.ring_id = k.ring_id and x.version = k.version)
      limit 1000`,
  )) as MissingKey[];
}

export async function giveReturnKey(database: DataSource, key: MissingKey, sealed: Buffer): Promise<void> {
  await database.query(
    `insert into jatakk.receiver_key (public_key, ring_id, version, sealed)
     select r.public_key, $2, $3, $4 from jatakk.receiver r where r.public_key = $1
     on conflict do nothing`,
    [key.publicKey, key.ringId, key.version, sealed],
  );
}

/** Takes back the keys of rings that are gone. */
export async function dropReturnKeys(database: DataSource): Promise<void> {
  await database.query(
    `delete from jatakk.receiver_key x
      where not exists (
        select 1 from vault.ring_key k
         where k.ring_id = x.ring_id and k.version = x.version and k.purpose = 'verp')`,
  );
}
