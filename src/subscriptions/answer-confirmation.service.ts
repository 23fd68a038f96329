import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Doorbell } from '../platform/database/doorbell.js';
import { plainArray } from '../platform/database/plain-array.js';
import type { Told } from '../consent/tell-of-answer.service.js';

/** One list that a confirmation asks about, as its subscription stands. */
export interface AskedList {
  registerId: string;
  listId: string;
  state: 'pending' | 'confirmed' | 'paused' | 'ended';
  purposeVersion: number;
  locale: string;
  expired: boolean;
}

export interface ShownWords {
  listId: string;
  version: number;
  revision: number;
}

export type ConfirmOutcome = 'confirmed' | 'already' | 'expired' | 'unknown';

/** The second step of double opt-in, by the hash of the token in the mail. */
@Injectable()
export class AnswerConfirmation {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly doorbell: Doorbell,
  ) {}

  /** Shows without changing anything; empty when nobody has such a token. */
  async peek(tokenHash: Buffer): Promise<AskedList[]> {
    const rows = (await this.database.query('select * from jatakk.peek_confirmation($1)', [tokenHash])) as {
      register_id: string;
      list_id: string;
      state: AskedList['state'];
      purpose_version: number;
      locale: string;
      expired: boolean;
    }[];
    return rows.map((row) => ({
      registerId: row.register_id,
      listId: row.list_id,
      state: row.state,
      purposeVersion: row.purpose_version,
      locale: row.locale,
      expired: row.expired,
    }));
  }

  /** The words that were shown beside the button: whoever signed up before these were published says yes to these. */
  async askAsShown(tokenHash: Buffer, shown: readonly ShownWords[]): Promise<void> {
    await this.database.query('select jatakk.ask_as_shown($1, $2, $3, $4)', [
      tokenHash,
      plainArray(shown.map(({ listId }) => listId)),
      plainArray(shown.map(({ version }) => version)),
      plainArray(shown.map(({ revision }) => revision)),
    ]);
  }

  async confirm(tokenHash: Buffer, told: Told): Promise<ConfirmOutcome> {
    const rows = (await this.database.query('select jatakk.confirm($1, $2, $3, $4) as outcome', [
      tokenHash,
      ...told,
    ])) as {
      outcome: ConfirmOutcome;
    }[];
    // The keeper enters it at once: the receipt is asked for next.
    this.doorbell.ring();
    return rows[0]!.outcome;
  }
}
