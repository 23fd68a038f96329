import { join, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeBackup } from '../platform/backup/make-backup.js';
import { readHouseSettings } from '../platform/embedded/house-settings.js';
import { readTextIfThere } from '../platform/embedded/private-file.js';
import { findOwner } from './find-owner.js';
import { readKeeperSecrets } from './keeper-secret.js';

const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** `jatakk backup [--to <folder>] [--keep <number>]`: the data, and apart from it the vault, while the house runs. */
export async function backupCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { to: { type: 'string' }, keep: { type: 'string' } } });
  const env = { ...process.env, ...(values.keep && { BACKUP_KEEP: values.keep }) };
  const { dataPath, backups } = readHouseSettings(env, projectRoot);
  const { to, keep } = backups;
  const houseId = readTextIfThere(join(dataPath, 'id'));
  const made = await makeBackup({
    ownerUrl: findOwner(env).url,
    secret: readKeeperSecrets(env, houseId)[0]!.toString('base64url'),
    houseId,
    to: values.to ? resolve(values.to) : to,
    keep,
  });
  for (const line of [
    `Data   ${made.dataFile}   (${made.rows} rows)`,
    `Vault  ${made.vaultFile}   (the newest, in place of the one before)`,
    ...(made.removed > 0 ? [`Older backups of the data removed: ${made.removed}.`] : []),
  ])
    process.stdout.write(`${line}\n`);
  return 0;
}
