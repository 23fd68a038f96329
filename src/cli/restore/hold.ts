import type pg from 'pg';

export interface Held {
  campaigns: number;
  unknownDeliveries: number;
  droppedNotices: number;
  /** The counter that the keeper is to know this database by. */
  counter: number;
}

/** As `jatakk restored --yes` does: what was under way may have arrived since, and none of it goes out by itself. */
export async function holdWhatWasUnderWay(client: pg.Client, seen: number): Promise<Held> {
  await client.query(
    `insert into jatakk.restore_question (id, kind, highest) values (gen_random_uuid(), 'restored', $1)
     on conflict do nothing`,
    [seen],
  );
  await client.query(
    `update jatakk.restore_question set kind = 'restored', highest = greatest(highest, $1) where answer is null`,
    [seen],
  );
  const { rows } = await client.query<Record<string, string>>(
    'select campaigns, unknown_deliveries, dropped_notices from jatakk.answer_restored(true)',
  );
  const { campaigns, unknown_deliveries, dropped_notices } = rows[0]!;
  const { rows: now } = await client.query<{ heartbeat: string }>(
    'select heartbeat from jatakk.installation',
  );
  return {
    campaigns: Number(campaigns),
    unknownDeliveries: Number(unknown_deliveries),
    droppedNotices: Number(dropped_notices),
    counter: Number(now[0]!.heartbeat),
  };
}
