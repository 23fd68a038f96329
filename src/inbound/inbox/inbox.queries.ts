import type { DataSource } from 'typeorm';

/** What everybody of the staff may know of an inbox: counts and ages. */
export interface InboxCount {
  registerId: string;
  register: string;
  /** Conversations in which the last word is theirs. */
  waiting: number;
  open: number;
  /** From machines, which wait for nobody. */
  byMachines: number;
  /** The day of the mail that has waited longest; ISO. */
  oldest: string | null;
}

export async function inboxCounts(database: DataSource): Promise<InboxCount[]> {
  return (await database.query(
    `select c.register_id as "registerId", r.name as register, c.waiting, c.open, c.by_machines as "byMachines",
            c.oldest::text
       from jatakk.inbox_counts() c join jatakk.register r on r.id = c.register_id order by r.name`,
  )) as InboxCount[];
}

/** Which part of an inbox is shown. */
export const INBOX_VIEWS = ['waiting', 'open', 'closed', 'machines'] as const;

export type InboxView = (typeof INBOX_VIEWS)[number];

/** A conversation from outside: nothing that was written, and of people only which colleague has it. */
export interface InboxLine {
  id: string;
  state: 'open' | 'closed';
  automatic: boolean;
  awaits: boolean;
  messages: number;
  assignedTo: string | null;
  assignedName: string | null;
  /** ISO, the first of a month. */
  sinceMonth: string;
  /** ISO; null where no mail has come. */
  lastIn: string | null;
  themes: string[];
}

export interface InboxFilter {
  view: InboxView | 'all';
  themeId?: string | undefined;
  /** ISO, the first of a month. */
  month?: string | undefined;
  /** Only these, as a search has found them. */
  ids?: readonly string[] | undefined;
}

/** So many are shown at once. */
export const LINES = 100;

/** No line for whoever may not answer mail there. One more than are shown, where there are more. */
export async function inboxLines(
  database: DataSource,
  session: Buffer,
  registerId: string,
  { view, themeId, month, ids }: InboxFilter,
): Promise<InboxLine[]> {
  return (await database.query(
    `select id, state, automatic, awaits, messages, assigned_to as "assignedTo", assigned_name as "assignedName",
            since_month::text as "sinceMonth", last_in::text as "lastIn", themes
       from jatakk.inbox_lines($1, $2, $3, $4, $5, $6, $7)`,
    [session, registerId, view, themeId ?? null, month ?? null, ids ?? null, LINES + 1],
  )) as InboxLine[];
}

/** Who may be given a conversation of this register. */
export async function correspondentsOf(
  database: DataSource,
  registerId: string,
): Promise<{ id: string; name: string }[]> {
  return (await database.query(
    `select distinct s.id, s.name from jatakk.staff s
       join jatakk.grant_now g on g.staff_id = s.id and g.list_id is null
                                and (g.register_id is null or g.register_id = $1)
       join jatakk.role_act a on a.role = g.role and a.act = 'answer-mail'
      where s.state = 'active' order by s.name, s.id`,
    [registerId],
  )) as { id: string; name: string }[];
}
