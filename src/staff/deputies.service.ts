import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { noonOf } from '../platform/i18n/formats.js';

/** Somebody who approves in another's place, up to and with a day. */
export interface Deputy {
  staffId: string;
  name: string;
  forId: string;
  forName: string;
  until: Date;
}

export type DeputyOutcome = 'named' | 'not-yours' | 'unknown' | 'bad-day';

/** An approver who is away names somebody to approve in their place. It ends by itself. */
@Injectable()
export class Deputies {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Those that hold now. */
  async all(): Promise<Deputy[]> {
    const rows = (await this.database.query(
      `select distinct s.id as "staffId", s.name, f.id as "forId", f.name as "forName", g.until::text as until
         from jatakk.grant_now g join jatakk.staff s on s.id = g.staff_id join jatakk.staff f on f.id = g.deputy_for
        where s.state = 'active' order by f.name, s.name`,
    )) as (Omit<Deputy, 'until'> & { until: string })[];
    return rows.map((row) => ({ ...row, until: noonOf(row.until) }));
  }

  /** Whoever was named before is so no longer. @param days from today, sixty at most */
  async name(session: Buffer, deputy: string, days: number): Promise<DeputyOutcome> {
    const rows = (await this.database.query(
      'select jatakk.name_deputy($1, $2, current_date + $3::integer) as outcome',
      [session, deputy, days],
    )) as { outcome: DeputyOutcome }[];
    return rows[0]!.outcome;
  }

  /** False when there was none. */
  async end(session: Buffer): Promise<boolean> {
    const rows = (await this.database.query('select jatakk.end_deputy($1) as ended', [session])) as {
      ended: boolean;
    }[];
    return rows[0]!.ended;
  }
}
