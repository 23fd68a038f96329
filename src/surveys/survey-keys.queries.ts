import type { DataSource, EntityManager } from 'typeorm';

/** The public halves of what a survey is answered with, and the private ones as they lie wrapped. */
export interface SurveyKeysRow {
  /** Ed25519, 32 bytes: whoever holds a ticket was invited. */
  ticketKey: Buffer;
  /** X25519, 32 bytes: answers wait sealed to it. */
  answerKey: Buffer;
  wrapped: Buffer;
}

/** Surveys that staff have pressed open and that have no keys yet. */
export async function openingSurveys(surveys: DataSource): Promise<string[]> {
  const rows = (await surveys.query(`select id from survey.survey where state = 'opening'`)) as {
    id: string;
  }[];
  return rows.map(({ id }) => id);
}

/** Open from now on. False when it was opened, or taken back, meanwhile. */
export async function putKeys(surveys: DataSource, surveyId: string, keys: SurveyKeysRow): Promise<boolean> {
  const [, changed] = (await surveys.query(
    `update survey.survey set state = 'open', ticket_key = $2, answer_key = $3, wrapped_keys = $4, revision = revision + 1
      where id = $1 and state = 'opening'`,
    [surveyId, keys.ticketKey, keys.answerKey, keys.wrapped],
  )) as [unknown, number];
  return changed === 1;
}

/** Undefined unless it is open, or being closed. */
export async function readKeys(
  surveys: DataSource | EntityManager,
  surveyId: string,
): Promise<SurveyKeysRow | undefined> {
  const rows = (await surveys.query(
    `select ticket_key as "ticketKey", answer_key as "answerKey", wrapped_keys as wrapped
       from survey.survey where id = $1 and state in ('open', 'closing')`,
    [surveyId],
  )) as SurveyKeysRow[];
  return rows[0];
}

/** The wrapped keys of every survey that has some. */
export async function wrappedKeys(surveys: DataSource): Promise<{ id: string; wrapped: Buffer }[]> {
  return (await surveys.query(
    'select id, wrapped_keys as wrapped from survey.survey where wrapped_keys is not null order by id',
  )) as { id: string; wrapped: Buffer }[];
}

/** Puts them as they are wrapped anew in the place of what they were; where that has changed meanwhile, nothing. */
export async function putWrapped(
  surveys: DataSource,
  { id, was, wrapped }: { id: string; was: Buffer; wrapped: Buffer },
): Promise<void> {
  await surveys.query(
    'update survey.survey set wrapped_keys = $3 where id = $1 and wrapped_keys = $2 and state in ($4, $5)',
    [id, was, wrapped, 'open', 'closing'],
  );
}
