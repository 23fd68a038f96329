import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { faultCode } from '../fault-code.js';
import { DRAFT } from './backup-file-writer.js';
import { BackupError } from './backup-error.js';

/** Where backups lie. The vault has a folder of its own, to be carried to another place than the data. */
export interface BackupFolders {
  data: string;
  /** One file, the newest: an older one would still open who has been erased since. */
  vaultFile: string;
}

const NAME = /^jatakk-\d{4}-\d{2}-\d{2}T\d{6}\.\d{3}Z\.backup$/;

/** Makes the folders, closed to others, and clears what a killed backup left. @throws BackupError */
export function openBackupFolders(root: string): BackupFolders {
  const [data, vault] = [join(root, 'data'), join(root, 'vault')];
  try {
    for (const folder of [data, vault]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (const name of readdirSync(folder)) if (name.startsWith(DRAFT)) rmSync(join(folder, name));
    }
  } catch (error) {
    throw new BackupError(`The backups cannot be kept in ${root} (${faultCode(error)}).`, { cause: error });
  }
  return { data, vaultFile: join(vault, 'jatakk-vault.backup') };
}

/** Names sort by time, to the millisecond, in UTC. */
export function dataFileName(madeAt: Date): string {
  return `jatakk-${madeAt.toISOString().replaceAll(':', '')}.backup`;
}

/** The backups of the data, the oldest first, with when each was finished. */
export function dataBackups(root: string): { path: string; finishedAt: Date }[] {
  const folder = join(root, 'data');
  try {
    return readdirSync(folder)
      .filter((name) => NAME.test(name))
      .sort()
      .map((name) => ({ path: join(folder, name), finishedAt: statSync(join(folder, name)).mtime }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Deletes all but the newest `keep`. Answers how many went. */
export function keepNewest(root: string, keep: number): number {
  const old = dataBackups(root).slice(0, -keep);
  for (const { path } of old) rmSync(path, { force: true });
  return old.length;
}
