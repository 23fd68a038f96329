import { until } from '../../support/until.js';
import type { Rows } from './rows.js';

/** Returns once so many connections of this database wait for a lock; throws when they do not within a second. */
export async function waitsForALock(rows: Rows, many = 1): Promise<void> {
  await until(
    'it waits for a lock',
    async () => {
      const { rows: found } = await rows.owner.query<{ waiting: number }>(
        `select count(*)::integer as waiting from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return found[0]!.waiting === many;
    },
    1500,
  );
}
