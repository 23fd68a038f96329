import type { EntityManager } from 'typeorm';
import type { JournalLine } from '../../platform/journal/journal-line.js';

/**
 * Takes what waits, for as long as the transaction lasts. Somebody who left, came back and left again between two looks
 * has two lines in no order: the leave counts, and so does a bounce.
 */
export async function takeJournal(tx: EntityManager): Promise<JournalLine[]> {
  return (await tx.query(
    `with taken as (delete from jatakk.journal returning kind, register_id, row_id, hash)
     select kind, register_id as "registerId", row_id as "rowId", hash from taken order by kind not in ('back', 'lifted')`,
  )) as JournalLine[];
}

export async function journalWaits(database: EntityManager): Promise<boolean> {
  const rows = (await database.query('select exists (select 1 from jatakk.journal) as waits')) as {
    waits: boolean;
  }[];
  return rows[0]!.waits;
}
