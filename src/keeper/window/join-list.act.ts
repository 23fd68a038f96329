import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { sentFrom } from '../../consent/sent-from.js';
import { deriveToken, hashToken } from '../../platform/sealing/link-token.js';
import { KeyRings } from '../../registers/key-rings.service.js';
import { openLists, storePending } from '../../subscriptions/accept-sign-up.queries.js';
import { subjectOf } from '../../subscriptions/evidence.js';
import { managedSubscriptions, openManage } from '../../subscriptions/preferences/open-manage.queries.js';
import { sealedEvidence } from '../../subscriptions/seal-evidence.js';
import { openSubscriberAddress } from '../open-address.js';
import type { ActAnswer, OpenedAsk, WindowAct } from './window-act.js';

const joinContent = z.object({
  listId: z.uuid(),
  version: z.int32().positive(),
  revision: z.int32().positive(),
  locale: z.string().max(10),
  sent: sentFrom,
});

/**
 * Makes the subscription that somebody at their preference page is about to say yes to. It is only pending: the yes is
 * said to the database by web, with the same link, so that neither of the two brings anybody onto a list alone.
 */
@Injectable()
export class JoinListAct implements WindowAct {
  readonly act = 'join-list';

  constructor(private readonly rings: KeyRings) {}

  async answer(tx: EntityManager, { ringId, proof, content }: OpenedAsk): Promise<ActAnswer> {
    const asked = joinContent.safeParse(content);
    const person = await openManage(tx, proof);
    if (!asked.success || !person || person.register_id !== ringId) return { refused: 'unknown' };
    if (person.objected) return { refused: 'objected' };
    const { listId, version, revision, locale, sent } = asked.data;
    const wanted = { listId, purposeVersion: version, purposeRevision: revision };
    const [lists] = await openLists(tx, ringId, [{ lists: [wanted], locale }]);
    const list = lists?.[0];
    if (!list || list.locale !== locale) return { refused: 'other-words' };
    const mine = await managedSubscriptions(tx, proof);
    if (mine.some((one) => one.list_id === listId && one.state !== 'ended')) return { answer: 'there' };
    const ring = await this.rings.held(tx, ringId);
    const address = openSubscriberAddress(ring, {
      registerId: ringId,
      subscriberId: person.person,
      address: person.address,
      keyVersion: person.key_version,
      rowKey: person.row_key,
    });
    const id = randomUUID();
    const rowKey = randomBytes(16);
    await storePending(tx, ringId, [
      {
        id,
        listId,
        subscriberId: person.person,
        purposeVersion: version,
        purposeRevision: revision,
        locale,
        unsubscribeHash: hashToken(deriveToken(ring.current('link').key, 'unsubscribe', id, listId)),
        rowKey,
        ...sealedEvidence(ring, { rowId: id, rowKey }, { ...subjectOf(address), requested: sent }),
        fields: null,
        fieldsKeyVersion: null,
      },
    ]);
    return { answer: 'there' };
  }
}
