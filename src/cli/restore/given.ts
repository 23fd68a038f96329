import { readFileSync } from 'node:fs';
import { BackupError } from '../../platform/backup/backup-error.js';
import { BackupFileReader } from '../../platform/backup/backup-file-reader.js';
import { checkBackup, type WholeBackup } from '../../platform/backup/read-backup.js';
import { parseSecret } from '../../platform/config/read-secret.js';
import { JournalFolder, type ReadJournal } from '../../platform/journal/journal-folder.js';
import { readKeeperSecrets } from '../keeper-secret.js';

export interface GivenBackups {
  data: WholeBackup;
  vault: WholeBackup;
  secrets: Buffer[];
}

/** The id of the house that made a backup, by which its keys are found. It stands in the clear. */
export function houseOf(path: string): string | undefined {
  const file = new BackupFileReader(path, 'data');
  file.close();
  return file.preamble.houseId;
}

/**
 * Reads both files from end to end.
 * @param secretFiles secrets from before a change of the keeper's, tried beside it
 * @throws BackupError when one is not whole, or the vault is older than the data
 */
export function readBackups(
  env: NodeJS.ProcessEnv,
  given: { data: string; vault: string; secretFiles: string[]; olderVault: boolean },
): GivenBackups {
  const secrets = given.secretFiles.map((file) => parseSecret(readFileSync(file, 'utf8').trim(), file));
  secrets.unshift(...readKeeperSecrets(env, houseOf(given.data)));
  const data = checkBackup(given.data, 'data', secrets);
  const vault = checkBackup(given.vault, 'vault', secrets);
  if (data.houseId !== vault.houseId) throw new BackupError('The two backups are of two different houses.');
  if (vault.madeAt < data.madeAt && !given.olderVault) {
    throw new BackupError(
      `The vault (${vault.madeAt}) is older than the data (${data.madeAt}): who joined between the two cannot be ` +
        'opened any more and would be dropped. Take the newest vault, or accept it with --older-vault.',
    );
  }
  return { data, vault, secrets };
}

/** The journal from the backup on. @throws BackupError when it does not reach back so far, unless that is accepted */
export function readJournal(folder: string, { madeAt }: WholeBackup, accepted: boolean): ReadJournal {
  const journal = new JournalFolder(folder).read();
  if (accepted || (journal.since !== undefined && journal.since <= madeAt.slice(0, 10))) return journal;
  const what =
    journal.since === undefined
      ? `There is no journal in ${folder}`
      : `The journal in ${folder} begins on ${journal.since}`;
  throw new BackupError(
    `${what}, and the backup is of ${madeAt}: who left or was erased since then would be on the lists again. ` +
      "Name the keeper's journal with --journal <folder>; --without-journal accepts what it does not tell.",
  );
}
