import type { DataSource } from 'typeorm';
import { sealToRing } from '../platform/sealing/sealed-box.js';
import { connectionOptions, type Relay } from '../platform/smtp/relay.js';
import { connectToRelay } from '../platform/smtp/connect-to-relay.js';
import { RELAY_PASSWORD_ROW } from './house.queries.js';
import { currentSealingKey } from './sealing-key.queries.js';
import { STAFF_RING } from './staff-ring.js';

/** What an installation needs to be live: where people find it, and who carries its mail. */
export interface LiveParticulars {
  publicUrl: string;
  relay: Relay;
}

const PATIENCE_MS = 10_000;

/** Whether a text can be the base of every link: https, or http on this machine; a name and nothing after it. */
export function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash, username } = new URL(text);
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  const encrypted = protocol === 'https:' || (protocol === 'http:' && local);
  return encrypted && pathname === '/' && search === '' && hash === '' && username === '';
}

/** Whether the relay lets us in, tried within ten seconds and before anything changes. Nothing is sent. */
export async function relayLetsIn({ publicUrl, relay }: LiveParticulars): Promise<boolean> {
  const options = {
    ...connectionOptions(relay, new URL(publicUrl).hostname),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
  };
  const session = await connectToRelay(relay, options).catch(() => undefined);
  session?.quit();
  return session !== undefined;
}

/** A relay's password, sealed so that only the keeper opens it; null where there is none. @throws NoSealingKeyError */
export async function sealRelayPassword(database: DataSource, { password }: Relay): Promise<Buffer | null> {
  const key = await currentSealingKey(database, STAFF_RING);
  if (password === undefined) return null;
  return sealToRing(key.publicKey, { ringId: STAFF_RING, rowId: RELAY_PASSWORD_ROW }, password);
}

/**
 * From trial to live: once, for good. False when the house is live already, or has no organisation.
 * @throws NoSealingKeyError until a keeper has been here
 */
export async function goLive(database: DataSource, { publicUrl, relay }: LiveParticulars): Promise<boolean> {
  const { host, port, security, user } = relay;
  const rows = (await database.query('select jatakk.go_live($1, $2, $3, $4, $5, $6) as done', [
    new URL(publicUrl).origin,
    host,
    port,
    security,
    user ?? null,
    await sealRelayPassword(database, relay),
  ])) as { done: boolean }[];
  return rows[0]!.done;
}
