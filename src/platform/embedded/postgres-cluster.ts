import { once } from 'node:events';
import { chownSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DataFolder } from './data-folder.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import type { PostgresUser } from './postgres-user.js';
import { syncFolder, writePrivateFile } from './private-file.js';
import { Refusal } from './refusal.js';
import { spawnPostgres } from './spawn-postgres.js';

/** The role that owns the cluster. */
export const OWNER_ROLE = 'jatakk_owner';

/** Makes the database cluster. It gets its name only when it is whole, so a start that was cut off begins again. */
export async function createCluster(options: {
  binaries: PostgresBinaries;
  user: PostgresUser;
  folder: DataFolder;
  ownerPassword: string;
  log: { fd: number; path: string };
  signal: AbortSignal;
}): Promise<void> {
  const { binaries, user, folder, ownerPassword, log, signal } = options;
  const draft = `${folder.postgres}.new`;
  const passwordFile = `${draft}.password`;
  const { uid, gid } = user.owner;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  chownSync(draft, uid, gid);
  try {
    writePrivateFile(passwordFile, ownerPassword);
    chownSync(passwordFile, uid, gid);
    const initdb = spawnPostgres(user, binaries.initdb, initdbArguments(draft, passwordFile), {
      log: log.fd,
      signal,
    });
    const [code] = (await once(initdb, 'exit')) as [number | null];
    if (code !== 0) throw new Refusal(`The database could not be made. ${log.path} says why.`);
    renameSync(draft, folder.postgres);
    syncFolder(dirname(folder.postgres));
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

function initdbArguments(folder: string, passwordFile: string): string[] {
  return [
    `--pgdata=${folder}`,
    `--username=${OWNER_ROLE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same on every system: letters compare and fold by Unicode, whatever locales are installed.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
  ];
}
