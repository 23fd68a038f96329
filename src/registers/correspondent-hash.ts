import { createHmac } from 'node:crypto';
import { type EmailAddress, normaliseForIndex } from './email-address.js';
import { blindIndexUnder, type KeyRing } from './key-ring.js';

/**
 * What the mail of one person is found by, 32 bytes: under a key that is derived from the index key, so that it is
 * another value than the one that finds a subscriber. Whoever compares the two columns of a dump learns nothing.
 */
export function correspondentUnder(indexKey: Buffer, address: EmailAddress): Buffer {
  return blindIndexUnder(labelled(indexKey, 'correspondent'), address);
}

/** The same under the key that is used. Rows are rolled to a new one, as subscribers are. */
export function correspondentHash(ring: KeyRing, address: EmailAddress): Buffer {
  return correspondentUnder(ring.current('index').key, address);
}

/** What the week without a second automatic reply is remembered by, under each version, the newest first. */
export function autoReplyHashes(ring: KeyRing, address: EmailAddress): Buffer[] {
  return ring.versions('index').map((key) => blindIndexUnder(labelled(key, 'auto-reply'), address));
}

/** What a Message-ID is stored as. @param id without `<>` */
export function messageIdHash(ring: KeyRing, id: string): Buffer {
  return hmac(labelled(ring.current('index').key, 'message-id'), id);
}

/** What it may be stored as, under each version: it is compared and never rolled, since nobody can guess one. */
export function messageIdHashes(ring: KeyRing, id: string): Buffer[] {
  return ring.versions('index').map((key) => hmac(labelled(key, 'message-id'), id));
}

/** An address of ours in the form that two are compared in. */
export const sameMailbox = (one: EmailAddress, other: EmailAddress): boolean =>
  normaliseForIndex(one) === normaliseForIndex(other);

const labelled = (key: Buffer, label: string): Buffer => hmac(key, `jatakk ${label}`);

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text, 'utf8').digest();
