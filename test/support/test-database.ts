import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { migrate } from '../../src/platform/database/migrate.js';
import { type PerRole, perRole, roleName } from '../../src/platform/database/runtime-roles.js';

const folder = () => process.env.JATAKK_TEST_POSTGRES!;

/** A database of one spec file's own, migrated, with the roles to enter it as. */
export interface TestDatabase {
  ownerUrl: string;
  webUrl: string;
  keeperUrl: string;
  /** As each runtime role, as startWeb and startKeeper take them. */
  urls: PerRole<string>;
  /** As the owner: to look at everything, and to turn the clock by moving times into the past. */
  owner: pg.Client;
  drop(): Promise<void>;
}

export async function makeTestDatabase({ undoSeconds = 0 } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const urlFor = (user: string, password: string, database = name) =>
    `postgres://${user}:${password}@/${database}?host=${folder()}`;
  const admin = new pg.Client({ connectionString: urlFor('jatakk_owner', 'owner', 'postgres') });
  await admin.connect();
  const migrated = (database: string) =>
    migrate({
      ownerUrl: urlFor('jatakk_owner', 'owner', database),
      passwords: perRole((role) => role),
      undoSeconds,
      log: () => undefined,
    });
  // Roles belong to the whole server: two spec files making them at once take turns.
  await admin.query(`select pg_advisory_lock(4711)`);
  try {
    await makeTemplate(admin, migrated);
    await admin.query(`create database ${name} template ${TEMPLATE} strategy file_copy`);
    // What belongs to a database and not to what is in it is not copied.
    await migrated(name);
  } finally {
    await admin.query(`select pg_advisory_unlock(4711)`);
  }
  const owner = new pg.Client({ connectionString: urlFor('jatakk_owner', 'owner') });
  await owner.connect();
  await takeGuardOut(owner).catch(async (error: unknown) => {
    await Promise.all([owner.end(), admin.end()]);
    throw error;
  });
  return {
    ownerUrl: urlFor('jatakk_owner', 'owner'),
    webUrl: urlFor('jatakk_web', 'web'),
    keeperUrl: urlFor('jatakk_keeper', 'keeper'),
    urls: perRole((role) => urlFor(roleName(role), role)),
    owner,
    async drop() {
      await owner.end();
      await everybodyGone(admin, name);
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}

/** What is just closing is not thrown out: its owner would take that for a fault. Whoever stays for longer is. */
async function everybodyGone(admin: pg.Client, database: string): Promise<void> {
  const late = performance.now() + 1000;
  const connected = async () =>
    (await admin.query('select 1 from pg_stat_activity where datname = $1', [database])).rowCount;
  while ((await connected()) && performance.now() < late)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

const TEMPLATE = 'migrated';

/** Every migration once for each server, since all of them take a second or two and two hundred spec files want them. */
async function makeTemplate(admin: pg.Client, migrated: (database: string) => Promise<void>): Promise<void> {
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [TEMPLATE]);
  if (rowCount === 1) return;
  // Under another name until it is whole.
  await admin.query('drop database if exists migrating with (force)');
  await admin.query('create database migrating');
  await migrated('migrating');
  await admin.query(`alter database migrating rename to ${TEMPLATE}`);
}

/** For `npm run test:guards`, which shows that a test goes red without the guard that this SQL takes out. */
async function takeGuardOut(owner: pg.Client): Promise<void> {
  const file = process.env.JATAKK_MUTATION;
  if (!file) return;
  if (process.env.NODE_ENV !== 'test') throw new Error('JATAKK_MUTATION is for tests alone');
  await owner.query(readFileSync(file, 'utf8'));
}
