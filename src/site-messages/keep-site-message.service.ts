import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { SiteMessageContent } from './site-message.js';

export interface SavedSiteMessage {
  outcome: 'saved' | 'changed' | 'full' | 'not-yours';
  /** When it was saved. */
  message: string | null;
}

/** What may be done with a message for the site: written, shown, taken off, removed. */
@Injectable()
export class KeepSiteMessage {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** @param session of a member of staff, whose right the database checks itself */
  async save(
    session: Buffer,
    { words, link, pages, fromDay, untilDay }: SiteMessageContent,
    known?: { id: string; revision: number },
  ): Promise<SavedSiteMessage> {
    const rows = (await this.database.query(
      'select * from jatakk.save_site_message($1, $2, $3, $4, $5, $6, $7, $8)',
      [
        session,
        known?.id ?? null,
        known?.revision ?? null,
        JSON.stringify(words),
        link,
        pages,
        fromDay,
        untilDay,
      ],
    )) as SavedSiteMessage[];
    return rows[0]!;
  }

  /** False where there is none. */
  show(session: Buffer, id: string, shown: boolean): Promise<boolean> {
    return this.#done('select jatakk.show_site_message($1, $2, $3) as done', [session, id, shown]);
  }

  remove(session: Buffer, id: string): Promise<boolean> {
    return this.#done('select jatakk.remove_site_message($1, $2) as done', [session, id]);
  }

  async #done(sql: string, values: unknown[]): Promise<boolean> {
    const rows = (await this.database.query(sql, values)) as { done: boolean }[];
    return rows[0]!.done;
  }
}
