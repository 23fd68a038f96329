import type { EntityManager } from 'typeorm';
import type { ArrivalKind } from '../../inbound/arrival.js';

export interface ArrivalRow {
  id: string;
  register_id: string;
  key_version: number;
  sealed: Buffer;
}

/**
 * Takes at most so many of a kind, all of one register, for as long as the transaction lasts; another keeper takes
 * others. Of one register, since whoever acts for several goes through subscriptions and deliveries in one order once.
 * @param except ids that are left alone for now
 */
export async function takeArrivals(
  tx: EntityManager,
  kind: ArrivalKind,
  most: number,
  except: readonly string[],
): Promise<ArrivalRow[]> {
  return (await tx.query(
    `with first as materialized (
       select register_id from jatakk.arrival
        where not quarantined and kind = $1 and id <> all ($3::uuid[]) limit 1 for update skip locked)
     select a.id, a.register_id, a.key_version, a.sealed from jatakk.arrival a
      where not a.quarantined and a.kind = $1 and a.id <> all ($3::uuid[])
        and a.register_id = (select register_id from first)
      limit $2 for update skip locked`,
    [kind, most, except],
  )) as ArrivalRow[];
}

export async function deleteArrivals(tx: EntityManager, ids: readonly string[]): Promise<void> {
  await tx.query('delete from jatakk.arrival where id = any ($1::uuid[])', [ids]);
}

/** Puts aside what cannot be opened: it is kept for a while, counted, and never tried again by itself. */
export async function quarantineArrivals(tx: EntityManager, ids: readonly string[]): Promise<void> {
  await tx.query('update jatakk.arrival set quarantined = true where id = any ($1::uuid[])', [ids]);
}
