import { randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { askedFields } from '../consent/asked-fields.queries.js';
import { type NewConfirmation, storeConfirmations } from '../notices/store-confirmation.queries.js';
import { sealAtRest } from '../platform/sealing/at-rest.js';
import { deriveToken, hashToken } from '../platform/sealing/link-token.js';
import { type EmailAddress, parseEmailAddress } from '../registers/email-address.js';
import type { KeyRing } from '../registers/key-ring.js';
import {
  endPausedByBounces,
  findOrStoreSubscribers,
  type NewSubscriber,
  type NewSubscription,
  openLists,
  standings,
  type Standing,
  storePending,
  suppressedAmong,
  type WantedList,
} from './accept-sign-up.queries.js';
import { subjectOf } from './evidence.js';
import { type FieldAnswers, sealAnswers } from './field-answers.js';
import { sealedEvidence } from './seal-evidence.js';
import type { OpenedSignUp } from './sign-up-content.js';

/** Says for each address whether it may get one more confirmation today, and counts it. */
export type Throttle = (addresses: EmailAddress[]) => Promise<boolean[]>;

const CONFIRMATIONS_PER_LIST = 2;

/** A sign-up on its way through: what has been found out of it so far. */
interface Applicant {
  content: OpenedSignUp;
  address: EmailAddress;
  blindIndex: Buffer;
  lists: WantedList[];
  due: Standing[];
}

/**
 * Turns opened sign-ups of one register into pending subscriptions and, for each person, one confirmation that asks
 * about all of theirs. Whoever is on a list already gets nothing: the page has said so to everybody. In a few
 * statements for all of them; whoever stands there twice comes once after the other.
 */
export async function acceptSignUps(
  tx: EntityManager,
  ring: KeyRing,
  contents: readonly OpenedSignUp[],
  throttle: Throttle,
): Promise<void> {
  let waiting = contents.flatMap((content) => {
    const reading = parseEmailAddress(content.address);
    if (!reading.ok) return [];
    const { address } = reading;
    return [{ content, address, blindIndex: ring.blindIndex(address), lists: [], due: [] }];
  });
  while (waiting.length > 0) {
    const round = new Map<string, Applicant>();
    const again: typeof waiting = [];
    for (const each of waiting) {
      const index = each.blindIndex.toString('hex');
      if (round.has(index)) again.push(each);
      else round.set(index, each);
    }
    await acceptDifferent(tx, ring, [...round.values()], throttle);
    waiting = again;
  }
}

async function acceptDifferent(
  tx: EntityManager,
  ring: KeyRing,
  applicants: readonly Applicant[],
  throttle: Throttle,
): Promise<void> {
  const wanting = await withStandings(tx, ring, await withoutSuppressed(tx, ring, applicants));
  if (wanting.length === 0) return;
  const allowed = await throttle(wanting.map(({ address }) => address));
  const accepted = wanting.filter((_, index) => allowed[index]);
  if (accepted.length === 0) return;
  const ids = await findOrStoreSubscribers(
    tx,
    ring.ringId,
    accepted.map(({ address, blindIndex }) => sealedSubscriber(ring, address, blindIndex)),
  );
  const pending: NewSubscription[] = [];
  const confirmations: NewConfirmation[] = [];
  for (const applicant of accepted) {
    const subscriberId = ids.get(applicant.blindIndex.toString('hex'))!;
    const subscriptionIds: string[] = [];
    for (const standing of applicant.due) {
      const { subscription_id: openId, state } = standing;
      if (openId && state === 'paused') await endPausedByBounces(tx, openId);
      if (openId && state === 'pending') subscriptionIds.push(openId);
      else {
        const subscription = await newSubscription(tx, ring, applicant, standing.list_id, subscriberId);
        pending.push(subscription);
        subscriptionIds.push(subscription.id);
      }
    }
    confirmations.push(newConfirmation(ring, applicant.content.locale, subscriptionIds));
  }
  await storePending(tx, ring.ringId, pending);
  await storeConfirmations(tx, ring.ringId, confirmations);
}

async function withoutSuppressed(tx: EntityManager, ring: KeyRing, applicants: readonly Applicant[]) {
  const hashes = applicants.map(({ address }) => ring.suppressionHashes(address));
  const suppressed = await suppressedAmong(tx, ring.ringId, hashes.flat());
  return applicants.filter(
    (_, index) => !hashes[index]!.some((hash) => suppressed.has(hash.toString('hex'))),
  );
}

/** Those who want something that they do not have yet, and what. */
async function withStandings(tx: EntityManager, ring: KeyRing, applicants: readonly Applicant[]) {
  const lists = await openLists(
    tx,
    ring.ringId,
    applicants.map(({ content }) => content),
  );
  const standing = await standings(
    tx,
    ring.ringId,
    applicants.map(({ blindIndex }, index) => ({
      blindIndex,
      listIds: lists[index]!.map(({ list_id }) => list_id),
    })),
  );
  return applicants
    .map((applicant, index) => ({
      ...applicant,
      lists: lists[index]!,
      due: standing[index]!.filter(needsConfirmation),
    }))
    .filter(({ due }) => due.length > 0);
}

async function newSubscription(
  tx: EntityManager,
  ring: KeyRing,
  { content, address, lists }: Applicant,
  listId: string,
  subscriberId: string,
): Promise<NewSubscription> {
  const { version, revision, locale } = lists.find((list) => list.list_id === listId)!;
  const id = randomUUID();
  const rowKey = randomBytes(16);
  return {
    id,
    listId,
    subscriberId,
    purposeVersion: version,
    purposeRevision: revision,
    locale,
    unsubscribeHash: hashToken(deriveToken(ring.current('link').key, 'unsubscribe', id, listId)),
    rowKey,
    ...sealedEvidence(
      ring,
      { rowId: id, rowKey },
      { ...subjectOf(address), requested: content.sent, paper: content.paper },
    ),
    ...(await keptAnswers(tx, ring, { rowId: id, rowKey }, listId, answersOf(content, listId))),
  };
}

function newConfirmation(ring: KeyRing, locale: string, subscriptionIds: string[]): NewConfirmation {
  const id = randomUUID();
  const tokenHash = hashToken(deriveToken(ring.current('notice').key, 'confirm', id));
  return { id, locale, tokenHash, subscriptionIds };
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

/** A person as their row keeps them, under a row key of their own. */
export function sealedSubscriber(ring: KeyRing, address: EmailAddress, blindIndex: Buffer): NewSubscriber {
  const id = randomUUID();
  const rowKey = randomBytes(16);
  const { version: keyVersion, key: restKey } = ring.current('rest');
  const place = { purpose: 'address' as const, registerId: ring.ringId, rowId: id, keyVersion };
  return {
    id,
    blindIndex,
    suppressionHash: ring.suppressionHash(address),
    address: sealAtRest({ restKey, rowKey }, place, Buffer.from(address.asTyped, 'utf8')),
    keyVersion,
    rowKey,
  };
}
