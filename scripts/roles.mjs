// Every route for staff, crossed with every role at every place: what the policy does not grant is not there. With
// --json the last line is the sum.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'jatakk-roles-'));
const summary = join(folder, 'summary.json');
const { status } = spawnSync(
  process.execPath,
  [join(root, 'scripts/jest.mjs'), '--selectProjects', 'roles'],
  {
    stdio: 'inherit',
    cwd: root,
    env: { ...process.env, ROLES_SUMMARY: summary },
  },
);
if (process.argv.includes('--json') && existsSync(summary)) console.log(readFileSync(summary, 'utf8'));
rmSync(folder, { recursive: true });
process.exit(status ?? 1);
