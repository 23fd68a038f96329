import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { CountedCell } from './count-answers.js';
import { type SurveyAnswers, SurveyDefinition } from './survey-definition.js';

/** What somebody wrote, apart from all else they answered. */
export interface SaidWords {
  question: string;
  words: string;
}

export interface WaitingAnswer {
  id: string;
  sealed: Buffer;
}

/** One keeper at a time works at a survey's answers. False while another does. */
export async function takeSurvey(tx: EntityManager, id: string): Promise<boolean> {
  const rows = (await tx.query(
    `select pg_try_advisory_xact_lock(hashtextextended('jatakk survey ' || $1, 0)) as taken`,
    [id],
  )) as { taken: boolean }[];
  return rows[0]!.taken;
}

export async function surveysWithWaiting(surveys: DataSource, least: number): Promise<string[]> {
  return idsOf(
    surveys,
    `select s.id from survey.survey s where s.state = 'open' and $1 <= (
       select count(*) from (select from survey.waiting w where w.survey_id = s.id limit $1) as enough)`,
    [least],
  );
}

/** Those that somebody has closed. Whose day is over are closed now. */
export async function closingSurveys(surveys: DataSource): Promise<string[]> {
  await surveys.query(
    `update survey.survey set state = 'closing', revision = revision + 1
      where state = 'open' and closes_on < current_date`,
  );
  return idsOf(surveys, `select id from survey.survey where state = 'closing'`);
}

export async function definitionOf(
  tx: EntityManager,
  id: string,
  state: 'open' | 'closing',
): Promise<SurveyDefinition | undefined> {
  const rows = (await tx.query('select definition from survey.survey where id = $1 and state = $2', [
    id,
    state,
  ])) as { definition: unknown }[];
  return rows[0] && SurveyDefinition.parse(rows[0].definition);
}

export async function waitingIds(tx: EntityManager, id: string): Promise<string[]> {
  return idsOf(tx, 'select id from survey.waiting where survey_id = $1 order by id', [id]);
}

export async function readWaiting(tx: EntityManager, ids: readonly string[]): Promise<WaitingAnswer[]> {
  return (await tx.query('select id, sealed from survey.waiting where id = any ($1) order by id', [
    ids,
  ])) as WaitingAnswer[];
}

/** In the order given, which is to be one of chance: each row gets an id of chance and this month. */
export async function putAnswers(
  tx: EntityManager,
  id: string,
  answers: readonly SurveyAnswers[],
): Promise<void> {
  await tx.query(
    `insert into survey.answer (id, survey_id, month, answers)
     select a.id, $1, date_trunc('month', now()), a.answers
       from unnest($2::uuid[], $3::jsonb[]) with ordinality as a (id, answers, at) order by a.at`,
    [id, answers.map(() => randomUUID()), answers.map((one) => JSON.stringify(one))],
  );
}

/** In the order given, which is to be another one of chance. */
export async function putSaid(tx: EntityManager, id: string, said: readonly SaidWords[]): Promise<void> {
  if (said.length === 0) return;
  await tx.query(
    `insert into survey.said (id, survey_id, question, words)
     select a.id, $1, a.question, a.words
       from unnest($2::uuid[], $3::text[], $4::text[]) with ordinality as a (id, question, words, at) order by a.at`,
    [id, said.map(() => randomUUID()), said.map(({ question }) => question), said.map(({ words }) => words)],
  );
}

export async function dropWaiting(tx: EntityManager, ids: readonly string[]): Promise<void> {
  await tx.query('delete from survey.waiting where id = any ($1)', [ids]);
}

/** The answers that were written in batches, so many at a time. */
export async function* writtenAnswers(
  tx: EntityManager,
  id: string,
  most = 5000,
): AsyncGenerator<SurveyAnswers> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows = (await tx.query(
      'select id, answers from survey.answer where survey_id = $1 and id > $2 order by id limit $3',
      [id, after, most],
    )) as { id: string; answers: SurveyAnswers }[];
    for (const { answers } of rows) yield answers;
    if (rows.length < most) return;
    after = rows.at(-1)!.id;
  }
}

/** Counts are what is left: keys, used tickets and every answer are gone. */
export async function putClosed(
  tx: EntityManager,
  id: string,
  { answered, cells, keepsWords }: { answered: number; cells: readonly CountedCell[]; keepsWords: boolean },
): Promise<void> {
  await tx.query(
    `insert into survey.tally (survey_id, question, of_row, cell, count)
     select $1, question, of_row, cell, count
       from unnest($2::text[], $3::text[], $4::text[], $5::integer[]) as t (question, of_row, cell, count)`,
    [
      id,
      cells.map(({ question }) => question),
      cells.map(({ row }) => row),
      cells.map(({ cell }) => cell),
      cells.map(({ count }) => count),
    ],
  );
  for (const table of ['waiting', 'answer', 'used_ticket', ...(keepsWords ? [] : ['said'])])
    await tx.query(`delete from survey.${table} where survey_id = $1`, [id]);
  await tx.query(
    `update survey.survey set state = 'closed', answered = $2, wrapped_keys = null, revision = revision + 1
      where id = $1 and state = 'closing'`,
    [id, answered],
  );
}

async function idsOf(
  database: DataSource | EntityManager,
  sql: string,
  values: unknown[] = [],
): Promise<string[]> {
  const rows = (await database.query(sql, values)) as { id: string }[];
  return rows.map(({ id }) => id);
}
