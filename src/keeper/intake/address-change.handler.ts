import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { sealAtRest } from '../../platform/sealing/at-rest.js';
import { OpeningError } from '../../platform/sealing/opening-error.js';
import { parseEmailAddress } from '../../registers/email-address.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { changesToday, storeAddressChange } from '../../subscriptions/preferences/address-change.queries.js';
import { addressChangeRequest } from '../../subscriptions/preferences/link-request.js';
import { openManage } from '../../subscriptions/preferences/open-manage.queries.js';
import { ConfirmationThrottle } from '../throttle.js';
import type { IntakeHandler } from './intake-handler.js';

const CHANGES_PER_DAY = 3;

/**
 * Another address waits to be confirmed by whoever reads mail there. Whether somebody is known by it already is only
 * looked at then: this mail tells nothing of it.
 */
@Injectable()
export class AddressChangeHandler implements IntakeHandler {
  readonly kind = 'address-change';

  constructor(private readonly throttle: ConfirmationThrottle) {}

  async handle(tx: EntityManager, ring: KeyRing, content: unknown): Promise<void> {
    const request = addressChangeRequest.safeParse(content);
    if (!request.success) throw new OpeningError('box-malformed');
    const { proof, locale, address: typed } = request.data;
    const reading = parseEmailAddress(typed);
    const of = await openManage(tx, Buffer.from(proof, 'hex'));
    if (!reading.ok || !of || of.register_id !== ring.ringId) return;
    // The keeper writes to whomever is typed here: as seldom as it asks for confirmations.
    if ((await changesToday(tx, ring.ringId, of.person)) >= CHANGES_PER_DAY) return;
    if (!(await this.throttle.allow(reading.address))) return;
    const { address } = reading;
    const noticeId = randomUUID();
    const rowKey = randomBytes(16);
    const { version: keyVersion, key: restKey } = ring.current('rest');
    const place = { purpose: 'address' as const, registerId: ring.ringId, rowId: noticeId, keyVersion };
    await storeAddressChange(tx, {
      noticeId,
      registerId: ring.ringId,
      person: of.person,
      locale,
      blindIndex: ring.blindIndex(address),
      suppressionHash: ring.suppressionHash(address),
      address: sealAtRest({ restKey, rowKey }, place, Buffer.from(address.asTyped, 'utf8')),
      keyVersion,
      rowKey,
    });
  }
}
