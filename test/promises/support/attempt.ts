import pg from 'pg';

/** A connection as one of the house's database roles. */
export async function signInto(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** Tries one statement and undoes it: 'done', 'permission denied', or SQLSTATE and message of another refusal. */
export async function outcomeOf(client: pg.Client, sql: string, values: unknown[] = []): Promise<string> {
  await client.query('begin');
  try {
    await client.query(sql, values);
    return 'done';
  } catch (error) {
    const { code, message } = error as pg.DatabaseError;
    return code === '42501' ? 'permission denied' : `${code} ${message}`;
  } finally {
    await client.query('rollback');
  }
}

/** The outcomes of several statements that differ from the one expected, each with its statement. */
export async function exceptions(
  client: pg.Client,
  statements: readonly string[],
  expected: string,
): Promise<string[]> {
  const others: string[] = [];
  for (const sql of statements) {
    const outcome = await outcomeOf(client, sql);
    if (outcome !== expected) others.push(`${sql}: ${outcome}`);
  }
  return others;
}
