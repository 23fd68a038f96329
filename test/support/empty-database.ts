import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database with nothing in it, on the server of the test run. */
export interface EmptyDatabase {
  url: string;
  owner: pg.Client;
  drop(): Promise<void>;
}

export async function makeEmptyDatabase(): Promise<EmptyDatabase> {
  const name = `empty_${randomBytes(6).toString('hex')}`;
  const urlFor = (database: string) =>
    `postgres://jatakk_owner:owner@/${database}?host=${process.env.JATAKK_TEST_POSTGRES}`;
  const admin = new pg.Client({ connectionString: urlFor('postgres') });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const owner = new pg.Client({ connectionString: urlFor(name) });
  await owner.connect();
  return {
    url: urlFor(name),
    owner,
    async drop() {
      await owner.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}
