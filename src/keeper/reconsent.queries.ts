import type { DataSource } from 'typeorm';
import { isLocale, type Locale } from '../platform/i18n/messages.js';

export interface PublishedWords {
  text: string;
  frequency: string;
}

/** Every published purpose of a list. */
export class ListWords {
  private constructor(
    private readonly rows: (PublishedWords & { version: number; revision: number; locale: string })[],
  ) {}

  static async read(database: DataSource, listId: string): Promise<ListWords> {
    const rows: ListWords['rows'] = await database.query(
      `select version, revision, locale, text, frequency from jatakk.purpose_text
        where list_id = $1 order by version, revision`,
      [listId],
    );
    return new ListWords(rows);
  }

  /** As somebody said yes to them. */
  exactly(version: number, revision: number, locale: string): PublishedWords {
    return this.rows.find(
      (row) => row.version === version && row.revision === revision && row.locale === locale,
    )!;
  }

  /** A version in its newest revision. */
  newest(version: number, locale: string): PublishedWords {
    return this.rows.findLast((row) => row.version === version && row.locale === locale)!;
  }

  /** The newest words before a version. */
  before(version: number, locale: string): PublishedWords | undefined {
    return this.rows.findLast((row) => row.version < version && row.locale === locale);
  }
}

export interface AskedPerson {
  locale: Locale;
  version: number;
  revision: number;
}

/**
 * Writes down the hash of one person's link before the mail that holds it leaves, and says to which words they have
 * said yes. Undefined when this worker no longer holds the delivery.
 */
export async function askAnew(
  database: DataSource,
  delivery: { id: string; fence: string },
  tokenHash: Buffer,
): Promise<AskedPerson | undefined> {
  const rows = (await database.query('select * from jatakk.ask_anew($1, $2, $3)', [
    delivery.id,
    delivery.fence,
    tokenHash,
  ])) as { locale: string; version: number; revision: number }[];
  const row = rows[0];
  return row && { ...row, locale: isLocale(row.locale) ? row.locale : 'nb' };
}
