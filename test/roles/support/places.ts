import { randomUUID } from 'node:crypto';
import type { TestHouse } from '../../support/house.js';
import { SURVEY } from '../../support/surveys.js';

/** A list with one of everything that a path can name. Every name is a word that appears nowhere else. */
export interface Corner {
  register: string;
  list: string;
  campaign: string;
  import: string;
  proposal: string;
  question: string;
  survey: string;
  /** On the organisation's own site: of no list, the same for each corner's role. */
  message: string;
}

export const NOTHING: Corner = {
  register: '00000000-0000-4000-8000-000000000001',
  list: '00000000-0000-4000-8000-000000000002',
  campaign: '00000000-0000-4000-8000-000000000003',
  import: '00000000-0000-4000-8000-000000000004',
  proposal: '00000000-0000-4000-8000-000000000005',
  question: '00000000-0000-4000-8000-000000000006',
  survey: '00000000-0000-4000-8000-000000000007',
  message: '00000000-0000-4000-8000-000000000008',
};

/** Words by which a page shows that it knows of a corner. */
export function wordsOf(name: string): string[] {
  return [`liste-${name}`, `brev-${name}`, `skjema-${name}`];
}

export async function makeCorner(house: TestHouse, register: string, name: string): Promise<Corner> {
  const made = await house.makeList(register, `liste-${name}`, `liste-${name}`);
  const corner: Corner = {
    register,
    list: made.listId,
    campaign: await house.writes(made, `brev-${name}`),
    import: randomUUID(),
    proposal: randomUUID(),
    question: randomUUID(),
    survey: randomUUID(),
    message: randomUUID(),
  };
  const { owner } = house.database;
  await owner.query(
    `insert into jatakk.import (id, register_id, list_id, tool, locale, author_id, state)
     select $1, $2, $3, 'mailchimp', 'nb', s.id, 'read' from jatakk.staff s limit 1`,
    [corner.import, register, corner.list],
  );
  await owner.query(
    `insert into jatakk.import_wording (register_id, import_id, position, from_day, to_day, text, note)
     values ($1, $2, 1, '2024-01-01', '2024-12-31', 'Ja takk.', 'skjema')`,
    [register, corner.import],
  );
  await owner.query(
    `insert into jatakk.proposal (id, kind, register_id, list_id, content, digest, author_id, says, why)
     select $1, 'purpose', $2, $3, $4, sha256('x'), s.id, 'material', 'fordi' from jatakk.staff s limit 1`,
    [corner.proposal, register, corner.list, JSON.stringify(CONTENT)],
  );
  await owner.query(
    'insert into survey.survey (id, register_id, list_id, definition) values ($1, $2, $3, $4)',
    [
      corner.survey,
      register,
      corner.list,
      { ...SURVEY, title: { nb: `skjema-${name}`, en: `skjema-${name}` } },
    ],
  );
  await owner.query(
    `insert into jatakk.site_message (id, words, link, pages)
     values ($1, '{"nb": {"text": "Kom", "label": "Les"}}', 'https://example.org/', '/')`,
    [corner.message],
  );
  return corner;
}

const CONTENT = {
  base: { version: 1, revision: 1 },
  texts: ['nb', 'en'].map((locale) => ({ locale, text: 'Noe annet.', frequency: 'Sjelden.' })),
};
