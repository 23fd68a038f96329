import pg from 'pg';
import { readSetting } from '../platform/config/read-secret.js';

const PATIENCE_MS = 5_000;

/** `jatakk health`: 0 when the process beside which it runs does its work. Which one that is, its settings say. */
export async function healthCommand(): Promise<number> {
  const keeperUrl = readSetting(process.env, 'KEEPER_DATABASE_URL');
  return (await (keeperUrl ? keeperListens(keeperUrl) : webAnswers())) ? 0 : 1;
}

async function webAnswers(): Promise<boolean> {
  const url = `http://127.0.0.1:${process.env.PORT || '3000'}/health`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => undefined);
  return answer?.status === 200;
}

/** The keeper has no port. What it always has is a connection on which it hears the bell. */
async function keeperListens(keeperUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: keeperUrl, connectionTimeoutMillis: PATIENCE_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query(
      `select 1 from pg_stat_activity
        where usename = current_user and application_name = 'jatakk-bell' limit 1`,
    );
    return rowCount === 1;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
