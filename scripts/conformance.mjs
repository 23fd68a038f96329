// Compares what is built here with collections of real material that are no part of it: `--corpus DIR` names a folder.
// Reads DIR/addresses (isEmail) and, where it is there, DIR/bounces (Sisimai). `--json` makes the last line JSON.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareAddresses } from './conformance/addresses.mjs';
import { compareBounces } from './conformance/bounces.mjs';

const USAGE = 'Usage: npm run test:conformance -- --corpus DIR [--json]';

function main() {
  const { values } = parseArgs({ options: { corpus: { type: 'string' }, json: { type: 'boolean' } } });
  if (!values.corpus) throw new Error(USAGE);
  const compared = { addresses: compareAddresses(values.corpus) };
  if (existsSync(join(values.corpus, 'bounces'))) compared.bounces = compareBounces(values.corpus);
  const figures = Object.fromEntries(Object.entries(compared).map(([name, { figures }]) => [name, figures]));
  if (values.json) console.log(JSON.stringify(figures));
  return Object.values(compared).every(({ ok }) => ok) ? 0 : 1;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
