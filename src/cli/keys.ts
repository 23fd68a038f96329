import { keysSheetCommand } from './keys/from-sheet.js';
import { recoverySheetCommand } from './keys/recovery-sheet.js';
import { rotateSecretCommand } from './keys/rotate-secret.js';
import { rotateCommand } from './keys/rotate.js';
import { dropOldSecretCommand, newSecretCommand } from './keys/secret-file.js';
import { showKeysCommand } from './keys/show.js';

const ACTS: Record<string, (args: string[]) => Promise<number>> = {
  show: showKeysCommand,
  rotate: rotateCommand,
  'rotate-secret': rotateSecretCommand,
  'new-secret': newSecretCommand,
  'drop-old-secret': dropOldSecretCommand,
  'recovery-sheet': recoverySheetCommand,
  'from-sheet': keysSheetCommand,
};

/** `jatakk keys [show | rotate | rotate-secret | recovery-sheet | from-sheet | …]`: the keys that open and find people. */
export async function keysCommand([act = 'show', ...args]: string[]): Promise<number> {
  const run = Object.hasOwn(ACTS, act) ? ACTS[act] : undefined;
  if (!run) throw new Error(`Usage: jatakk keys ${Object.keys(ACTS).join(' | ')}`);
  return run(args);
}
