import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readTextIfThere, writePrivateFile } from '../../platform/embedded/private-file.js';
import { readSheet } from '../../platform/sealing/recovery-sheet.js';
import { findOwnSecrets } from './own-secrets.js';

/**
 * `jatakk keys from-sheet <sheet> [--file <keeper secret>]`: puts secrets back from a recovery sheet. Never in the
 * place of another one: that may be the right one.
 */
export async function keysSheetCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { file: { type: 'string' } },
  });
  const [sheetFile] = positionals;
  if (!sheetFile)
    throw new Error('Usage: jatakk keys from-sheet <sheet, or - for what is typed> [--file <file>]');
  const secrets = readSheet(readFileSync(sheetFile === '-' ? 0 : sheetFile, 'utf8'));
  const folder = findOwnSecrets(process.env)?.folder;
  const target = (name: string) => {
    if (values.file !== undefined) return name === 'keeper.secret' ? values.file : undefined;
    if (folder) return join(folder, name);
    throw new Error('There is no Jatakk here: JATAKK_SECRETS or --file says where the secret belongs.');
  };
  const wanted = secrets.flatMap(({ name, secret }) => {
    const file = target(name);
    return file === undefined ? [] : [{ file, text: secret.toString('base64url') }];
  });
  for (const { file, text } of wanted) {
    const known = readTextIfThere(file);
    if (known !== undefined && known !== text)
      throw new Error(`${file} holds another secret already. Nothing has been changed: move it away first.`);
  }
  for (const { file, text } of wanted) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writePrivateFile(file, `${text}\n`);
    process.stdout.write(`${file} is there.\n`);
  }
  process.stdout.write('Start Jatakk: it says whether this is the secret of its database.\n');
  return 0;
}
