// Attacks the promises of docs/promises.md on the real database and processes, one line for each attack.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'scripts/jest.mjs'),
    // Names of files come first: Jest takes what follows these two for more of the same.
    ...process.argv.slice(2),
    '--selectProjects=promises',
    `--reporters=${join(root, 'test/support/prove-reporter.mjs')}`,
  ],
  { stdio: 'inherit', cwd: root },
);
process.exit(status ?? 1);
