import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Doorbell } from '../platform/database/doorbell.js';
import { SealingKeys } from '../registers/sealing-keys.service.js';
import type { SignUpContent } from './sign-up-content.js';

/** What each kind of form carries inside its seal. */
export interface FormContents {
  'sign-up': SignUpContent;
}

/** Takes a form without learning anything: seals it for the keeper and puts it down, one INSERT for everybody. */
@Injectable()
export class ReceiveForm {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly keys: SealingKeys,
    private readonly doorbell: Doorbell,
  ) {}

  /** @throws NoSealingKeyError while the keeper has not yet made this register's keys. */
  async receive<K extends keyof FormContents>(
    registerId: string,
    kind: K,
    content: FormContents[K],
  ): Promise<void> {
    const id = randomUUID();
    const { box, keyVersion } = await this.keys.seal({ ringId: registerId, rowId: id }, content);
    await this.database.query(
      `insert into jatakk.intake (id, ring_id, key_version, kind, sealed) values ($1, $2, $3, $4, $5)`,
      [id, registerId, keyVersion, kind, box],
    );
    this.doorbell.ring();
  }
}
