import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Batcher } from '../platform/clock/batcher.js';
import { Doorbell } from '../platform/database/doorbell.js';
import { isDatabaseAway } from '../platform/database/is-database-away.js';
import { SealingKeys } from '../registers/sealing-keys.service.js';
import type { PasswordResetRequest } from '../staff/password-reset-request.js';
import type { AddressChangeRequest, ManageRequest } from './preferences/link-request.js';
import type { SignUpContent } from './sign-up-content.js';

/** What each kind of form carries inside its seal. */
export interface FormContents {
  'sign-up': SignUpContent;
  manage: ManageRequest;
  'address-change': AddressChangeRequest;
  'password-reset': PasswordResetRequest;
}

interface SealedForm {
  id: string;
  ringId: string;
  keyVersion: number;
  kind: string;
  box: Buffer;
}

/**
 * Takes a form without learning anything: seals it for the keeper and puts it down, the same for everybody. Forms that
 * come in the same moment share one INSERT.
 */
@Injectable()
export class ReceiveForm {
  readonly #stored: Batcher<SealedForm, unknown>;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly keys: SealingKeys,
    private readonly doorbell: Doorbell,
  ) {
    this.#stored = new Batcher<SealedForm, unknown>((forms) => this.#store(forms), {
      afterMs: 0,
      atMost: 50,
      atOnce: 2,
    });
  }

  /** @throws NoSealingKeyError while the keeper has not yet made this register's keys. */
  async receive<K extends keyof FormContents>(
    registerId: string,
    kind: K,
    content: FormContents[K],
  ): Promise<void> {
    const id = randomUUID();
    const { box, keyVersion } = await this.keys.seal({ ringId: registerId, rowId: id }, content);
    const outcome = await this.#stored.ask({ id, ringId: registerId, keyVersion, kind, box });
    if (outcome !== undefined) throw outcome;
    this.doorbell.ring();
  }

  /** The fault of each, undefined for none: one that cannot be stored takes no other with it. */
  async #store(forms: SealedForm[]): Promise<unknown[]> {
    try {
      await this.#insert(forms);
      return forms.map(() => undefined);
    } catch (error) {
      if (forms.length === 1 || isDatabaseAway(error)) return forms.map(() => error);
      return Promise.all(
        forms.map((form) =>
          this.#insert([form]).then(
            () => undefined,
            (fault: unknown) => fault,
          ),
        ),
      );
    }
  }

  async #insert(forms: SealedForm[]): Promise<void> {
    // A row of parameters each, since those travel as bytes and an array of them as text.
    const rows = forms.map(
      (_, at) => `($${at * 5 + 1}, $${at * 5 + 2}, $${at * 5 + 3}, $${at * 5 + 4}, $${at * 5 + 5})`,
    );
    await this.database.query(
      `insert into jatakk.intake (id, ring_id, key_version, kind, sealed) values ${rows.join(', ')}`,
      forms.flatMap(({ id, ringId, keyVersion, kind, box }) => [id, ringId, keyVersion, kind, box]),
    );
  }
}
