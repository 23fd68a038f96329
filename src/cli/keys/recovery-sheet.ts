import { parseArgs } from 'node:util';
import { parseSecret } from '../../platform/config/read-secret.js';
import { readTextIfThere } from '../../platform/embedded/private-file.js';
import { sheetOf } from '../../platform/sealing/recovery-sheet.js';
import { findOwnSecrets } from './own-secrets.js';
import { secretsIn } from './secret-file.js';

/**
 * `jatakk keys recovery-sheet [--file <keeper secret>]`: the secrets as text to be printed. It is as good as the
 * secrets themselves, so it goes to the screen or a printer and is kept in no file.
 */
export async function recoverySheetCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { file: { type: 'string' } } });
  const own = values.file === undefined ? findOwnSecrets(process.env) : undefined;
  const file = values.file ?? own?.keeperFile;
  if (!file) throw new Error('There is no Jatakk here: --file names the file that holds the keeper secret.');
  const secrets = secretsIn(file);
  if (secrets.length > 1)
    throw new Error('The secret is being changed. Finish that first: jatakk keys rotate-secret');
  const web = own && readTextIfThere(own.webFile);
  const lines = [
    'JATAKK RECOVERY SHEET',
    '',
    `Written on   ${new Date().toISOString().slice(0, 10)}`,
    ...(own?.dataId ? [`Data folder  ${own.dataId}`] : []),
    `Keys in      ${own?.folder ?? file}`,
    '',
    ...sheetOf({ name: 'keeper.secret', secret: secrets[0]! }),
    '',
    ...(web ? [...sheetOf({ name: 'web.secret', secret: parseSecret(web, 'web.secret') }), ''] : []),
    'Without keeper.secret nobody can ever open an address again, from no backup. Whoever has it',
    'and a copy of the database can open all of them. Keep this paper where no backup is.',
    'After a change of the secret print a new one; keep this one for as long as a backup from before it.',
    '',
    'To use it: type everything from the line "keeper.secret" on into a file, or photograph and',
    'scan it, and call: jatakk keys from-sheet <file>. Small letters, O for 0 and I for 1 do.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}
