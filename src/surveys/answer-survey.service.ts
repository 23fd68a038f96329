import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { BOX_BLOCK, sealToRing } from '../platform/sealing/sealed-box.js';
import { longestAnswer } from './read-answers.js';
import { type SurveyAnswers, SurveyDefinition } from './survey-definition.js';
import { answersShown } from './survey-steps.js';
import { readTicket } from './ticket.js';

/** A survey as whoever was invited to it sees it. */
export interface AskedSurvey {
  id: string;
  state: 'opening' | 'open' | 'closing' | 'closed';
  definition: SurveyDefinition;
  sensitive: boolean;
  /** Null before it is open. */
  ticketKey: Buffer | null;
  answerKey: Buffer | null;
}

/** Around the answers stand the ids that they are sealed for. */
const AROUND = 200;

/** What one answer of a survey is padded to before it is sealed, in bytes: the same for all of them. */
export const sizeOf = (definition: SurveyDefinition): number =>
  Math.ceil((longestAnswer(definition) + AROUND) / BOX_BLOCK) * BOX_BLOCK;

/** Takes answers: a used ticket, and an answer that nobody can read until enough others wait with it. */
@Injectable()
export class AnswerSurvey {
  constructor(@InjectDataSource('survey') private readonly surveys: DataSource) {}

  /** Undefined for a draft, which nobody has been asked to answer, and where there is none. */
  async find(id: string): Promise<AskedSurvey | undefined> {
    const rows = (await this.surveys.query(
      `select id, state, definition, sensitive, ticket_key as "ticketKey", answer_key as "answerKey"
         from survey.survey where id = $1 and state <> 'draft'`,
      [id],
    )) as (Omit<AskedSurvey, 'definition'> & { definition: unknown })[];
    const row = rows[0];
    return row && { ...row, definition: SurveyDefinition.parse(row.definition) };
  }

  /** By what is kept of a ticket. Undefined for one that is not of this survey. */
  ticketOf({ id, ticketKey }: AskedSurvey, ticket: string): Buffer | undefined {
    return ticketKey ? readTicket(ticketKey, id, ticket) : undefined;
  }

  async isUsed({ id }: AskedSurvey, ticket: Buffer): Promise<boolean> {
    const rows = (await this.surveys.query(
      'select exists (select 1 from survey.used_ticket where survey_id = $1 and hash = $2) as used',
      [id, ticket],
    )) as { used: boolean }[];
    return rows[0]!.used;
  }

  /**
   * Once for each ticket, whoever presses twice. Everything or nothing: a ticket is not used up by an answer that was
   * not taken.
   */
  async answer(
    survey: AskedSurvey,
    ticket: Buffer,
    answers: SurveyAnswers,
  ): Promise<'taken' | 'already' | 'closed'> {
    const { id, definition, answerKey } = survey;
    if (!answerKey) return 'closed';
    const rowId = randomUUID();
    const place = { ringId: id, rowId };
    const sealed = sealToRing(answerKey, place, answersShown(definition, answers), sizeOf(definition));
    return this.surveys.transaction(async (tx) => {
      // Held against the closing: what is taken is counted.
      const open = (await tx.query(`select from survey.survey where id = $1 and state = 'open' for share`, [
        id,
      ])) as unknown[];
      if (open.length === 0) return 'closed';
      const used = (await tx.query(
        `insert into survey.used_ticket (survey_id, hash) values ($1, $2) on conflict do nothing returning 1`,
        [id, ticket],
      )) as unknown[];
      if (used.length === 0) return 'already';
      await tx.query('insert into survey.waiting (id, survey_id, sealed) values ($1, $2, $3)', [
        rowId,
        id,
        sealed,
      ]);
      return 'taken';
    });
  }
}
