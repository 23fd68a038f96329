import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { hashPassword, standsAlone } from './passwords.js';

/** 'short-password': it cannot stand alone, and there is no second factor beside it. */
export type PasswordOutcome = 'changed' | 'not-yours' | 'short-password';

export interface Resetting {
  name: string;
  locale: string;
  hasFactor: boolean;
}

/** New passwords. Every other session of the member ends with one, and they are told by mail. */
@Injectable()
export class ChangePassword {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** By somebody who is signed in and has given the old one. @throws TooManyWaitingError */
  async change(session: Buffer, password: string): Promise<PasswordOutcome> {
    return this.#put('jatakk.change_password($1, $2, $3)', session, password);
  }

  /** By the link of a mail, once. It signs nobody in. @throws TooManyWaitingError */
  async reset(linkHash: Buffer, password: string): Promise<PasswordOutcome> {
    return this.#put('jatakk.reset_password($1, $2, $3)', linkHash, password);
  }

  /** Whose link this is; undefined once it was used, or after an hour. */
  async peekReset(linkHash: Buffer): Promise<Resetting | undefined> {
    const rows = (await this.database.query(
      'select name, locale, has_factor as "hasFactor" from jatakk.peek_password_reset($1)',
      [linkHash],
    )) as Resetting[];
    return rows[0];
  }

  async #put(call: string, proof: Buffer, password: string): Promise<PasswordOutcome> {
    const rows = (await this.database.query(`select ${call} as outcome`, [
      proof,
      await hashPassword(password),
      standsAlone(password),
    ])) as { outcome: PasswordOutcome }[];
    return rows[0]!.outcome;
  }
}
