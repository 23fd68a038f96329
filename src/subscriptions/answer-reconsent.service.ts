import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Told } from '../consent/tell-of-answer.service.js';

/** One question about new words, as it stands. */
export interface AskedAnew {
  registerId: string;
  listId: string;
  locale: string;
  state: 'pending' | 'confirmed' | 'paused' | 'ended';
  answer: 'yes' | 'no' | null;
  /** The words this person has said yes to. */
  oldVersion: number;
  oldRevision: number;
  newVersion: number;
  /** There are newer words than those that were asked about. */
  superseded: boolean;
}

export type ReconsentOutcome = 'yes' | 'no' | 'already' | 'left' | 'superseded' | 'unknown';

/** A yes or a no to new words of a purpose, by the hash of the token in the mail that asked. */
@Injectable()
export class AnswerReconsent {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Shows without changing anything. */
  async peek(tokenHash: Buffer): Promise<AskedAnew | undefined> {
    const rows = (await this.database.query(
      `select register_id as "registerId", list_id as "listId", locale, state, answer, old_version as "oldVersion",
              old_revision as "oldRevision", new_version as "newVersion", superseded
         from jatakk.peek_reconsent($1)`,
      [tokenHash],
    )) as AskedAnew[];
    return rows[0];
  }

  /** @param revision of the new words, as they were shown */
  async answer(tokenHash: Buffer, yes: boolean, revision: number, told: Told): Promise<ReconsentOutcome> {
    const rows = (await this.database.query(
      'select jatakk.answer_reconsent($1, $2, $3, $4, $5, $6) as outcome',
      [tokenHash, yes, revision, ...told],
    )) as { outcome: ReconsentOutcome }[];
    return rows[0]!.outcome;
  }
}
