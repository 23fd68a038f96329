import type { DataSource } from 'typeorm';
import type { Relay } from '../platform/smtp/relay.js';
import { sealRelayPassword } from './go-live.js';
import type { RelayPosition } from './relays.queries.js';

/**
 * Another relay, or another password of the same, for a house that is live. False while it is on trial. Only the
 * owner of the database may; the database itself writes the change down.
 * @throws NoSealingKeyError until a keeper has been here
 */
export async function changeRelay(
  database: DataSource,
  position: RelayPosition,
  relay: Relay,
): Promise<boolean> {
  const { host, port, security, user } = relay;
  const changed = (await database.query(
    `insert into jatakk.relay (position, host, port, security, username, password_sealed)
     select $1::smallint, $2, $3::integer, $4, $5, $6::bytea from jatakk.installation where mode = 'live'
     on conflict (position) do update
        set host = excluded.host, port = excluded.port, security = excluded.security,
            username = excluded.username, password_sealed = excluded.password_sealed
     returning position`,
    [position, host, port, security, user ?? null, await sealRelayPassword(database, relay)],
  )) as unknown[];
  return changed.length === 1;
}

/** False when there is no second one. */
export async function removeSecondRelay(database: DataSource): Promise<boolean> {
  const [, removed] = (await database.query('delete from jatakk.relay where position = 2')) as [
    unknown[],
    number,
  ];
  return removed === 1;
}
