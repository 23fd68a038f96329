import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type TakenBack, takeBack } from '../../deliveries/take-back.queries.js';
import type { ReturnedArrival } from '../../inbound/arrival.js';
import type { KeyRing } from '../../registers/key-ring.js';
import type { Arrival, ArrivalHandler, OpenedArrival } from './arrival-handler.js';

/** What follows from each class, and the code where the server gave none. Nothing, where there is nothing here. */
const FOLLOWS: Readonly<Partial<Record<ReturnedArrival['class'], { as: TakenBack['as']; code: string }>>> = {
  hard: { as: 'hard', code: '5.0.0' },
  soft: { as: 'soft', code: '4.0.0' },
  ours: { as: 'ours', code: '5.7.0' },
  complaint: { as: 'complaint', code: '5.7.0' },
};

/** Of what has no consequence: the one sentence that tells what became of a delivery after all. */
const DELIVERED: Pick<TakenBack, 'as' | 'code'> = { as: 'delivered', code: '2.0.0' };

/** What came to a return path does what follows from it, all of a register's at once. */
@Injectable()
export class ReturnedHandler implements ArrivalHandler<'returned'> {
  readonly kind = 'returned';
  readonly #log = new Logger('campaigns');

  async handle(tx: EntityManager, ring: KeyRing, content: ReturnedArrival, arrival: Arrival): Promise<void> {
    await this.handleMany(tx, ring, [{ content, arrival }]);
  }

  async handleMany(
    tx: EntityManager,
    ring: KeyRing,
    opened: readonly OpenedArrival<'returned'>[],
  ): Promise<void> {
    const told = opened.flatMap(({ content }) => whatFollows(content));
    if (told.length === 0) return;
    for (const { why } of await takeBack(tx, ring.ringId, told))
      this.#log.warn(`a campaign is held until a person has looked (${why})`);
  }
}

/** Nothing while a server goes on trying: nothing has failed yet. */
function whatFollows({ class: is, wording, status, deliveryId, stillTrying }: ReturnedArrival): TakenBack[] {
  if (stillTrying) return [];
  const follows = wording === 'delivered' ? DELIVERED : FOLLOWS[is];
  return follows ? [{ deliveryId, as: follows.as, code: status ?? follows.code, wording }] : [];
}
