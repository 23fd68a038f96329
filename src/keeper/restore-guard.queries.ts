import type { DataSource } from 'typeorm';

/** `go`: this database is the one that was there before. Otherwise a question to the operator is open. */
export type RestoreVerdict = 'go' | 'restored' | 'unsure';

export interface Beat {
  verdict: RestoreVerdict;
  /** The database's counter, after it was raised for `go`. */
  counter: number;
  /** The question that is open, for all but `go`. */
  question: string | null;
}

/**
 * Raises the database's counter, or asks whether it was restored.
 * @param seen the highest counter seen so far
 * @param waiting the question whose answer this keeper waits for
 */
export async function beat(
  database: DataSource,
  seen: number | undefined,
  waiting: string | null,
): Promise<Beat> {
  const rows = (await database.query('select verdict, counter, question from jatakk.beat($1, $2)', [
    seen ?? null,
    waiting,
  ])) as { verdict: RestoreVerdict; counter: string; question: string | null }[];
  const { verdict, counter, question } = rows[0]!;
  return { verdict, counter: Number(counter), question };
}

/** What a beat would go by, at the price of one read. */
export async function readCounter(database: DataSource): Promise<{ counter: number; restored: boolean }> {
  const rows = (await database.query(
    `select heartbeat as counter,
            exists (select 1 from jatakk.restore_question where answer is null and kind = 'restored') as restored
       from jatakk.installation`,
  )) as { counter: string; restored: boolean }[];
  return { counter: Number(rows[0]!.counter), restored: rows[0]!.restored };
}
