import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databasePasswords, holdsCluster, openDataFolder } from '../platform/embedded/data-folder.js';
import { readHouseSettings, urlForRole } from '../platform/embedded/house-settings.js';
import { DATABASE } from '../platform/embedded/open-database.js';
import { OWNER_ROLE } from '../platform/embedded/postgres-cluster.js';
import { readRunRecord } from '../platform/embedded/run-record.js';

/** The database as its owner, and the house it belongs to. */
export interface Owner {
  url: string;
  /** Where people find the house, as far as its start or the environment says. */
  publicUrl: string | undefined;
  /** The local mailbox of a house that `npm start` raised from a folder. */
  mailbox: string | undefined;
}

export const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** `DATABASE_URL` or `DATABASE_URL_FILE`; without them the database of the house that runs on the data folder. */
export function findOwner(env: NodeJS.ProcessEnv): Owner {
  const { databaseUrl, dataPath, publicUrl } = readHouseSettings(env, projectRoot);
  if (!existsSync(join(dataPath, 'id'))) {
    if (databaseUrl) return { url: databaseUrl, publicUrl, mailbox: undefined };
    throw new Error(
      `There is no Jatakk in ${dataPath}, and DATABASE_URL is not set. JATAKK_DATA may name another folder.`,
    );
  }
  const folder = openDataFolder(dataPath);
  const run = readRunRecord(folder.runFile);
  const found = { publicUrl: run?.publicUrl ?? publicUrl, mailbox: folder.mailbox };
  if (databaseUrl) return { ...found, url: databaseUrl };
  if (!holdsCluster(folder) || !run?.socketFolder) {
    throw new Error(
      `Jatakk does not run on ${dataPath}. Start it first (npm start), then do this beside it.`,
    );
  }
  const socket = `postgres:///${DATABASE}?host=${encodeURIComponent(run.socketFolder)}&port=5432`;
  return { ...found, url: urlForRole(socket, OWNER_ROLE, databasePasswords(folder).owner) };
}
