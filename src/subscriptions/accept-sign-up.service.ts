import { randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { askedFields } from '../consent/asked-fields.queries.js';
import { storeConfirmation } from '../notices/store-confirmation.queries.js';
import { sealAtRest } from '../platform/sealing/at-rest.js';
import { deriveToken, hashToken } from '../platform/sealing/link-token.js';
import { type EmailAddress, parseEmailAddress } from '../registers/email-address.js';
import type { KeyRing } from '../registers/key-ring.js';
import {
  endPausedByBounces,
  findOrStoreSubscriber,
  isSuppressed,
  openLists,
  standings,
  storePending,
  type Standing,
} from './accept-sign-up.queries.js';
import { subjectOf } from './evidence.js';
import { type FieldAnswers, sealAnswers } from './field-answers.js';
import { sealedEvidence } from './seal-evidence.js';
import type { OpenedSignUp } from './sign-up-content.js';

export type SignUpOutcome = 'confirmation' | 'nothing-to-confirm' | 'throttled' | 'suppressed' | 'refused';

/** Says whether this address may get one more confirmation today, and counts it. */
export type Throttle = (address: EmailAddress) => Promise<boolean>;

const CONFIRMATIONS_PER_LIST = 2;

/**
 * Turns one opened sign-up into pending subscriptions and one confirmation that asks about all of them. Whoever is
 * on a list already gets nothing: the page has said so to everybody.
 */
export async function acceptSignUp(
  tx: EntityManager,
  ring: KeyRing,
  content: OpenedSignUp,
  throttle: Throttle,
): Promise<SignUpOutcome> {
  const reading = parseEmailAddress(content.address);
  if (!reading.ok) return 'refused';
  const { address } = reading;
  const registerId = ring.ringId;
  if (await isSuppressed(tx, registerId, ring.suppressionHashes(address))) return 'suppressed';

  const lists = await openLists(tx, registerId, content.lists, content.locale);
  const standing = await standings(
    tx,
    registerId,
    ring.blindIndex(address),
    lists.map((list) => list.list_id),
  );
  const due = standing.filter(needsConfirmation);
  if (due.length === 0) return 'nothing-to-confirm';
  if (!(await throttle(address))) return 'throttled';

  const subscriberId = await findOrStoreSubscriber(tx, sealedSubscriber(ring, address));
  const linkKey = ring.current('link').key;
  const subscriptionIds: string[] = [];
  for (const { list_id: listId, subscription_id: openId, state } of due) {
    if (openId && state === 'paused') await endPausedByBounces(tx, openId);
    const id = openId && state === 'pending' ? openId : randomUUID();
    subscriptionIds.push(id);
    if (id === openId) continue;
    const {
      version: purposeVersion,
      revision: purposeRevision,
      locale,
    } = lists.find((list) => list.list_id === listId)!;
    const rowKey = randomBytes(16);
    await storePending(tx, {
      id,
      registerId,
      listId,
      subscriberId,
      purposeVersion,
      purposeRevision,
      locale,
      unsubscribeHash: hashToken(deriveToken(linkKey, 'unsubscribe', id, listId)),
      rowKey,
      ...sealedEvidence(ring, { rowId: id, rowKey }, { ...subjectOf(address), requested: content.sent }),
      ...(await keptAnswers(tx, ring, { rowId: id, rowKey }, listId, answersOf(content, listId))),
    });
  }
  const noticeId = randomUUID();
  await storeConfirmation(tx, {
    id: noticeId,
    registerId,
    locale: content.locale,
    tokenHash: hashToken(deriveToken(ring.current('notice').key, 'confirm', noticeId)),
    subscriptionIds,
  });
  return 'confirmation';
}

function needsConfirmation(standing: Standing): boolean {
  if (standing.waits || standing.sent >= CONFIRMATIONS_PER_LIST) return false;
  const pausedByBounces = standing.state === 'paused' && standing.paused_by === 'bounces';
  return standing.state === null || standing.state === 'pending' || pausedByBounces;
}

function answersOf(content: OpenedSignUp, listId: string): FieldAnswers {
  return content.lists.find((list) => list.listId === listId)?.answers ?? {};
}

/** Only what the list asks now is kept: an answer to a question that has been taken away belongs to nothing. */
async function keptAnswers(
  tx: EntityManager,
  ring: KeyRing,
  of: { rowId: string; rowKey: Buffer },
  listId: string,
  answers: FieldAnswers,
) {
  if (Object.keys(answers).length === 0) return { fields: null, fieldsKeyVersion: null };
  const asked = new Set((await askedFields(tx, listId)).map(({ id }) => id));
  const kept = Object.entries(answers).filter(([id]) => asked.has(id));
  if (kept.length === 0) return { fields: null, fieldsKeyVersion: null };
  const { fields, keyVersion } = sealAnswers(ring, of, Object.fromEntries(kept));
  return { fields, fieldsKeyVersion: keyVersion };
}

function sealedSubscriber(ring: KeyRing, address: EmailAddress) {
  const id = randomUUID();
  const rowKey = randomBytes(16);
  const { version: keyVersion, key: restKey } = ring.current('rest');
  const place = { purpose: 'address' as const, registerId: ring.ringId, rowId: id, keyVersion };
  return {
    id,
    registerId: ring.ringId,
    blindIndex: ring.blindIndex(address),
    suppressionHash: ring.suppressionHash(address),
    address: sealAtRest({ restKey, rowKey }, place, Buffer.from(address.asTyped, 'utf8')),
    keyVersion,
    rowKey,
  };
}
