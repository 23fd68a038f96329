import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { askedFields } from '../../consent/asked-fields.queries.js';
import { KeyRings } from '../../registers/key-rings.service.js';
import type { KeptOfPerson } from '../../subscriptions/preferences/kept-of-person.js';
import {
  managedRecords,
  managedSubscriptions,
  openManage,
} from '../../subscriptions/preferences/open-manage.queries.js';
import { openSubscriberAddress } from '../open-address.js';
import { keptRecordOf, keptSubscriptionOf } from './open-kept.js';
import type { ActAnswer, OpenedAsk, WindowAct } from './window-act.js';

/** Everything that is kept of one person, to whoever holds a link that has just reached their mailbox. */
@Injectable()
export class PreferencesAct implements WindowAct {
  readonly act = 'preferences';

  constructor(private readonly rings: KeyRings) {}

  async answer(tx: EntityManager, { ringId, proof }: OpenedAsk): Promise<ActAnswer> {
    const person = await openManage(tx, proof);
    if (!person || person.register_id !== ringId) return { refused: 'unknown' };
    const ring = await this.rings.held(tx, ringId);
    const subscriptions = await managedSubscriptions(tx, proof);
    const records = await managedRecords(tx, proof);
    const asked = await askedFields(
      tx,
      subscriptions.map(({ list_id }) => list_id),
    );
    const kept: KeptOfPerson = {
      register: { id: ringId, name: person.register_name },
      address: openSubscriberAddress(ring, {
        registerId: ringId,
        subscriberId: person.person,
        address: person.address,
        keyVersion: person.key_version,
        rowKey: person.row_key,
      }).asTyped,
      locale: person.locale,
      objected: person.objected,
      notices: person.notices,
      subscriptions: subscriptions.map((row) => keptSubscriptionOf(ring, row, asked)),
      records: records.map((row) => keptRecordOf(ring, row)),
    };
    return { answer: kept };
  }
}
