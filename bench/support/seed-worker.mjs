// One thread of seedSubscribers: makes and copies its share of the subscribers.
import { randomBytes, randomUUID } from 'node:crypto';
import { workerData } from 'node:worker_threads';
import pg from 'pg';
import { addressOf } from './addresses.mjs';
import { built } from './built.mjs';
import { binary, copyIn } from './copy-in.mjs';
import { withRings } from './seed.mjs';

const BATCH = 5_000;

const { ownerUrl, secret, registerId, listId, from, to, prefix } = workerData;
const [{ sealAtRest }, { deriveToken, hashToken }, { parseEmailAddress }] = await Promise.all([
  built('platform/sealing/at-rest.js'),
  built('platform/sealing/link-token.js'),
  built('registers/email-address.js'),
]);
const ring = await withRings(ownerUrl, secret, (rings) => rings.ring(registerId));
const { version: keyVersion, key: restKey } = ring.current('rest');
const linkKey = ring.current('link').key;
const same = {
  registerId: binary.uuid(registerId),
  listId: binary.uuid(listId),
  keyVersion: binary.integer(keyVersion),
  confirmed: binary.text('confirmed'),
  purposeVersion: binary.integer(1),
  locale: binary.text('nb'),
  month: binary.date('2026-01-01'),
};

const client = new pg.Client({ connectionString: ownerUrl });
await client.connect();
// The rows are whole by construction: their foreign keys need not be looked up one by one.
await client.query(`set session_replication_role = replica; set synchronous_commit = off`);
for (let at = from; at < to; at += BATCH) await copyBatch(at, Math.min(to, at + BATCH));
await client.end();

/** @param {number} first @param {number} end */
async function copyBatch(first, end) {
  const people = Array.from({ length: end - first }, (_, index) => person(first + index));
  await client.query('begin');
  await copyIn(
    client,
    'jatakk.subscriber (register_id, id, blind_index, suppression_hash, address, key_version)',
    people.map((p) => [same.registerId, p.id, p.blindIndex, p.suppressionHash, p.address, same.keyVersion]),
  );
  await copyIn(
    client,
    'vault.row_key (register_id, row_id, key)',
    people.map((p) => [same.registerId, p.id, p.rowKey]),
  );
  await copyIn(
    client,
    `jatakk.subscription (id, register_id, list_id, subscriber_id, state, purpose_version, locale, unsubscribe_hash,
                          since_month)`,
    people.map((p) => [
      p.subscriptionId,
      same.registerId,
      same.listId,
      p.id,
      same.confirmed,
      same.purposeVersion,
      same.locale,
      p.unsubscribeHash,
      same.month,
    ]),
  );
  await client.query('commit');
}

/** @param {number} index */
function person(index) {
  const { address } = parseEmailAddress(addressOf(index, prefix));
  const rowId = randomUUID();
  const subscriptionId = randomUUID();
  const rowKey = randomBytes(16);
  const place = { purpose: 'address', registerId, rowId, keyVersion };
  return {
    id: binary.uuid(rowId),
    subscriptionId: binary.uuid(subscriptionId),
    rowKey,
    blindIndex: ring.blindIndex(address),
    suppressionHash: ring.suppressionHash(address),
    address: sealAtRest({ restKey, rowKey }, place, Buffer.from(address.asTyped, 'utf8')),
    unsubscribeHash: hashToken(deriveToken(linkKey, 'unsubscribe', subscriptionId, listId)),
  };
}
