import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readHouseSettings } from '../platform/embedded/house-settings.js';
import { COUNTER_FILE, openKeeperState } from '../platform/embedded/keeper-state.js';
import { readTextIfThere, writePrivateFile } from '../platform/embedded/private-file.js';
import { secretsFolderPath } from '../platform/embedded/secrets-folder.js';
import { JOURNAL } from '../platform/journal/journal-folder.js';
import { houseOf, readBackups, readJournal } from './restore/given.js';
import { restoreDatabase } from './restore/restore-database.js';
import { withTarget } from './restore/target.js';
import { toldLines } from './restore/told.js';

const USAGE = 'Usage: jatakk restore <backup of the data> --vault <backup of the vault> [--journal <folder>]';
const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** `jatakk restore <file> --vault <file>`: a backup into an empty database, the journal over it, and everything held. */
export async function restoreCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      vault: { type: 'string' },
      journal: { type: 'string' },
      'without-journal': { type: 'boolean', default: false },
      'older-vault': { type: 'boolean', default: false },
      'secret-file': { type: 'string', multiple: true, default: [] },
    },
  });
  const [data, ...more] = positionals;
  if (!data || !values.vault || more.length > 0) throw new Error(USAGE);
  const settings = readHouseSettings(process.env, projectRoot);
  const houseId = houseOf(resolve(data));
  const state = keeperStateOf(settings, houseId);

  const given = readBackups(process.env, {
    data: resolve(data),
    vault: resolve(values.vault),
    secretFiles: values['secret-file'],
    olderVault: values['older-vault'],
  });
  const journalFolder = values.journal ? resolve(values.journal) : join(state, JOURNAL);
  const journal = readJournal(journalFolder, given.data, values['without-journal']);
  const { undoSeconds } = settings;
  const restored = await withTarget(settings, houseId, ({ takeName, ...target }) =>
    restoreDatabase({
      ...given,
      ...target,
      undoSeconds,
      journal: journal.lines,
      seen: counterIn(state),
      onEmptied: takeName,
    }),
  );
  noteCounter(settings, state, restored.held.counter);
  for (const line of toldLines(given, restored, journal.unreadable)) process.stdout.write(`${line}\n`);
  return 0;
}

/** Where the keeper keeps its notes, as a start finds it. */
function keeperStateOf(
  { keeperStatePath }: ReturnType<typeof readHouseSettings>,
  houseId: string | undefined,
): string {
  return keeperStatePath ?? join(secretsFolderPath(process.env, houseId), 'keeper-state');
}

function counterIn(state: string): number {
  const text = readTextIfThere(join(state, COUNTER_FILE));
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

/** So that the keeper knows this database: everything in it is held already. Another keeper asks all the same. */
function noteCounter(settings: ReturnType<typeof readHouseSettings>, state: string, counter: number): void {
  if (!existsSync(dirname(state))) return;
  const where = { ...settings, keeperStatePath: state };
  openKeeperState(where, { folder: dirname(state) });
  writePrivateFile(join(state, COUNTER_FILE), `${counter}\n`);
  openKeeperState(where, { folder: dirname(state) });
}
