import { DataSource } from 'typeorm';
import { built } from './built.mjs';

/** What these people's addresses end with, so that a sink can tell their confirmations from a campaign. */
export const SIGN_UP_DOMAIN = '@bekreft.example';

/**
 * Signs people up one after the other, evenly spread over a time: sealed and put down by web's own code under web's
 * role, and the bell rung as web rings it.
 * @param {import('./cluster.mjs').Cluster} cluster
 * @param {import('./seed.mjs').Seeded} seeded
 * @param {{ count: number, overMs: number }} options
 * @returns {Promise<Map<string, number>>} by address, when the form was in: ms since 1970
 */
export async function signUp(cluster, { registerId, listId, slug }, { count, overMs }) {
  const [{ ReceiveForm }, { SealingKeys }, { Doorbell }] = await Promise.all([
    built('subscriptions/receive-form.service.js'),
    built('registers/sealing-keys.service.js'),
    built('platform/database/doorbell.js'),
  ]);
  const database = new DataSource({ type: 'postgres', url: cluster.webUrl, installExtensions: false });
  await database.initialize();
  const bell = new Doorbell(database);
  const receiving = new ReceiveForm(database, new SealingKeys(database), bell);
  const at = new Map();
  try {
    for (let index = 0; index < count; index += 1) {
      await new Promise((resolve) => setTimeout(resolve, overMs / count));
      const address = `ny.${index}.${slug}${SIGN_UP_DOMAIN}`;
      const lists = [{ listId, purposeVersion: 1 }];
      await receiving.receive(registerId, 'sign-up', { address, locale: 'nb', lists });
      at.set(address, performance.timeOrigin + performance.now());
    }
    await bell.close();
  } finally {
    await database.destroy();
  }
  return at;
}

/**
 * Seconds from each form being in until its confirmation was accepted; Infinity for one that never came.
 * @param {Map<string, number>} formsAt
 * @param {import('./sink-process.mjs').Delivery[]} deliveries
 */
export function confirmationSeconds(formsAt, deliveries) {
  const arrived = new Map(deliveries.map(({ to, acceptedAt }) => [to, acceptedAt]));
  return [...formsAt].map(([address, at]) => ((arrived.get(address) ?? Infinity) - at) / 1000);
}
