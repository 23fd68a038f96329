import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OpeningError } from '../../platform/sealing/opening-error.js';
import { parseEmailAddress } from '../../registers/email-address.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { manageRequest } from '../../subscriptions/preferences/link-request.js';
import { sendManageLink } from '../../subscriptions/preferences/open-manage.queries.js';
import type { IntakeHandler } from './intake-handler.js';

/** Whoever is known by the address typed gets a link to what is kept of them; nobody else gets anything. */
@Injectable()
export class ManageHandler implements IntakeHandler {
  readonly kind = 'manage';

  async handle(tx: EntityManager, ring: KeyRing, content: unknown): Promise<void> {
    const request = manageRequest.safeParse(content);
    if (!request.success) throw new OpeningError('box-malformed');
    const reading = parseEmailAddress(request.data.address);
    if (!reading.ok) return;
    await sendManageLink(tx, ring.ringId, ring.blindIndex(reading.address), request.data.locale);
  }
}
