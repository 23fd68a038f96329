import { generateKeyPair, type KeyObject, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { DataSource } from 'typeorm';
import { type DkimAlgorithm, publishedBytes } from '../platform/dns/dkim-record.js';
import { sealToRing } from '../platform/sealing/sealed-box.js';
import { storeDkimKey } from './dkim-key.queries.js';
import { currentSealingKey } from './sealing-key.queries.js';
import { STAFF_RING } from './staff-ring.js';

const generate = promisify(generateKeyPair);

/** What a private signing key is sealed for: its own row and no other. */
export const signingKeyPlace = ({ domain, selector }: { domain: string; selector: string }) => ({
  ringId: STAFF_RING,
  rowId: `dkim|${domain}|${selector}`,
});

/**
 * Two new keys for a domain, under selectors never used before, which wait until DNS has them. Their private halves
 * are sealed: only the keeper opens them.
 * @param domain in A-labels and lower case
 * @throws NoSealingKeyError until a keeper has been here; unique_violation while others wait
 */
export async function makeDkimKeys(database: DataSource, domain: string): Promise<void> {
  const [rsa, ed25519] = await Promise.all([
    generate('rsa', { modulusLength: 2048 }),
    generate('ed25519', undefined),
  ]);
  const stem = `jatakk-${randomBytes(4).toString('hex')}`;
  const ring = await currentSealingKey(database, STAFF_RING);
  await database.transaction(async (tx) => {
    const store = (algorithm: DkimAlgorithm, selector: string, pair: Pair) => {
      const secret = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
      const sealed = sealToRing(
        ring.publicKey,
        signingKeyPlace({ domain, selector }),
        secret.toString('base64'),
      );
      secret.fill(0);
      const publicKey = publishedBytes(pair.publicKey);
      return storeDkimKey(tx, { domain, selector, algorithm, publicKey, sealed, keyVersion: ring.version });
    };
    await store('rsa-sha256', `${stem}-r`, rsa);
    await store('ed25519-sha256', `${stem}-e`, ed25519);
  });
}

interface Pair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}
