import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { makeTicket } from '../../../src/keeper/surveys/campaign-tickets.service.js';
import { SurveyKeyring } from '../../../src/keeper/surveys/survey-keys.service.js';
import { AnswerCount } from '../../../src/surveys/count-answers.js';
import type { SurveyDefinition } from '../../../src/surveys/survey-definition.js';
import { idOf } from '../chance.js';
import { dayBefore, monthBefore } from '../days.js';
import type { EmptyHouse } from '../empty-house.js';
import { listId, listOf, registerId } from '../plan.js';
import {
  DRAFT_SURVEY,
  PROGRAM_SURVEY,
  programAnswers,
  SAID,
  surveyId,
  VOLUNTEERS_SURVEY,
} from '../surveys.js';
import { withRings } from './keys.js';

/** How many had answered the one that is closed. */
const ANSWERED = 412;
/** How many of the one that is open were invited. */
const INVITED = 26;

/** A survey that is closed, one that is being written and one that is open. Answers the ways to answer the last. */
export async function seedSurveys({ owner, ownerUrl, secrets }: EmptyHouse): Promise<string[]> {
  await closed(owner);
  await put(owner, 'kladd', 'familielordag', DRAFT_SURVEY);
  await put(owner, 'frivillige', 'frivillige', VOLUNTEERS_SURVEY, {
    state: 'opening',
    closes: dayBefore(-18),
  });
  return withRings(ownerUrl, secrets.keeper, (rings, database) =>
    opened(new SurveyKeyring(database, rings), database),
  );
}

/** Opened by the keeper's own code, and tickets as it puts them into mails. */
async function opened(keyring: SurveyKeyring, database: DataSource): Promise<string[]> {
  await keyring.openPressed();
  const id = surveyId('frivillige');
  const keys = await keyring.of(id, database);
  return Array.from({ length: INVITED }, () => `/survey/${id}/${makeTicket(id, keys!.ticketKey)}`);
}

/** Counted as the keeper counts, and its answers gone. */
async function closed(owner: pg.Client): Promise<void> {
  const count = new AnswerCount(PROGRAM_SURVEY);
  for (let index = 0; index < ANSWERED; index += 1) count.add(programAnswers(index));
  const id = await put(owner, 'program', 'programmet', PROGRAM_SURVEY, {
    state: 'closed',
    month: monthBefore(45),
    answered: count.answered,
  });
  const cells = count.cells();
  await owner.query(
    `insert into survey.tally (survey_id, question, of_row, cell, count)
     select $1, c.* from unnest($2::text[], $3::text[], $4::text[], $5::integer[]) c`,
    [
      id,
      cells.map(({ question }) => question),
      cells.map(({ row }) => row),
      cells.map(({ cell }) => cell),
      cells.map((cell) => cell.count),
    ],
  );
  for (const [words, state] of SAID)
    await owner.query(
      `insert into survey.said (id, survey_id, question, words, state) values ($1, $2, 'more', $3, $4)`,
      [idOf(`said ${words}`), id, words, state],
    );
}

async function put(
  owner: pg.Client,
  key: Parameters<typeof surveyId>[0],
  list: string,
  definition: SurveyDefinition,
  {
    state = 'draft',
    month = monthBefore(2),
    closes = null as string | null,
    answered = null as number | null,
  } = {},
): Promise<string> {
  const id = surveyId(key);
  await owner.query(
    `insert into survey.survey (id, register_id, list_id, definition, state, month, closes_on, answered, ticket_key, answer_key)
     values ($1, $2, $3, $4, $5, $6, $7, $8, case when $5 = 'closed' then sha256('ticket') end,
             case when $5 = 'closed' then sha256('answer') end)`,
    [id, registerId(listOf(list).register), listId(list), definition, state, month, closes, answered],
  );
  return id;
}
