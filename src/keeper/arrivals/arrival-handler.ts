import type { EntityManager } from 'typeorm';
import type { ArrivalContents, ArrivalKind } from '../../inbound/arrival.js';
import type { KeyRing } from '../../registers/key-ring.js';

/** Something that has come: its row, and the register whose key it was sealed to. */
export interface Arrival {
  readonly id: string;
  readonly registerId: string;
}

/**
 * What becomes of one kind of arrival. Runs in the transaction that takes its row away, and the ring is held until that
 * ends. What is opened here was written by strangers: a handler checks in the database whatever it acts on.
 */
export interface ArrivalHandler<K extends ArrivalKind = ArrivalKind> {
  readonly kind: K;
  /** @throws anything: nothing of it has happened then, and it is tried again in a minute */
  handle(tx: EntityManager, ring: KeyRing, content: ArrivalContents[K], arrival: Arrival): Promise<void>;
  /** The same for many of one register, in a few statements. */
  handleMany?(tx: EntityManager, ring: KeyRing, opened: readonly OpenedArrival<K>[]): Promise<void>;
}

export interface OpenedArrival<K extends ArrivalKind = ArrivalKind> {
  content: ArrivalContents[K];
  arrival: Arrival;
}

/** Injection token: every {@link ArrivalHandler}. */
export const ARRIVAL_HANDLERS = Symbol('arrival handlers');
