import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface OlderPostgres {
  major: number;
  /** The URL of a database in it, as its superuser. */
  url: (database: string) => string;
  close(): Promise<void>;
}

/** Where an older PostgreSQL may be: as Debian puts it, or `JATAKK_OLDER_POSTGRES`, a folder with its programs. */
function findPrograms(): string | undefined {
  if (process.env.JATAKK_OLDER_POSTGRES) return process.env.JATAKK_OLDER_POSTGRES;
  const root = '/usr/lib/postgresql';
  const majors = existsSync(root) ? readdirSync(root).filter((major) => Number(major) < 18) : [];
  const folder = majors.length > 0 ? join(root, majors.sort().at(-1)!, 'bin') : undefined;
  return folder && existsSync(join(folder, 'initdb')) ? folder : undefined;
}

/** A server of an older major version; undefined where this machine has none. */
export async function startOlderPostgres(): Promise<OlderPostgres | undefined> {
  const programs = findPrograms();
  if (!programs) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'jold-'));
  const asRoot = process.getuid?.() === 0;
  const user = asRoot ? { uid: 65534, gid: 65534 } : {};
  chmodSync(folder, 0o755);
  if (asRoot) chownSync(folder, 65534, 65534);
  const password = join(folder, 'password');
  writeFileSync(password, 'owner', { mode: 0o644 });
  const data = join(folder, 'data');
  const args = ['-D', data, '-U', 'jatakk_owner', '--auth=scram-sha-256', `--pwfile=${password}`];
  const made = spawnSync(
    join(programs, 'initdb'),
    [...args, '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
    {
      ...user,
      cwd: '/',
      encoding: 'utf8',
    },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off'];
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    { ...user, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('exit', () => reject(new Error(`PostgreSQL ended: ${said}`)));
  });
  const version = spawnSync(join(programs, 'postgres'), ['--version'], { encoding: 'utf8' }).stdout;
  return {
    major: Number(/\) (\d+)/.exec(version)![1]),
    url: (database) => `postgres://jatakk_owner:owner@/${database}?host=${folder}`,
    async close() {
      const ended = once(server, 'exit');
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
