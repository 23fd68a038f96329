// Takes one guard after the other out of a copy and demands that its test goes red, for that reason:
// `npm run test:guards -- [--json] [--green] [part of a guard's name…]`. With `--green` all of it is taken to be green with
// every guard in place: `npm test` has just said so of the same files.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { guards, sqlOf, without } from '../test/guards/mutations.mjs';
import { CopiedTree } from '../test/guards/support/copied-tree.mjs';
import { whyMissed } from '../test/guards/support/judge-mutant.mjs';
import { SpecRunner } from '../test/guards/support/spec-runner.mjs';
import raisePostgres, { stop as endPostgres } from '../test/support/global-setup.mjs';

const AT_ONCE = 4;
/** For all that is to go red, while it is still green. */
const ALL_MS = 600_000;

const json = process.argv.includes('--json');
const isKnownGreen = process.argv.includes('--green');
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const chosen = guards.filter(({ guard }) => asked.length === 0 || asked.some((part) => guard.includes(part)));
const say = (line) => process.stdout.write(`${line}\n`);
if (chosen.length === 0) {
  process.stderr.write(`No guard is called so. There are:\n${guards.map(({ guard }) => guard).join('\n')}\n`);
  process.exit(2);
}

/** All that is to be run of their files; undefined for everything. */
const testsOf = (those) =>
  those.some(({ inTurn }) => inTurn)
    ? undefined
    : those.flatMap(({ caughtBy }) => caughtBy.map(({ test }) => test));

const specsOf = (those) => [...new Set(those.flatMap(({ caughtBy }) => caughtBy.map(({ spec }) => spec)))];

const folder = mkdtempSync(join(tmpdir(), 'jatakk-guards-'));
// Parts of a house that is started run as other users, and read what the specs put in their way.
chmodSync(folder, 0o711);
const cache = join(folder, 'cache');
const missed = [];

/** Whether all that is to go red is green before. */
async function isGreen(runner) {
  const results = [];
  for (const those of [chosen.filter(({ inTurn }) => !inTurn), chosen.filter(({ inTurn }) => inTurn)]) {
    const how = { workers: AT_ONCE, longestMs: ALL_MS, only: testsOf(those) };
    if (those.length > 0) results.push(...(await runner.run(specsOf(those), how)));
  }
  runner.end();
  const red = results.filter(({ status }) => status === 'failed');
  for (const { spec, test, said } of red) say(`red before anything is taken out: ${spec} “${test}”\n${said}`);
  for (const { guard, caughtBy } of chosen)
    for (const { spec, test } of caughtBy) {
      if (results.some((one) => one.spec === spec && one.test === test)) continue;
      red.push(test);
      say(`${guard}: there is no “${test}” in ${spec}`);
    }
  if (red.length === 0) say(`${specsOf(chosen).length} spec files are green with every guard in place`);
  return red.length === 0;
}

async function takeOut(guard, tree, runner) {
  const from = Date.now();
  let why;
  try {
    const sql = sqlOf(guard);
    const mutation = sql && `${tree.path}.sql`;
    if (sql) writeFileSync(mutation, sql);
    else tree.change(guard.inFile, (text) => without(text, guard));
    const how = { mutation, only: testsOf([guard]) };
    const look = async () => whyMissed(guard, await runner.run(specsOf([guard]), how));
    const inTheSame = runner.isUsed;
    why = await look();
    // What an earlier mutant left in the process says nothing of this one.
    if (why && inTheSame) {
      runner.end();
      why = await look();
    }
  } catch (error) {
    why = error.message;
  } finally {
    tree.restore();
  }
  if (why) missed.push(guard.guard);
  const by = guard.caughtBy.map(({ spec, test }) => `${basename(spec)} “${test}”`).join(' and ');
  const seconds = Math.round((Date.now() - from) / 1000);
  say(`${guard.guard} · taken out · ${why ? `MISSED: ${why}` : `caught by ${by}`} (${seconds} s)`);
}

async function takeOutAll(trees) {
  const left = [...chosen];
  await Promise.all(
    trees.map(async (tree) => {
      const runner = new SpecRunner(tree, cache);
      for (let guard = left.shift(); guard; guard = left.shift()) await takeOut(guard, tree, runner);
      runner.end();
    }),
  );
}

const from = Date.now();
let green = false;
try {
  await raisePostgres();
  const trees = Array.from({ length: AT_ONCE }, (_, at) => new CopiedTree(join(folder, `copy${at}`)));
  green = isKnownGreen || (await isGreen(new SpecRunner(trees[0], cache)));
  if (green) await takeOutAll(trees);
} finally {
  if (globalThis.jatakkPostgres) await endPostgres();
  rmSync(folder, { recursive: true, force: true });
}
const caught = green ? chosen.length - missed.length : 0;
say(
  `${caught} of ${chosen.length} guards are missed when they are gone (${Math.round((Date.now() - from) / 1000)} s).`,
);
if (json)
  say(
    JSON.stringify({
      guards: chosen.length,
      caught,
      missed: green ? missed : chosen.map(({ guard }) => guard),
    }),
  );
process.exitCode = caught === chosen.length ? 0 : 1;
