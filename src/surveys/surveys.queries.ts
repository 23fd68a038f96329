import type { DataSource } from 'typeorm';
import { SurveyDefinition } from './survey-definition.js';
import type { TallyCell } from './shown-results.js';

/** Of which list a survey is: every query names it, beside the survey's own id. */
export interface SurveyPlace {
  registerId: string;
  listId: string;
}

export type SurveyState = 'draft' | 'opening' | 'open' | 'closing' | 'closed';

export interface Survey {
  id: string;
  state: SurveyState;
  definition: SurveyDefinition;
  sensitive: boolean;
  /** A day as `2026-11-30`. */
  closesOn: string | null;
  /** How many had answered when it was closed; null before. */
  answered: number | null;
  /** The first day of the month it was begun in, as `2026-11-01`. */
  month: string;
  revision: number;
}

const COLUMNS = `s.id, s.state, s.definition, s.sensitive, to_char(s.closes_on, 'YYYY-MM-DD') as "closesOn",
  s.answered, to_char(s.month, 'YYYY-MM-DD') as month, s.revision`;
const HERE = 's.register_id = $1 and s.list_id = $2';
type Row = Omit<Survey, 'definition'> & { definition: unknown };

const read = (row: Row): Survey => ({ ...row, definition: SurveyDefinition.parse(row.definition) });

/** Those that are open first, then drafts, then what is closed; the latest of each first. */
export async function surveysOf(
  database: DataSource,
  { registerId, listId }: SurveyPlace,
): Promise<Survey[]> {
  const rows = (await database.query(
    `select ${COLUMNS} from survey.survey s where ${HERE}
      order by array_position(array['open', 'opening', 'closing', 'draft', 'closed'], s.state), s.month desc, s.id`,
    [registerId, listId],
  )) as Row[];
  return rows.map(read);
}

export async function surveyOf(
  database: DataSource,
  { registerId, listId }: SurveyPlace,
  id: string,
): Promise<Survey | undefined> {
  const rows = (await database.query(`select ${COLUMNS} from survey.survey s where ${HERE} and s.id = $3`, [
    registerId,
    listId,
    id,
  ])) as Row[];
  return rows[0] && read(rows[0]);
}

/** How many have answered an open survey, in whole tens: one more or less is not to be seen. */
export async function answeredInTens(
  database: DataSource,
  { registerId, listId }: SurveyPlace,
  id: string,
): Promise<number> {
  const [row] = (await database.query(
    `select (count(*) / 10 * 10)::int as tens from survey.used_ticket u
       join survey.survey s on s.id = u.survey_id where ${HERE} and s.id = $3`,
    [registerId, listId, id],
  )) as { tens: number }[];
  return row!.tens;
}

/** What is kept of the answers to a closed survey. */
export async function tallyOf(
  database: DataSource,
  { registerId, listId }: SurveyPlace,
  id: string,
): Promise<TallyCell[]> {
  return (await database.query(
    `select t.question, t.of_row as row, t.cell, t.count from survey.tally t
       join survey.survey s on s.id = t.survey_id where ${HERE} and s.id = $3 and s.state = 'closed'`,
    [registerId, listId, id],
  )) as TallyCell[];
}
