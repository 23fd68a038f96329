import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { MailArrival } from '../../inbound/arrival.js';
import type { KeyRing } from '../../registers/key-ring.js';
import type { Arrival, ArrivalHandler } from '../arrivals/arrival-handler.js';
import { LeaveByReply } from '../arrivals/leave-by-reply.service.js';
import { keepMail } from './keep-mail.js';

/** A mail that somebody wrote: what says that it wants to leave is done, everything else is read by a correspondent. */
@Injectable()
export class MailHandler implements ArrivalHandler<'mail'> {
  readonly kind = 'mail';

  constructor(private readonly leaving: LeaveByReply) {}

  async handle(tx: EntityManager, ring: KeyRing, mail: MailArrival, { id }: Arrival): Promise<void> {
    if (await this.leaving.tryLeave(tx, ring, mail)) return;
    await keepMail(tx, ring, mail, id);
  }
}
