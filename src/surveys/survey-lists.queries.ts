import type { DataSource } from 'typeorm';

/** The ids of lists that surveys are of. */
export async function listsWithSurveys(surveys: DataSource): Promise<string[]> {
  const rows = (await surveys.query('select distinct list_id as id from survey.survey')) as { id: string }[];
  return rows.map(({ id }) => id);
}

/** With everything that was answered. */
export async function dropSurveysOf(surveys: DataSource, lists: readonly string[]): Promise<void> {
  if (lists.length > 0) await surveys.query('delete from survey.survey where list_id = any ($1)', [lists]);
}

/** Of those, which are open and of that list: what a campaign to it may lead to. */
export async function openSurveysOf(
  surveys: DataSource,
  { registerId, listId }: { registerId: string; listId: string },
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = (await surveys.query(
    `select id from survey.survey where register_id = $1 and list_id = $2 and id = any ($3) and state = 'open'`,
    [registerId, listId, ids],
  )) as { id: string }[];
  return new Set(rows.map(({ id }) => id));
}
