import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { built } from './built.mjs';
import { withRings } from './seed.mjs';

export const RETURN_DOMAIN = 'retur.fjellhallen.example';
/** Each is used once: a message that comes again is not stored again. */
const TOKENS = 60_000;
const WORKER = fileURLToPath(new URL('./inbound-worker.mjs', import.meta.url));

/**
 * Return paths and ways out, as the keeper makes them.
 * @param {string} ownerUrl @param {string} registerId @param {Buffer} secret
 */
export async function inboundAddresses(ownerUrl, registerId, secret) {
  const { returnToken } = await built('inbound/return-token.js');
  return withRings(ownerUrl, secret, async (rings) => {
    const { key } = (await rings.ring(registerId)).current('verp');
    const some = (use, count) =>
      Array.from(
        { length: count },
        () => `${returnToken(key, use, registerId, randomUUID(), new Date())}@${RETURN_DOMAIN}`,
      );
    return { returnPaths: some('r', TOKENS), waysOut: some('u', TOKENS / 6) };
  });
}

/** Waits until the receiver has read the return paths' key that the keeper seals to it: until then it says 451. @param {import('pg').Client} owner */
export async function hasKeys(owner) {
  for (;;) {
    const { rowCount } = await owner.query('select 1 from jatakk.receiver_key');
    if (rowCount) return new Promise((resolve) => setTimeout(resolve, 4000));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Messages from a process of their own, until their time is over or they are stopped. @param {import('./inbound-worker.mjs').Job} job */
export function beginLoad(job) {
  const child = fork(WORKER, { execArgv: [], serialization: 'advanced' });
  child.send(job);
  const report =
    /** @type {Promise<{ times: number[], replies: Record<string, number>, seconds: number, next: number }>} */ (
      new Promise((resolve, reject) => {
        child.once('message', resolve);
        child.once('exit', (code) => {
          if (code !== 0) reject(new Error('what hands messages over ended'));
        });
      })
    );
  return {
    report,
    stop: () => {
      child.send('stop');
      return report;
    },
  };
}

/** @param {import('./inbound-worker.mjs').Job} job */
export function load(job) {
  return beginLoad(job).report;
}
