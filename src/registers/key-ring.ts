import { createHmac } from 'node:crypto';
import { OpeningError } from '../platform/sealing/opening-error.js';
import type { SealPair } from '../platform/sealing/open-sealed-box.js';
import { type EmailAddress, normaliseForIndex } from './email-address.js';

/** What each key of a ring is for. One key never does two things. */
export type KeyPurpose = 'seal' | 'rest' | 'index' | 'link' | 'notice' | 'verp' | 'suppression' | 'ledger';

/** The versions of the keys that a message was first made of, and is made of on every attempt. */
export interface PinnedVersions {
  notice?: number;
  link?: number;
}

/** One register's keys (or the staff's), unwrapped, in the keeper's memory. Never printed, never sent anywhere. */
export class KeyRing {
  readonly #keys = new Map<KeyPurpose, Map<number, { key: Buffer; used: boolean }>>();
  readonly #sealPairs = new Map<number, SealPair>();
  #pinned: PinnedVersions = {};

  constructor(readonly ringId: string) {}

  /** @param used whether anything may be made with this version yet */
  add(purpose: KeyPurpose, version: number, key: Buffer, used = true): void {
    const versions = this.#keys.get(purpose) ?? new Map<number, { key: Buffer; used: boolean }>();
    versions.set(version, { key, used });
    this.#keys.set(purpose, versions);
  }

  addSealPair(version: number, pair: SealPair): void {
    this.#sealPairs.set(version, pair);
  }

  has(purpose: KeyPurpose, version: number): boolean {
    return purpose === 'seal' ? this.#sealPairs.has(version) : this.#keys.get(purpose)?.has(version) === true;
  }

  sealPair(version: number): SealPair {
    const pair = this.#sealPairs.get(version);
    if (!pair) throw new OpeningError('key-missing');
    return pair;
  }

  /** Every sealing pair, the newest first: for what does not say under which it was sealed. */
  sealPairs(): SealPair[] {
    return [...this.#sealPairs].sort(([a], [b]) => b - a).map(([, pair]) => pair);
  }

  key(purpose: KeyPurpose, version: number): Buffer {
    const found = this.#keys.get(purpose)?.get(version);
    if (!found) throw new OpeningError('key-missing');
    return found.key;
  }

  /** The newest version of a key that is used, and its number; of a pinned one, that. */
  current(purpose: KeyPurpose): { version: number; key: Buffer } {
    const pinned = this.#pinned[purpose as keyof PinnedVersions];
    if (pinned !== undefined) return { version: pinned, key: this.key(purpose, pinned) };
    const used = [...(this.#keys.get(purpose) ?? [])].filter(([, { used: is }]) => is);
    const newest = used.sort(([a], [b]) => b - a)[0];
    if (!newest) throw new OpeningError('key-missing');
    return { version: newest[0], key: newest[1].key };
  }

  /** The same ring, with those versions in the place of the newest. */
  asOf(versions: PinnedVersions): KeyRing {
    const ring = new KeyRing(this.ringId);
    for (const [purpose, keys] of this.#keys)
      for (const [version, { key, used }] of keys) ring.add(purpose, version, key, used);
    for (const [version, pair] of this.#sealPairs) ring.addSealPair(version, pair);
    ring.#pinned = versions;
    return ring;
  }

  /** Every version of a key, the newest first, used or not: for what is only compared. */
  versions(purpose: KeyPurpose): Buffer[] {
    return [...(this.#keys.get(purpose) ?? [])].sort(([a], [b]) => b - a).map(([, { key }]) => key);
  }

  /** What an address is found by in this register, and only in this one. 32 bytes. */
  blindIndex(address: EmailAddress): Buffer {
    return blindIndexUnder(this.current('index').key, address);
  }

  /** What a suppression is remembered by: another key than the index, so that neither tells the other. 32 bytes. */
  suppressionHash(address: EmailAddress): Buffer {
    return blindIndexUnder(this.current('suppression').key, address);
  }

  /**
   * What a suppression of this address may be remembered by, under whichever version of the key. Somebody who is no
   * longer here cannot be rolled to a new one.
   */
  suppressionHashes(address: EmailAddress): Buffer[] {
    return this.versions('suppression').map((key) => blindIndexUnder(key, address));
  }
}

/** HMAC-SHA256 of an address, in the form that it is found by. */
export function blindIndexUnder(key: Buffer, address: EmailAddress): Buffer {
  return createHmac('sha256', key).update(normaliseForIndex(address)).digest();
}
