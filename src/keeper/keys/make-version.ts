import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { generateSealPair } from '../../platform/sealing/open-sealed-box.js';
import type { KeyRings } from '../../registers/key-rings.service.js';
import { beginRotation, nextVersion, type RingRotation } from './rotation.queries.js';

/** Makes the new key of a rotation. Of two keepers one does; the other finds it made. */
export async function makeVersion(
  database: DataSource,
  rings: KeyRings,
  rotation: RingRotation,
): Promise<void> {
  const version = await nextVersion(database, rotation);
  const place = { ringId: rotation.ringId, purpose: rotation.purpose, version };
  const pair = rotation.purpose === 'seal' ? generateSealPair() : undefined;
  const key = pair ? Buffer.concat([pair.publicKey, pair.secretKey]) : randomBytes(32);
  const wrapped = rings.secrets.wrap(place, key);
  key.fill(0);
  await beginRotation(database, rotation.id, { version, ...wrapped, publicKey: pair?.publicKey ?? null });
}
