import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';

export const RIGHTS = [
  'access',
  'portability',
  'rectification',
  'erasure',
  'restriction',
  'objection',
  'withdrawal',
  'other',
] as const;

export type Right = (typeof RIGHTS)[number];

/** Something that somebody asked for by their rights. Dates are ISO. Nothing says who it was. */
export interface RightsRequest {
  id: string;
  kind: Right;
  received: string;
  due: string;
  note: string;
  notedBy: string;
  done: string | null;
  doneBy: string | null;
  overdue: boolean;
}

/** The requests: what is open first, the most urgent at the top. */
export async function rightsRequests(database: DataSource): Promise<RightsRequest[]> {
  return (await database.query(
    `select r.id, r.kind, r.received_on::text as received, r.due_on::text as due, r.note, n.name as "notedBy",
            r.done_on::text as done, d.name as "doneBy", r.done_on is null and r.due_on < current_date as overdue
       from jatakk.rights_request r join jatakk.staff n on n.id = r.noted_by
       left join jatakk.staff d on d.id = r.done_by
      order by r.done_on is not null, case when r.done_on is null then r.due_on end, r.done_on desc, r.id limit 200`,
  )) as RightsRequest[];
}

/** What is open and past its day, and what is due within a week: how many, and the first of those days. */
export async function rightsDue(
  database: DataSource,
): Promise<{ overdue: number; soon: number; first: string | null }> {
  const rows = (await database.query(
    `select count(*) filter (where due_on < current_date)::integer as overdue,
            count(*) filter (where due_on >= current_date)::integer as soon,
            min(due_on) filter (where due_on >= current_date)::text as first
       from jatakk.rights_request where done_on is null and due_on <= current_date + 7`,
  )) as { overdue: number; soon: number; first: string | null }[];
  return rows[0]!;
}

export async function noteRightsRequest(
  database: DataSource,
  request: { kind: Right; received: string; note: string; by: string },
): Promise<void> {
  await database.query(
    `insert into jatakk.rights_request (id, kind, received_on, note, noted_by) values ($1, $2, $3, $4, $5)`,
    [randomUUID(), request.kind, request.received, request.note, request.by],
  );
}

/** Done today, by this member; the first press counts. */
export async function finishRightsRequest(database: DataSource, id: string, by: string): Promise<void> {
  await database.query(
    `update jatakk.rights_request set done_on = greatest(current_date, received_on), done_by = $2
      where id = $1 and done_on is null`,
    [id, by],
  );
}
