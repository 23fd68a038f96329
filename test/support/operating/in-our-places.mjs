// Puts the rehearsal's places and ports into a file that has just been installed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const rules = JSON.parse(readFileSync(join(process.env.MACHINE, 'rules.json'), 'utf8'));
for (const file of process.argv.slice(2)) {
  const text = rules.reduce(
    (/** @type {string} */ so, [from, to]) => so.replace(new RegExp(from, 'gm'), to),
    readFileSync(file, 'utf8'),
  );
  writeFileSync(file, text);
}
