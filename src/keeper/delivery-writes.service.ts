import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type Claim, passGate, settleDeliveries, type Settlement } from '../deliveries/delivery.queries.js';
import { Batcher } from '../platform/clock/batcher.js';
import { isDatabaseAway } from '../platform/database/is-database-away.js';
import { MAX_ATTEMPTS } from './retry-delay.js';

const AGAIN_MS = 1000;

/** The gates and outcomes of all connections: one statement for all that are ready while the one before runs. */
@Injectable()
export class DeliveryWrites {
  readonly #gates: Batcher<Claim, string>;
  readonly #outcomes: Batcher<Settlement, void>;

  constructor(@InjectDataSource() database: DataSource) {
    this.#gates = new Batcher<Claim, string>((claims) => askAll(database, claims), {
      afterMs: 0,
      atMost: 100,
      atOnce: 1,
    });
    this.#outcomes = new Batcher<Settlement, void>(
      async (settlements) => {
        await untilWritten(() => retryDeadlock(() => settleDeliveries(database, settlements, MAX_ATTEMPTS)));
        return settlements.map(() => undefined);
      },
      { afterMs: 10, atMost: 200, atOnce: 2 },
    );
  }

  /** The gate's verdict for one delivery. */
  gate(claim: Claim): Promise<string> {
    return this.#gates.ask(claim);
  }

  /** Answers when it is written, however long the database is away or full: nothing new is begun in its place. */
  settle(settlement: Settlement): Promise<void> {
    return this.#outcomes.ask(settlement);
  }
}

async function askAll(database: DataSource, claims: Claim[]): Promise<string[]> {
  const newest = new Map<string, Claim>();
  for (const claim of claims) {
    const other = newest.get(claim.id);
    if (!other || BigInt(other.fence) < BigInt(claim.fence)) newest.set(claim.id, claim);
  }
  const verdicts = await retryDeadlock(() => passGate(database, [...newest.values()]));
  return claims.map((claim) => {
    // Claimed once more since, by this very process: the one before has lost it, whatever the other is told.
    if (newest.get(claim.id) !== claim) return 'lost-lease';
    const verdict = verdicts.get(claim.id);
    // Silence is a fault, never a yes and never a skip.
    if (verdict === undefined) throw new Error('the gate did not answer for a delivery');
    return verdict;
  });
}

/** What the relay has answered is known here and nowhere else: it is not given up because nobody can take it down now. */
async function untilWritten(write: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      await setTimeout(AGAIN_MS);
    }
  }
}

async function retryDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: string }).code !== '40P01' || tries === 5) throw error;
    }
  }
}
