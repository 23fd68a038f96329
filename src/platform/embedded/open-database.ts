import { join } from 'node:path';
import { type PerRole, perRole, roleName, RUNTIME_ROLES } from '../database/runtime-roles.js';
import type { Closing } from './closing.js';
import { databasePasswords, holdsCluster, type DataFolder } from './data-folder.js';
import { urlForRole, type HouseSettings } from './house-settings.js';
import { openLogFile } from './log-file.js';
import { ensureDatabase } from './owner-database.js';
import { findPostgresBinaries } from './postgres-binaries.js';
import { createCluster } from './postgres-cluster.js';
import { requireSameMajor } from './require-same-major.js';
import { PostgresServer } from './postgres-server.js';
import { choosePostgresUser } from './postgres-user.js';
import type { OwnRunRecord } from './run-record.js';
import { makeSocketFolder, removeSocketFolder } from './socket-folder.js';

/** A database that takes connections. */
export interface OpenDatabase {
  ownerUrl: string;
  urls: PerRole<string>;
  /** What the runtime roles' passwords are to be; undefined where another URL was given for a role. */
  passwords: Partial<PerRole<string>>;
  /** For the operator. */
  words: string;
}

/** The name of the database in a cluster of our own. */
export const DATABASE = 'jatakk';

/** Opens the database that `DATABASE_URL` names. */
export function openGivenDatabase(
  settings: HouseSettings & { databaseUrl: string },
  folder: DataFolder,
): OpenDatabase {
  const { databaseUrl, roleUrls } = settings;
  const passwords = databasePasswords(folder);
  const ours = RUNTIME_ROLES.filter((role) => !roleUrls[role]);
  return {
    ownerUrl: databaseUrl,
    urls: perRole((role) => roleUrls[role] ?? urlForRole(databaseUrl, roleName(role), passwords[role])),
    passwords: Object.fromEntries(ours.map((role) => [role, passwords[role]])),
    words: 'the PostgreSQL that DATABASE_URL names',
  };
}

/** Starts a PostgreSQL of our own on the data folder, making its cluster on the first start. */
export async function openOwnDatabase(
  folder: DataFolder,
  run: OwnRunRecord,
  closing: Closing,
  say: (line: string) => void,
): Promise<OpenDatabase> {
  const binaries = await findPostgresBinaries();
  requireSameMajor(folder, binaries);
  const user = choosePostgresUser(binaries, folder.root, folder.postgres);
  const log = openLogFile(join(folder.logs, 'postgres.log'));
  const passwords = databasePasswords(folder);
  if (!holdsCluster(folder)) {
    say('First start: making the database.');
    await createCluster({
      binaries,
      user,
      folder,
      ownerPassword: passwords.owner,
      log,
      signal: closing.signal,
    });
  }
  closing.signal.throwIfAborted();
  const socketFolder = makeSocketFolder(user.owner);
  run.note({ socketFolder });
  closing.add(() => removeSocketFolder(socketFolder));
  const server = new PostgresServer({ binaries, user, folder, socketFolder, log, say });
  closing.add((hurry) => server.stop(hurry));
  await server.start();
  await ensureDatabase(server.ownerUrl('postgres', passwords.owner), DATABASE);
  return {
    ownerUrl: server.ownerUrl(DATABASE, passwords.owner),
    urls: perRole((role) => server.url(DATABASE, roleName(role), passwords[role])),
    passwords: perRole((role) => passwords[role]),
    words: `PostgreSQL of our own, run as ${user.words}`,
  };
}
