import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { DataFolder } from './data-folder.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { readTextIfThere } from './private-file.js';
import { Refusal } from './refusal.js';

/** Refuses a cluster that another major version of PostgreSQL has made, and says the way across. */
export function requireSameMajor(folder: DataFolder, { postgres }: PostgresBinaries): void {
  const made = readTextIfThere(join(folder.postgres, 'PG_VERSION'));
  const { stdout } = spawnSync(postgres, ['--version'], { cwd: '/', encoding: 'utf8' });
  const comes = /\(PostgreSQL\) (\d+)/.exec(stdout)?.[1];
  if (made === undefined || comes === undefined || made === comes) return;
  throw new Refusal(
    `The database in ${folder.postgres} was made by PostgreSQL ${made}, and this Jatakk comes with PostgreSQL ${comes}, ` +
      `which cannot read it. Nothing has been changed. Start the Jatakk from before once more, make a backup ` +
      `(jatakk backup) and stop it; then move that folder away and put the backup into a new one with this Jatakk ` +
      `(jatakk restore): see "Another PostgreSQL" in docs/operating.md.`,
  );
}
