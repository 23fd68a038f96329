import type { DataSource } from 'typeorm';
import {
  type RelayChange,
  relayChanges,
  type RelayPosition,
  relaysInUse,
  type ShownRelay,
} from '../registers/relays.queries.js';

const NEWEST = 10;
const ORDINALS: Record<RelayPosition, string> = { 1: 'First', 2: 'Second' };
const SECURITIES: Record<ShownRelay['security'], string> = {
  tls: 'TLS',
  starttls: 'STARTTLS',
  plain: 'no encryption, this machine',
};

/** What `jatakk relay --show` prints: both relays and the last changes, never a user or a password. Times in UTC. */
export async function shownRelays(database: DataSource, mode: 'trial' | 'live'): Promise<string> {
  if (mode === 'trial') return 'Jatakk is on trial: mail stays in the local mailbox.';
  const relays = await relaysInUse(database);
  const changes = await relayChanges(database, NEWEST);
  const current = ([1, 2] as const).map((position) => {
    const relay = relays.find((one) => one.position === position);
    const since = relay?.since ? `, since ${utc(relay.since)}` : '';
    return `${ORDINALS[position].padEnd(7)} ${relay ? named(relay) + since : 'none'}`;
  });
  const history = changes.map((change) => `  ${utc(change.at)}  ${said(change)}`);
  return [...current, ...(history.length > 0 ? ['Changes, the newest first:', ...history] : [])].join('\n');
}

function named({ host, port, security }: ShownRelay): string {
  return `${host}, port ${port} (${SECURITIES[security]})`;
}

function said(change: RelayChange): string {
  return `${ORDINALS[change.position].toLowerCase()} ${change.act === 'set' ? 'is' : 'was removed:'} ${named(change)}`;
}

function utc(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
