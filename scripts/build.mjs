// Builds all of Jatakk into dist, anew: the program, then the one script that its pages bring.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

rmSync(join(root, 'dist'), { recursive: true, force: true });
const nest = createRequire(import.meta.url).resolve('@nestjs/cli/bin/nest.js');
for (const program of [
  [nest, 'build'],
  [join(root, 'scripts/bundle.mjs'), ...process.argv.slice(2)],
]) {
  const { status } = spawnSync(process.execPath, program, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
