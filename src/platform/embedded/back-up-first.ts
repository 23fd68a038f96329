import { dataBackups } from '../backup/backup-files.js';
import type { BackupSettings } from './backup-settings.js';
import type { HouseSettings } from './house-settings.js';
import { Refusal } from './refusal.js';
import type { Secrets } from './secrets-folder.js';

/** A backup before migrations change what is there. Without one the start ends, and nothing has been changed. */
export async function backUpFirst(
  { backups }: Pick<HouseSettings, 'backups'>,
  make: () => Promise<string | undefined>,
  say: (line: string) => void,
): Promise<void> {
  if (!backups.nightly) return;
  try {
    const made = await make();
    if (made) say(`Before the database is brought up to date: backup made, ${made}`);
  } catch (error) {
    throw new Refusal(
      `The database is about to be brought up to date, and no backup could be made first: ${(error as Error).message} ` +
        'Nothing has been changed. JATAKK_BACKUPS=off starts without.',
    );
  }
}

/** While it is changed there are two, the newest last. */
export function newestSecret({ keeper }: Pick<Secrets, 'keeper'>): string {
  return keeper.split('\n').at(-1)!;
}

/** For the operator. */
export function backupWords({ to, nightly }: BackupSettings): string {
  if (!nightly) return 'off: none is made by itself';
  const newest = dataBackups(to).at(-1);
  return `${to}   (${newest ? `the newest of ${newest.finishedAt.toISOString().slice(0, 16)}Z` : 'none yet'})`;
}
