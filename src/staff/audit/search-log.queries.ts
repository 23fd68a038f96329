import type { DataSource } from 'typeorm';

/** Which lines are asked for; what is left out does not narrow. */
export interface LogSearch {
  /** A member's id, or who of those without one. */
  person?: string | undefined;
  act?: string | undefined;
  registerId?: string | undefined;
  /** Whole days, ISO dates, in the reader's time zone. */
  from?: string | undefined;
  to?: string | undefined;
  /** Lines before this one. */
  before?: number | undefined;
}

/** A line with the names that things have now; null where they are gone, or were never of it. */
export interface LogLine {
  number: number;
  at: Date;
  actorKind: 'staff' | 'operator' | 'keeper' | 'nobody';
  actorId: string | null;
  actor: string | null;
  act: string;
  registerId: string | null;
  register: string | null;
  listId: string | null;
  list: string | null;
  target: string | null;
  campaign: string | null;
  member: string | null;
  detail: Record<string, string | number | boolean>;
  /** By which status nothing came of it; null where something did. */
  nothing: number | null;
}

/** The newest lines that were asked for. The outcome of an act is told with it, not as a line of its own. */
export async function searchLog(
  database: DataSource,
  search: LogSearch,
  { timeZone, limit }: { timeZone: string; limit: number },
): Promise<LogLine[]> {
  const { where, values } = conditions(search, timeZone);
  const rows = (await database.query(
    `select a.number::double precision as number, a.at, a.actor_kind as "actorKind", a.actor_id as "actorId", s.name as actor, a.act,
            a.of_register as "registerId", coalesce(r.name, d.name) as register, a.of_list as "listId", l.name as list,
            a.target, c.subject as campaign, m.name as member, a.detail, (n.detail ->> 'status')::integer as nothing
       from (select x.number, x.at, x.actor_kind, x.actor_id, x.act, x.of_register, x.of_list, x.target, x.detail
               from jatakk.audit x where ${where} order by x.number desc limit $1) a
       left join jatakk.staff s on s.id = a.actor_id
       left join jatakk.register r on r.id = a.of_register
       left join jatakk.register_deletion d on d.register_id = a.of_register
       left join jatakk.list l on l.register_id = a.of_register and l.id = a.of_list
       left join jatakk.campaign c on c.register_id = a.of_register and c.id = a.target
       left join jatakk.staff m on m.id = a.target
       left join jatakk.audit n on n.act = 'came-to-nothing' and (n.detail ->> 'line')::bigint = a.number
      order by a.number desc`,
    [limit, ...values],
  )) as LogLine[];
  return rows;
}

function conditions(search: LogSearch, timeZone: string): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const where = [`x.act <> 'came-to-nothing'`];
  // The limit is the first parameter.
  const param = (value: unknown) => `$${values.push(value) + 1}`;
  const { person, act, registerId, from, to, before } = search;
  if (person === 'operator' || person === 'keeper' || person === 'nobody')
    where.push('x.actor_id is null', `x.actor_kind = ${param(person)}`);
  else if (person !== undefined) where.push(`x.actor_id = ${param(person)}`);
  if (act !== undefined) where.push(`x.act = ${param(act)}`);
  if (registerId !== undefined) where.push(`x.of_register = ${param(registerId)}`);
  if (before !== undefined) where.push(`x.number < ${param(before)}::bigint`);
  // By number, so that no other line is read: times grow with them.
  const midnight = (day: string, days: number) =>
    `((${param(day)}::date + ${days})::timestamp at time zone ${param(timeZone)})`;
  if (from !== undefined)
    where.push(
      `x.number >= (select y.number from jatakk.audit y where y.at >= ${midnight(from, 0)} order by y.at limit 1)`,
    );
  if (to !== undefined)
    where.push(
      `x.number <= (select y.number from jatakk.audit y where y.at < ${midnight(to, 1)} order by y.at desc limit 1)`,
    );
  return { where: where.join(' and '), values };
}
