import { runMigrations as runQueueMigrations } from 'bullmq';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { QUEUES } from '../queue/queue-names.js';
import { migrations } from './migrations.js';
import { type PerRole, roleName, RUNTIME_ROLES, urlSetting } from './runtime-roles.js';

export interface MigrateOptions {
  /** Connection URL of the role that owns the database. */
  ownerUrl: string;
  /** Passwords that the runtime roles get. Without one, an existing role keeps its own. */
  passwords: Partial<PerRole<string | undefined>>;
  /** Seconds between pressing send and the start of a campaign. */
  undoSeconds: number;
  /** Whether a second factor that was shown to the provider of sign-in is asked for again. */
  trustsProvider?: boolean;
  log: (line: string) => void;
  /** For a restore: goes on where one was cut off. With names, only those migrations, and not the queue. */
  restoring?: { only?: readonly string[] };
}

/** What the schema is marked with while a restore is under way. */
export const UNDER_RESTORE = 'a restore is under way';

/** Thrown for a database in which a restore was cut off: what is in it is not whole. */
export class HalfRestoredError extends Error {
  constructor() {
    super('A restore was cut off in this database. Run `jatakk restore` again: it begins from the start.');
  }
}

/** The role that owns tables and definer functions. Nobody can sign in as it, and it is no superuser. */
const SCHEMA_ROLE = 'jatakk_schema';

/** Thrown when the owner may not create roles: carries the SQL that somebody who may must run. */
export class RolesMissingError extends Error {
  constructor(sql: string) {
    super(
      'The database owner may not create roles. Let somebody who may run this, then start again:\n\n' +
        sql +
        `\n\nand give ${RUNTIME_ROLES.map((role) => `${urlSetting(role)}_FILE`).join(', ')} the passwords chosen.`,
    );
  }
}

const OLDEST_MAJOR = 15;

/** Thrown for a server older than what our functions and triggers are written for. */
export class OldServerError extends Error {
  constructor(version: string) {
    super(`PostgreSQL ${version} is too old for Jatakk: it needs ${OLDEST_MAJOR} or newer.`);
  }
}

/** Brings the database up to this version: roles, tables, functions, the queue's tables. Safe to run again. */
export async function migrate(options: MigrateOptions): Promise<void> {
  const { ownerUrl, passwords, undoSeconds, trustsProvider = false, log, restoring } = options;
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  let asRole: string | undefined;
  try {
    await refuseOldServer(client);
    // Two starts at once take turns.
    await client.query("select pg_advisory_lock(hashtext('jatakk migrate'))");
    if (!restoring && (await isHalfRestored(client))) throw new HalfRestoredError();
    asRole = await prepareRoles(client, passwords);
    const applied = await runHouseMigrations(ownerUrl, asRole, restoring?.only);
    if (restoring?.only) return;
    if (applied > 0) log(`database: ${applied} migration${applied === 1 ? '' : 's'} applied`);
    if (asRole) await client.query(`set role ${asRole}`);
    await runQueueMigrations(client);
    await grantQueue(client);
    await client.query('update jatakk.installation set undo_seconds = $1 where undo_seconds <> $1', [
      undoSeconds,
    ]);
    await client.query('update jatakk.installation set trusts_provider = $1 where trusts_provider <> $1', [
      trustsProvider,
    ]);
  } finally {
    await client.end();
  }
}

export async function isHalfRestored(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ mark: string | null }>(
    `select obj_description(to_regnamespace('jatakk'), 'pg_namespace') as mark`,
  );
  return rows[0]!.mark === UNDER_RESTORE;
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: string; version: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as version`,
  );
  const { number, version } = rows[0]!;
  if (Number(number) < OLDEST_MAJOR * 10_000) throw new OldServerError(version);
}

async function prepareRoles(
  client: pg.Client,
  passwords: MigrateOptions['passwords'],
): Promise<string | undefined> {
  const { rows } = await client.query<{ super: boolean; create: boolean; database: string }>(
    `select rolsuper as super, rolcreaterole as create, current_database() as database
       from pg_roles where rolname = current_user`,
  );
  const me = rows[0]!;
  const database = client.escapeIdentifier(me.database);
  for (const name of RUNTIME_ROLES) {
    const [role, password] = [roleName(name), passwords[name]];
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
    if (rowCount === 0 && !me.super && !me.create) {
      throw new RolesMissingError(
        RUNTIME_ROLES.map((each) => `create role ${roleName(each)} login password '…';`).join('\n'),
      );
    }
    if (rowCount === 0) await client.query(`create role ${role} login`);
    if (password && (me.super || me.create)) {
      await client.query(`alter role ${role} password ${client.escapeLiteral(password)}`);
    }
  }
  if (me.super) {
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [SCHEMA_ROLE]);
    if (rowCount === 0) await client.query(`create role ${SCHEMA_ROLE} nologin`);
    await client.query(`grant create, temporary on database ${database} to ${SCHEMA_ROLE}`);
  }
  await client.query(`create schema if not exists jatakk ${me.super ? `authorization ${SCHEMA_ROLE}` : ''}`);
  // A temporary table must never be able to stand in front of one of ours; nor does anybody need the public schema.
  await client.query(`revoke temporary, create on database ${database} from public`);
  await client.query('revoke all on schema public from public');
  return me.super ? SCHEMA_ROLE : undefined;
}

async function runHouseMigrations(
  ownerUrl: string,
  asRole: string | undefined,
  only: readonly string[] | undefined,
): Promise<number> {
  const source = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    schema: 'jatakk',
    installExtensions: false,
    migrations: migrations.filter(({ name }) => !only || only.includes(name)),
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    poolSize: 1,
    extra: asRole
      ? { options: `-c role=${asRole} -c search_path=jatakk` }
      : { options: '-c search_path=jatakk' },
  });
  await source.initialize();
  try {
    return (await source.runMigrations()).length;
  } finally {
    await source.destroy();
  }
}

/** Only the keeper works from the queue; web rings a bell without payload and has no right here. */
async function grantQueue(client: pg.Client): Promise<void> {
  // A queue's job counter is made at its first use, which would need CREATE: so that first use is here.
  for (const queue of Object.values(QUEUES)) {
    await client.query(
      `select bullmq.next_job_id($1) where to_regclass('bullmq.' || bullmq.job_id_seq_name($1)) is null`,
      [queue],
    );
  }
  await client.query(`
    revoke all on schema bullmq from public;
    revoke execute on all functions in schema bullmq from public;
    grant usage on schema bullmq to jatakk_keeper;
    grant select, insert, update, delete on all tables in schema bullmq to jatakk_keeper;
    grant usage, select, update on all sequences in schema bullmq to jatakk_keeper;
    grant execute on all functions in schema bullmq to jatakk_keeper;
  `);
}
