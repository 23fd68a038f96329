import { randomUUID } from 'node:crypto';
import type { SurveyDefinition } from '../../src/surveys/survey-definition.js';
import type { ListIds, TestHouse } from './house.js';
import type { SunkMail } from './sink.js';
import { until } from './until.js';

const words = (nb: string) => ({ nb, en: `${nb} (en)` });
const option = (id: string, nb: string) => ({ id, words: words(nb) });

/** One question of each kind, and one that only some are asked. */
export const SURVEY: SurveyDefinition = {
  locales: ['nb', 'en'],
  title: words('Hva synes du om høsten?'),
  introduction: words('Det tar tre minutter.'),
  questions: [
    {
      kind: 'one',
      id: 'been',
      words: words('Har du vært her i høst?'),
      options: [option('yes', 'Ja'), option('no', 'Nei')],
    },
    {
      kind: 'several',
      id: 'what',
      words: words('Hva så du?'),
      if: { question: 'been', options: ['yes'] },
      options: [option('play', 'Teater'), option('music', 'Musikk'), option('dance', 'Dans')],
    },
    {
      kind: 'scale',
      id: 'again',
      words: words('Hvor gjerne kommer du igjen?'),
      from: 1,
      to: 5,
      low: words('slett ikke'),
      high: words('svært gjerne'),
    },
    {
      kind: 'matrix',
      id: 'how',
      words: words('Hvordan var det?'),
      rows: [option('food', 'Maten'), option('seat', 'Setene')],
      options: [option('good', 'Bra'), option('bad', 'Ikke bra')],
    },
    { kind: 'text', id: 'say', words: words('Noe mer?') },
  ],
};

/** A survey that its list's staff have pressed open, once the keeper has made its keys. */
export async function openSurvey(
  house: TestHouse,
  list: ListIds,
  { definition = SURVEY, sensitive = false }: { definition?: SurveyDefinition; sensitive?: boolean } = {},
): Promise<string> {
  const id = randomUUID();
  const { owner } = house.database;
  await owner.query(
    `insert into survey.survey (id, register_id, list_id, definition, sensitive, state) values ($1, $2, $3, $4, $5, 'opening')`,
    [id, list.registerId, list.listId, definition, sensitive],
  );
  await until('the survey is open', async () => (await stateOf(house, id)) === 'open');
  return id;
}

export async function stateOf(house: TestHouse, id: string): Promise<string> {
  const { rows } = await house.database.owner.query<{ state: string }>(
    'select state from survey.survey where id = $1',
    [id],
  );
  return rows[0]!.state;
}

export async function closeSurvey(house: TestHouse, id: string): Promise<void> {
  await house.database.owner.query(`update survey.survey set state = 'closing' where id = $1`, [id]);
  await until('the survey is closed', async () => (await stateOf(house, id)) === 'closed');
}

/** The way to answer in somebody's mail. */
export function answerPath(mail: SunkMail): string {
  return /\/survey\/[0-9a-f-]{36}\/[\w-]{100}/.exec(mail.parsed.text!)![0];
}

/** Everything in one go, as the last step sends it. */
export const sent = (fields: Record<string, string>): Record<string, string> => ({
  step: '9',
  go: 'send',
  lang: 'nb',
  ...fields,
});
