import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Doorbell } from '../platform/database/doorbell.js';
import { sealToRing } from '../platform/sealing/sealed-box.js';
import { currentSealingKey, type SealingKey } from '../registers/sealing-key.queries.js';
import type { SignUpContent } from './sign-up-content.js';

const KEY_KEPT_MS = 60_000;

/** Takes a sign-up without learning anything: seals it for the keeper and puts it down, one INSERT for everybody. */
@Injectable()
export class ReceiveSignUp {
  readonly #keys = new Map<string, { key: SealingKey; until: number }>();

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly doorbell: Doorbell,
  ) {}

  /** @throws NoSealingKeyError while the keeper has not yet made this register's keys. */
  async receive(registerId: string, content: SignUpContent): Promise<void> {
    const key = await this.#key(registerId);
    const id = randomUUID();
    const sealed = sealToRing(key.publicKey, { ringId: registerId, rowId: id }, content);
    await this.database.query(
      `insert into jatakk.intake (id, ring_id, key_version, kind, sealed) values ($1, $2, $3, 'sign-up', $4)`,
      [id, registerId, key.version, sealed],
    );
    this.doorbell.ring();
  }

  async #key(registerId: string): Promise<SealingKey> {
    const kept = this.#keys.get(registerId);
    if (kept && kept.until > Date.now()) return kept.key;
    const key = await currentSealingKey(this.database, registerId);
    this.#keys.set(registerId, { key, until: Date.now() + KEY_KEPT_MS });
    return key;
  }
}
