import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { MailArrival } from '../../inbound/arrival.js';
import type { KeyRing } from '../../registers/key-ring.js';
import type { Arrival, ArrivalHandler } from '../arrivals/arrival-handler.js';
import { LeaveByReply } from '../arrivals/leave-by-reply.service.js';
import { keepMail } from './keep-mail.js';
import { asThingsAre } from './keep-mail.queries.js';

/** A mail that somebody wrote: what says that it wants to leave is done, everything else is read by a correspondent. */
@Injectable()
export class MailHandler implements ArrivalHandler<'mail'> {
  readonly kind = 'mail';

  constructor(private readonly leaving: LeaveByReply) {}

  async handle(tx: EntityManager, ring: KeyRing, mail: MailArrival, arrival: Arrival): Promise<void> {
    await this.handleMany(tx, ring, [{ content: mail, arrival }]);
  }

  async handleMany(
    tx: EntityManager,
    ring: KeyRing,
    mails: readonly { content: MailArrival; arrival: Arrival }[],
  ): Promise<void> {
    const things = await asThingsAre(tx);
    for (const [at, { content, arrival }] of mails.entries()) {
      if (await this.leaving.tryLeave(tx, ring, content)) continue;
      // One after the other, also for whoever reads them.
      const now = new Date(things.now.getTime() + at);
      await keepMail(tx, ring, content, arrival.id, { ...things, now });
    }
  }
}
