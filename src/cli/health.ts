import { connect } from 'node:net';
import pg from 'pg';
import { readSetting } from '../platform/config/read-secret.js';

const PATIENCE_MS = 5_000;

/** `jatakk health`: 0 when the process beside which it runs does its work. Which one that is, its settings say. */
export async function healthCommand(): Promise<number> {
  const keeperUrl = readSetting(process.env, 'KEEPER_DATABASE_URL');
  if (keeperUrl) return (await keeperListens(keeperUrl)) ? 0 : 1;
  const isReceiver = readSetting(process.env, 'RECEIVER_DATABASE_URL') !== undefined;
  return (await (isReceiver ? receiverGreets() : webAnswers())) ? 0 : 1;
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

/** The receiver greets whoever brings mail. */
function receiverGreets(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: Number(process.env.RECEIVER_PORT || '2525') });
    const answer = (greets: boolean) => {
      socket.destroy();
      resolve(greets);
    };
    socket.setTimeout(PATIENCE_MS, () => answer(false));
    socket.once('error', () => answer(false));
    socket.once('close', () => answer(false));
    socket.once('data', (greeting: Buffer) => answer(greeting.toString('latin1').startsWith('220 ')));
  });
}
