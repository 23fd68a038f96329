import type { DataSource } from 'typeorm';
import { askedFields } from '../consent/asked-fields.queries.js';
import { placeFault } from './places.js';
import type { WrittenText } from './written-text.js';

/** A list's welcome as staff see it. */
export interface ListWelcome {
  /** The one that is on, and why it goes to nobody as things are; null where none is on. */
  on: { id: string; subject: string; why: string | null } | null;
  /** Those being written. */
  drafts: { id: string; subject: string }[];
}

export async function welcomeOf(database: DataSource, listId: string): Promise<ListWelcome> {
  const rows = (await database.query(
    `select c.id, c.subject, c.format, c.body, c.id = l.welcome_id as is_on, jatakk.why_no_welcome(l.id) as why
       from jatakk.campaign c join jatakk.list l on l.register_id = c.register_id and l.id = c.list_id
      where c.list_id = $1 and c.kind = 'welcome'
        and (c.id = l.welcome_id or c.state in ('draft', 'in-review', 'approved'))
      order by c.edited_at desc, c.id`,
    [listId],
  )) as (WrittenText & { id: string; subject: string; is_on: boolean | null; why: string | null })[];
  const on = rows.find(({ is_on: isOn }) => isOn);
  const asks = (await askedFields(database, listId)).map(({ name }) => name);
  // The keeper would find it out with each of them.
  if (on && on.why === null && placeFault(on, asks)) on.why = 'unknown-place';
  return {
    on: on ? { id: on.id, subject: on.subject, why: on.why } : null,
    drafts: rows.filter((row) => row !== on).map(({ id, subject }) => ({ id, subject })),
  };
}
