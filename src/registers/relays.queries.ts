import type { DataSource } from 'typeorm';
import type { Relay } from '../platform/smtp/relay.js';

/** The first, and the one that takes over when the first does not answer. */
export type RelayPosition = 1 | 2;

/** A relay as anybody may see it: without user and password. */
export interface ShownRelay extends Pick<Relay, 'host' | 'port' | 'security'> {
  position: RelayPosition;
}

export interface RelayInUse extends ShownRelay {
  /** Null for one that was in use before that was written down. */
  since: Date | null;
}

export interface RelayChange extends ShownRelay {
  at: Date;
  act: 'set' | 'removed';
}

/** In the order in which they are tried; none on trial. */
export async function relaysInUse(database: DataSource): Promise<RelayInUse[]> {
  return (await database.query(
    'select position, host, port, security, since from jatakk.relay order by position',
  )) as RelayInUse[];
}

/** The newest first. */
export async function relayChanges(database: DataSource, limit: number): Promise<RelayChange[]> {
  return (await database.query(
    `select at, act, position, host, port, security from jatakk.relay_change order by id desc limit $1`,
    [limit],
  )) as RelayChange[];
}
