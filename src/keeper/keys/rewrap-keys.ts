import type { DataSource } from 'typeorm';
import type { RingKeyRow } from '../../registers/key-rings.queries.js';
import type { KeyRings } from '../../registers/key-rings.service.js';
import type { SecretRotation } from './rotation.queries.js';

/**
 * Wraps every key of every ring under the newest secret, one by one. False when this keeper has not been given the
 * secret that the rotation is for: another one has.
 */
export async function rewrapKeys(
  database: DataSource,
  { secrets }: KeyRings,
  { id, secretId }: SecretRotation,
): Promise<boolean> {
  if (secrets.ids().at(-1) !== secretId) return false;
  const keys = (await database.query(
    `select ring_id as "ringId", purpose, version, wrapped, secret_id as "secretId"
       from vault.ring_key where secret_id is distinct from $1`,
    [secretId],
  )) as (RingKeyRow & { ringId: string })[];
  for (const { ringId, purpose, version, ...was } of keys) {
    const place = { ringId, purpose, version };
    const key = secrets.unwrap(place, was);
    const { wrapped } = secrets.wrap(place, key);
    key.fill(0);
    await database.query('select jatakk.rotation_rewrap($1, $2, $3, $4, $5, $6)', [
      id,
      ringId,
      purpose,
      version,
      was.wrapped,
      wrapped,
    ]);
  }
  return true;
}
