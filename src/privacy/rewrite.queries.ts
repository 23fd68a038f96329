import type { DataSource } from 'typeorm';

export async function registersToRewrite(database: DataSource): Promise<string[]> {
  const rows = (await database.query('select id from jatakk.register order by id')) as { id: string }[];
  return rows.map(({ id }) => id);
}

/** Finds who is to be rewritten. False when this register has had its turn today. */
export async function beginRewrite(database: DataSource, registerId: string): Promise<boolean> {
  const rows = (await database.query('select jatakk.begin_rewrite($1) as begun', [registerId])) as {
    begun: boolean;
  }[];
  return rows[0]!.begun;
}

/** Rewrites at most so many people. 0 when all are, null when another keeper is at it. */
export async function rewriteBatch(
  database: DataSource,
  registerId: string,
  most: number,
): Promise<number | null> {
  const rows = (await database.query('select jatakk.rewrite_batch($1, $2) as done', [registerId, most])) as {
    done: number | null;
  }[];
  return rows[0]!.done;
}

/** Rewrites at most so many conversations that changed before today. 0 when all are. */
export async function settleConversations(
  database: DataSource,
  registerId: string,
  most: number,
): Promise<number> {
  const rows = (await database.query('select jatakk.settle_conversations($1, $2) as done', [
    registerId,
    most,
  ])) as { done: number }[];
  return rows[0]!.done;
}
