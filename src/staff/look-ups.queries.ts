import type { DataSource } from 'typeorm';

/** How often one member may look somebody up in a day. The database says so too (`jatakk.look_up`). */
export const LOOKS_A_DAY = 20;

export type LookAct = 'look' | 'print' | 'end' | 'send-link' | 'erase';

export interface Look {
  id: string;
  at: Date;
  by: string;
  register: string;
  reason: string;
  act: LookAct;
}

/** Who has looked somebody up lately, in these registers, and what came of it; newest first. Not whom. */
export async function latestLooks(database: DataSource, registerIds: readonly string[]): Promise<Look[]> {
  return (await database.query(
    `select l.id, l.at, s.name as by, r.name as register, l.reason, l.act
       from jatakk.record_look l join jatakk.staff s on s.id = l.staff_id join jatakk.register r on r.id = l.register_id
      where l.register_id = any ($1) order by l.at desc limit 20`,
    [registerIds],
  )) as Look[];
}

/** How often this member has looked in the last day. */
export async function looksToday(database: DataSource, staffId: string): Promise<number> {
  const rows = (await database.query(
    `select count(*)::integer as looks from jatakk.record_look
      where staff_id = $1 and act = 'look' and at > clock_timestamp() - interval '1 day'`,
    [staffId],
  )) as { looks: number }[];
  return rows[0]!.looks;
}
