import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { sealToRing, type BoxPlace } from '../platform/sealing/sealed-box.js';
import { currentSealingKey, type SealingKey } from './sealing-key.queries.js';

/** Shorter than a rotation takes: after it nobody seals to the version before. */
const KEPT_MS = 10_000;

/** Something sealed to a ring, with the version of the key it was sealed to. */
export interface SealedForRing {
  box: Buffer;
  keyVersion: number;
}

/** Seals to the public key of a ring, which is read every ten seconds. Whoever seals cannot open. */
@Injectable()
export class SealingKeys {
  readonly #keys = new Map<string, { key: SealingKey; until: number }>();

  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** @throws NoSealingKeyError while the keeper has not yet made this ring's keys. */
  async seal(place: BoxPlace, content: unknown): Promise<SealedForRing> {
    const { publicKey, version } = await this.#key(place.ringId);
    return { box: sealToRing(publicKey, place, content), keyVersion: version };
  }

  /** Several that belong together, under one version of the key. @throws NoSealingKeyError as {@link seal} */
  async sealTogether(
    ringId: string,
    items: readonly { rowId: string; content: unknown }[],
  ): Promise<{ boxes: Buffer[]; keyVersion: number }> {
    const { publicKey, version } = await this.#key(ringId);
    return {
      boxes: items.map(({ rowId, content }) => sealToRing(publicKey, { ringId, rowId }, content)),
      keyVersion: version,
    };
  }

  async #key(ringId: string): Promise<SealingKey> {
    const kept = this.#keys.get(ringId);
    if (kept && kept.until > Date.now()) return kept.key;
    const key = await currentSealingKey(this.database, ringId);
    this.#keys.set(ringId, { key, until: Date.now() + KEPT_MS });
    return key;
  }
}
