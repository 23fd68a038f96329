import type { DataSource } from 'typeorm';
import { askedFields } from '../consent/asked-fields.queries.js';
import { placeFault } from './places.js';
import type { WrittenText } from './written-text.js';

/** A welcome that is on and goes to nobody, although its list is open. */
export interface StandingWelcome {
  registerId: string;
  listId: string;
  list: string;
  subject: string;
  /** The address that its list's mail is from. */
  sender: string;
  /** Why it stands, as campaigns are held. */
  why: string;
}

/** Those that somebody has to see to: what they are for, their list or its sender became another. */
export async function welcomesThatStand(database: DataSource): Promise<StandingWelcome[]> {
  return (await database.query(
    `select * from (
       select l.register_id as "registerId", l.id as "listId", l.name as list, c.subject, l.sender_address as sender,
              jatakk.why_no_welcome(l.id) as why
         from jatakk.list l join jatakk.campaign c on c.register_id = l.register_id and c.id = l.welcome_id
        where l.state = 'open') w
      where w.why is not null order by w.list, w."listId" limit 50`,
  )) as StandingWelcome[];
}

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
