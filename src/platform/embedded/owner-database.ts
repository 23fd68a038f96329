import pg from 'pg';
import { Refusal } from './refusal.js';

/** Runs `work` on one connection as the role that owns the database. */
export async function asOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'jatakk-start',
    connectionTimeoutMillis: 10_000,
  });
  // A connection that breaks is told by the query that needed it.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Refusal(`The database cannot be reached as its owner: ${code ?? message}.`);
  }
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Makes the database, in a cluster of our own, where it is not there yet. */
export async function ensureDatabase(maintenanceUrl: string, name: string): Promise<void> {
  await asOwner(maintenanceUrl, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  });
}
