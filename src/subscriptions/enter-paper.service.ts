import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';

/** Counts slips of paper as they are typed in, so that it can be seen who typed how many, and never whose. */
@Injectable()
export class EnterPaper {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Counts one, by session. `enough`: today that member of staff has typed in as many as go. */
  async count(session: Buffer, listId: string): Promise<'counted' | 'enough' | 'not-yours'> {
    const rows = (await this.database.query('select jatakk.count_paper($1, $2) as outcome', [
      session,
      listId,
    ])) as { outcome: 'counted' | 'enough' | 'not-yours' }[];
    return rows[0]!.outcome;
  }

  /** How many have been typed in for a list on each of the last days, the newest first. */
  async counts(listId: string): Promise<{ day: string; name: string; count: number }[]> {
    return (await this.database.query(
      `select p.day::text as day, s.name, p.count from jatakk.paper_count p join jatakk.staff s on s.id = p.staff_id
        where p.list_id = $1 order by p.day desc, s.name limit 20`,
      [listId],
    )) as { day: string; name: string; count: number }[];
  }
}
