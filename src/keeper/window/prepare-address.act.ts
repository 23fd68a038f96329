import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { sealAtRest } from '../../platform/sealing/at-rest.js';
import { KeyRings } from '../../registers/key-rings.service.js';
import { awaitedChange, prepareChange } from '../../subscriptions/preferences/address-change.queries.js';
import { openSubscriberAddress } from '../open-address.js';
import type { ActAnswer, OpenedAsk, WindowAct } from './window-act.js';

/**
 * Seals a new address for the place of the old one, under a key that the old one was never sealed under. Nothing changes
 * by it: the person's own press does that.
 */
@Injectable()
export class PrepareAddressAct implements WindowAct {
  readonly act = 'prepare-address';

  constructor(private readonly rings: KeyRings) {}

  async answer(tx: EntityManager, { ringId, proof }: OpenedAsk): Promise<ActAnswer> {
    const change = await awaitedChange(tx, proof);
    if (!change || change.register_id !== ringId) return { refused: 'unknown' };
    const ring = await this.rings.held(tx, ringId);
    const { asTyped } = openSubscriberAddress(ring, {
      registerId: ringId,
      subscriberId: change.notice_id,
      address: change.address,
      keyVersion: change.key_version,
      rowKey: change.row_key,
    });
    const { version: keyVersion, key: restKey } = ring.current('rest');
    const place = { purpose: 'address' as const, registerId: ringId, rowId: change.person, keyVersion };
    const own = sealAtRest({ restKey, rowKey: change.row_key }, place, Buffer.from(asTyped, 'utf8'));
    return (await prepareChange(tx, proof, own, keyVersion))
      ? { answer: 'prepared' }
      : { refused: 'unknown' };
  }
}
