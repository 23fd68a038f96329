import { DataSource } from 'typeorm';
import { built } from './built.mjs';

/**
 * Gives the domain that the campaigns come from its two signing keys, as `jatakk dkim add` does: a house on trial
 * signs with them at once.
 * @param {import('./cluster.mjs').Cluster} cluster
 */
export async function addSigningKeys(cluster) {
  const { makeDkimKeys } = await built('registers/make-dkim-keys.js');
  const database = new DataSource({ type: 'postgres', url: cluster.ownerUrl, installExtensions: false });
  await database.initialize();
  try {
    await makeDkimKeys(database, 'fjellhallen.example');
  } finally {
    await database.destroy();
  }
}

/** @param {string} message whole @throws Error when it does not carry both signatures */
export function refuseUnsigned(message) {
  const header = message.slice(0, message.indexOf('\r\n\r\n'));
  const algorithms = [...header.matchAll(/^DKIM-Signature:[\s\S]*?\ba=([a-z0-9-]+)/gm)].map(
    ([, name]) => name,
  );
  if (algorithms.sort().join() !== 'ed25519-sha256,rsa-sha256') {
    throw new Error(`the campaign was signed with ${algorithms.join(' and ') || 'nothing'}`);
  }
}
