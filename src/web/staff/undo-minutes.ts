import type { DataSource } from 'typeorm';
import type { Eyes } from '../../registers/list.entity.js';

/** How much longer whoever sends alone may undo; the database has the same factor. */
const LONGER_ALONE = 6;

/** Whole minutes between pressing send and the start of a campaign. */
export async function undoMinutes(database: DataSource, eyes: Eyes): Promise<number> {
  const rows = (await database.query('select undo_seconds from jatakk.installation')) as {
    undo_seconds: number;
  }[];
  return Math.round((rows[0]!.undo_seconds * (eyes === 1 ? LONGER_ALONE : 1)) / 60);
}
