import type { DataSource } from 'typeorm';

/** Says that this receiver is here, so that the keeper seals to it what return paths are checked with. */
export async function sayHere(database: DataSource, publicKey: Buffer): Promise<void> {
  await database.query('select jatakk.here_receives($1)', [publicKey]);
}

/** A register with one of its addresses; without one where no list is there yet. */
export interface ReceivingRow {
  registerId: string;
  address: string | null;
  returnDomain: string | null;
}

export async function readReceiving(database: DataSource): Promise<ReceivingRow[]> {
  return (await database.query(
    `select register_id as "registerId", address, return_domain as "returnDomain" from jatakk.receives()`,
  )) as ReceivingRow[];
}

/** A register's `verp` key, sealed for this receiver. */
export interface ReturnKeyRow {
  ringId: string;
  version: number;
  sealed: Buffer;
}

export async function readReturnKeys(database: DataSource, publicKey: Buffer): Promise<ReturnKeyRow[]> {
  return (await database.query(
    'select ring_id as "ringId", version, sealed from jatakk.keys_of_receiver($1)',
    [publicKey],
  )) as ReturnKeyRow[];
}
