// Crashes real processes while they send, and counts what arrived: `npm run test:crash -- [--json] [names…]`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../test/crash');
const json = process.argv.includes('--json');
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const say = (line) => process.stdout.write(`${line}\n`);

const names = readdirSync(folder)
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.slice(0, -'.mjs'.length));
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')}. There are: ${names.join(', ')}.\n`);
  process.exit(2);
}

/** A program of its own, since it mounts a disk where nobody else sees it. */
const APART = 'disk-full';

const scenarios = [];
for (const name of asked.length > 0 ? asked : names) {
  const path = join(folder, `${name}.mjs`);
  const scenario = name === APART ? apart(path) : await import(pathToFileURL(path).href);
  scenarios.push({ name, run: scenario.run, title: scenario.title, waits: scenario.waits === true });
}

/** @param {string} path */
function apart(path) {
  const run = async () => {
    const child = spawn(process.execPath, [path, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk) => (said += chunk));
    const [code] = await once(child, 'close');
    const lines = said.trim().split('\n');
    if (code !== 0) return { broken: [`it ended with ${code}`, ...lines.slice(-5)] };
    return { broken: [], figures: JSON.parse(lines.at(-1)) };
  };
  return {
    title: 'the disk that everything lies on becomes full while a campaign is sent',
    run,
    waits: true,
  };
}

// Each scenario's PostgreSQL cleans up after itself when this ends.
process.setMaxListeners(0);

/** What each scenario gave, by its name. */
const results = {};

async function tried({ name, run, title }) {
  const from = Date.now();
  const result = await run().catch((error) => ({ broken: [`it could not be carried out: ${error.stack}`] }));
  const { broken, figures = {}, said = [] } = result;
  results[name] = { broken, figures };
  say(
    `${broken.length === 0 ? 'holds ' : 'BROKEN'} ${name}: ${title} (${Math.round((Date.now() - from) / 1000)} s)`,
  );
  say(`       ${JSON.stringify(figures)}`);
  for (const line of broken) say(`       - ${line}`);
  if (broken.length > 0) for (const line of said) say(`         the keeper said ${line}`);
}

const waiting = scenarios.filter(({ waits }) => waits);
const working = scenarios.filter(({ waits }) => !waits);

/** One after the other, each taken off the first of those lists that still has one. */
async function inTurn(...lists) {
  for (let next; (next = lists.find((list) => list.length > 0)?.shift());) await tried(next);
}

// Those that mostly wait for a clock go beside the others; when they are done, the last of the others go two at a time.
await Promise.all([inTurn(working), inTurn(waiting, working)]);

const all = Object.values(results);
const broken = all.some((result) => result.broken.length > 0);
const sum = (figure) => all.reduce((total, { figures }) => total + (figures[figure] ?? 0), 0);
const { 'kill-the-keeper': killed, 'leave-while-sending': left } = results;
say(broken ? 'Something is broken.' : 'Nobody was mailed twice, and nobody was lost.');
if (json) {
  say(
    JSON.stringify({
      kills: killed?.figures.kills ?? 0,
      deliveries: (killed?.figures.deliveries ?? 0) + (left?.figures.deliveries ?? 0),
      duplicates: sum('duplicates'),
      lost: sum('lost'),
      afterUnsubscribe: left?.figures.afterUnsubscribe ?? null,
      unknown: killed?.figures.unknown ?? null,
      unknownBound: killed?.figures.unknownBound ?? null,
    }),
  );
}
// Now, whatever a broken scenario has left running: whoever reads this waits for its end.
process.stdout.write('', () => process.exit(broken ? 1 : 0));
