import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { PageLocale } from '../../platform/i18n/messages.js';
import type { RelayFacts } from './facts.js';

/** What the organisation adds to the privacy page. The database asks itself whether this session may. */
@Injectable()
export class AddFromUs {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** An empty text takes away what was there. False where the session may not. */
  async write(session: Buffer, texts: Readonly<Record<PageLocale, string>>): Promise<boolean> {
    for (const [locale, text] of Object.entries(texts))
      if (
        !(await this.#asks('select jatakk.write_privacy_text($1, $2, $3) as done', [session, locale, text]))
      )
        return false;
    return true;
  }

  /** Where a mail server that is in use stands. */
  async place(session: Buffer, { host, place }: RelayFacts): Promise<boolean> {
    const said = place === 'unsaid' ? null : place;
    return this.#asks('select jatakk.place_relay($1, $2, $3) as done', [session, host, said]);
  }

  async #asks(statement: string, parameters: readonly unknown[]): Promise<boolean> {
    const rows = (await this.database.query(statement, [...parameters])) as { done: boolean }[];
    return rows[0]!.done;
  }
}
