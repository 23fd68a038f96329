import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { SurveyDefinition } from './survey-definition.js';
import { faultsOf } from './survey-faults.js';
import { type Survey, surveyOf, type SurveyPlace } from './surveys.queries.js';

/** 'changed': somebody else has changed or opened it since it was read. Then nothing is kept. */
export type Kept = 'kept' | 'changed';

/** What staff do with a survey until it is opened, and with its closing. */
@Injectable()
export class WriteSurvey {
  constructor(@InjectDataSource('survey') private readonly database: DataSource) {}

  /** A new draft; returns its id. */
  async begin({ registerId, listId }: SurveyPlace, definition: SurveyDefinition): Promise<string> {
    const id = randomUUID();
    await this.database.query(
      'insert into survey.survey (id, register_id, list_id, definition) values ($1, $2, $3, $4)',
      [id, registerId, listId, SurveyDefinition.parse(definition)],
    );
    return id;
  }

  /** What is asked. The revision that was read is compared. */
  async keep(
    place: SurveyPlace,
    { id, revision }: Pick<Survey, 'id' | 'revision'>,
    definition: SurveyDefinition,
  ): Promise<Kept> {
    return this.#change(place, id, {
      set: 'definition = $4, revision = s.revision + 1',
      when: `s.state = 'draft' and s.revision = $5`,
      values: [SurveyDefinition.parse(definition), revision],
    });
  }

  /** Whether it asks for an explicit yes to questions about what is especially protected. */
  async declare(place: SurveyPlace, id: string, sensitive: boolean): Promise<Kept> {
    return this.#change(place, id, {
      set: 'sensitive = $4, revision = s.revision + 1',
      when: `s.state = 'draft'`,
      values: [sensitive],
    });
  }

  /** The day after which it is closed by itself; null: when somebody closes it. */
  async closeOn(place: SurveyPlace, id: string, day: string | null): Promise<Kept> {
    return this.#change(place, id, {
      set: 'closes_on = $4',
      when: `s.state in ('draft', 'opening', 'open')`,
      values: [day],
    });
  }

  /** Only what has been read, and only without a fault. The keeper makes its keys and opens it. */
  async open(place: SurveyPlace, id: string, revision: number): Promise<Kept | 'faults'> {
    const survey = await surveyOf(this.database, place, id);
    if (!survey) return 'changed';
    if (faultsOf(survey.definition, survey).length > 0) return 'faults';
    return this.#change(place, id, {
      set: `state = 'opening', closes_on = case when s.closes_on < current_date then null else s.closes_on end`,
      when: `s.state = 'draft' and s.revision = $4`,
      values: [revision],
    });
  }

  /** The keeper opens the last answers and counts them. */
  async close(place: SurveyPlace, id: string): Promise<Kept> {
    return this.#change(place, id, { set: `state = 'closing'`, when: `s.state = 'open'`, values: [] });
  }

  /** The same questions once more, as a new draft of the same list; undefined where there is no such survey. */
  async copy(place: SurveyPlace, id: string): Promise<string | undefined> {
    const survey = await surveyOf(this.database, place, id);
    if (!survey) return undefined;
    const copy = await this.begin(place, survey.definition);
    if (survey.sensitive) await this.declare(place, copy, true);
    return copy;
  }

  /** A draft that nobody has been asked, or a closed one with all that is known of its answers. */
  async remove({ registerId, listId }: SurveyPlace, id: string): Promise<Kept> {
    const rows = (await this.database.query(
      `with gone as (
         delete from survey.survey s
          where s.register_id = $1 and s.list_id = $2 and s.id = $3 and s.state in ('draft', 'closed') returning 1)
       select count(*)::int as count from gone`,
      [registerId, listId, id],
    )) as { count: number }[];
    return rows[0]!.count > 0 ? 'kept' : 'changed';
  }

  async #change(
    { registerId, listId }: SurveyPlace,
    id: string,
    { set, when, values }: { set: string; when: string; values: unknown[] },
  ): Promise<Kept> {
    const rows = (await this.database.query(
      `with changed as (
         update survey.survey s set ${set}
          where s.register_id = $1 and s.list_id = $2 and s.id = $3 and ${when} returning 1)
       select count(*)::int as count from changed`,
      [registerId, listId, id, ...values],
    )) as { count: number }[];
    return rows[0]!.count > 0 ? 'kept' : 'changed';
  }
}
