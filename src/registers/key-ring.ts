import { createHmac } from 'node:crypto';
import { OpeningError } from '../platform/sealing/opening-error.js';
import type { SealPair } from '../platform/sealing/open-sealed-box.js';
import { type EmailAddress, normaliseForIndex } from './email-address.js';

/** What each key of a ring is for. One key never does two things. */
export type KeyPurpose = 'seal' | 'rest' | 'index' | 'link' | 'notice' | 'verp' | 'suppression' | 'ledger';

/** One register's keys (or the staff's), unwrapped, in the keeper's memory. Never printed, never sent anywhere. */
export class KeyRing {
  readonly #keys = new Map<KeyPurpose, Map<number, Buffer>>();
  readonly #sealPairs = new Map<number, SealPair>();

  constructor(readonly ringId: string) {}

  add(purpose: KeyPurpose, version: number, key: Buffer): void {
    const versions = this.#keys.get(purpose) ?? new Map<number, Buffer>();
    versions.set(version, key);
    this.#keys.set(purpose, versions);
  }

  addSealPair(version: number, pair: SealPair): void {
    this.#sealPairs.set(version, pair);
  }

  sealPair(version: number): SealPair {
    const pair = this.#sealPairs.get(version);
    if (!pair) throw new OpeningError('key-missing');
    return pair;
  }

  key(purpose: KeyPurpose, version: number): Buffer {
    const key = this.#keys.get(purpose)?.get(version);
    if (!key) throw new OpeningError('key-missing');
    return key;
  }

  /** The newest version of a key and its number. */
  current(purpose: KeyPurpose): { version: number; key: Buffer } {
    const versions = [...(this.#keys.get(purpose) ?? [])].sort(([a], [b]) => b - a);
    const newest = versions[0];
    if (!newest) throw new OpeningError('key-missing');
    return { version: newest[0], key: newest[1] };
  }

  /** What an address is found by in this register, and only in this one. 32 bytes. */
  blindIndex(address: EmailAddress): Buffer {
    return createHmac('sha256', this.current('index').key).update(normaliseForIndex(address)).digest();
  }

  /** What a suppression is remembered by: another key than the index, so that neither tells the other. 32 bytes. */
  suppressionHash(address: EmailAddress): Buffer {
    return createHmac('sha256', this.current('suppression').key).update(normaliseForIndex(address)).digest();
  }
}
