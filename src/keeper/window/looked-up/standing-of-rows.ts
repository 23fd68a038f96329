import type { Standing } from '../../../subscriptions/looked-up.js';
import type { StandingRow } from './look-up.queries.js';

export function standingOfRows(rows: readonly StandingRow[]): Standing {
  return {
    objected: rows[0]?.objected === true,
    subscriptions: rows.flatMap((row) =>
      row.subscription_id === null
        ? []
        : [
            {
              id: row.subscription_id,
              list: row.list_name,
              state: row.state,
              endedReason: row.ended_reason,
              pausedBy: row.paused_by,
              pausedUntil: row.paused_until,
              since: row.since_month,
              ended: row.ended_month,
            },
          ],
    ),
  };
}
