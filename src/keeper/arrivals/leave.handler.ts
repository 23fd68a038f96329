import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { LeaveArrival } from '../../inbound/arrival.js';
import type { KeyRing } from '../../registers/key-ring.js';
import type { ArrivalHandler, OpenedArrival } from './arrival-handler.js';
import { leaveByMail } from './leave-by-mail.js';

/** A mail to the `mailto:` of List-Unsubscribe ends the subscription that its token names. */
@Injectable()
export class LeaveHandler implements ArrivalHandler<'leave'> {
  readonly kind = 'leave';

  async handle(tx: EntityManager, ring: KeyRing, { subscriptionId }: LeaveArrival): Promise<void> {
    await leaveByMail(tx, ring, subscriptionId);
  }

  /** In the order of their ids, as everybody takes subscriptions. */
  async handleMany(
    tx: EntityManager,
    ring: KeyRing,
    opened: readonly OpenedArrival<'leave'>[],
  ): Promise<void> {
    const ids = new Set(opened.map(({ content }) => content.subscriptionId));
    for (const id of [...ids].sort()) await leaveByMail(tx, ring, id);
  }
}
