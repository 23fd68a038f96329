import type { DataSource } from 'typeorm';
import type { ArrivalKind } from '../../inbound/arrival.js';

/** A message for one register, sealed. */
export interface SealedArrival {
  id: string;
  registerId: string;
  keyVersion: number;
  kind: ArrivalKind;
  box: Buffer;
  /** What was attached, in order. */
  parts: readonly Buffer[];
  fingerprint: Buffer;
}

/** One, whole or not at all. One that has come before changes nothing. */
export async function arrive(database: DataSource, one: SealedArrival): Promise<void> {
  await database.query('select jatakk.arrive($1, $2, $3, $4, $5, $6, $7)', [
    one.id,
    one.registerId,
    one.keyVersion,
    one.kind,
    one.box,
    one.parts,
    one.fingerprint,
  ]);
}

/** Many that have nothing attached, all or none of them. */
export async function arriveTogether(database: DataSource, all: readonly SealedArrival[]): Promise<void> {
  await database.query('select jatakk.arrive_together($1, $2, $3, $4, $5, $6)', [
    all.map(({ id }) => id),
    all.map(({ registerId }) => registerId),
    all.map(({ keyVersion }) => keyVersion),
    all.map(({ kind }) => kind),
    all.map(({ box }) => box),
    all.map(({ fingerprint }) => fingerprint),
  ]);
}
