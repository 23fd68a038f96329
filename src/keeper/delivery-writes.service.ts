import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type Claim, passGate, settleDeliveries, type Settlement } from '../deliveries/delivery.queries.js';
import { Batcher } from '../platform/clock/batcher.js';
import { MAX_ATTEMPTS } from './retry-delay.js';

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
        await retryDeadlock(() => settleDeliveries(database, settlements, MAX_ATTEMPTS));
        return settlements.map(() => undefined);
      },
      { afterMs: 10, atMost: 200, atOnce: 2 },
    );
  }

  /** The gate's verdict for one delivery. */
  gate(claim: Claim): Promise<string> {
    return this.#gates.ask(claim);
  }

  settle(settlement: Settlement): Promise<void> {
    return this.#outcomes.ask(settlement);
  }
}

async function askAll(database: DataSource, claims: Claim[]): Promise<string[]> {
  const verdicts = await retryDeadlock(() => passGate(database, claims));
  return claims.map(({ id }) => {
    const verdict = verdicts.get(id);
    // Silence is a fault, never a yes and never a skip.
    if (verdict === undefined) throw new Error('the gate did not answer for a delivery');
    return verdict;
  });
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
