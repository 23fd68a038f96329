// npm run bench:staff: every page of the staff's in a house of a million subscribers. See README.md.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openCluster } from './support/cluster.mjs';
import { machineLine } from './support/machine.mjs';
import { seedStaffHouse, signedInAt } from './support/staff-house.mjs';
import { pagesOf, patternOf } from './support/staff-pages.mjs';
import { percentile, tell, tellJson, whole } from './support/tell.mjs';

const LIMIT_MS = 100;
const WARM_UP = 3;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Fails where a page took longer than it may. */
    check: { type: 'boolean', default: false },
    people: { type: 'string', default: '1000000' },
    campaigns: { type: 'string', default: '1000' },
    /** How often each page is asked for. */
    times: { type: 'string', default: '30' },
  },
});
const people = Number(options.people);
const times = Number(options.times);
const secret = randomBytes(32);

const cluster = await openCluster();
let slow = [];
try {
  const owner = await cluster.connect();
  const machine = await machineLine(owner);
  tell(machine);
  const { web, base, cookie, staffId } = await signedInAt(cluster, { owner, secret });
  const began = performance.now();
  const house = await seedStaffHouse(cluster, secret, {
    people,
    campaigns: Number(options.campaigns),
    staffId,
  });
  tell(
    `${whole(people)} subscribers, ${options.campaigns} campaigns, seeded in ${whole((performance.now() - began) / 1000)} s`,
  );

  const pages = await pagesOf(house, (path) => look(base + path, cookie));
  const plain = await timesOf(`${base}/personvern`, '');
  const found = [];
  for (const { name, path } of pages) {
    const taken = await timesOf(base + path, cookie);
    found.push({ name, path: patternOf(path), p50: percentile(taken, 0.5), p95: percentile(taken, 0.95) });
  }
  found.sort((a, b) => b.p95 - a.p95);
  for (const { name, p50, p95 } of found) tell(`${ms(p50)} ms, ${ms(p95)} ms for 95 of 100: ${name}`);
  tell(
    `${ms(percentile(plain, 0.5))} ms, ${ms(percentile(plain, 0.95))} ms for 95 of 100: the public privacy page`,
  );
  slow = found.filter(({ p95 }) => p95 > LIMIT_MS);
  tell(`${found.length} pages, ${slow.length} of them over ${LIMIT_MS} ms`);
  tellJson(options.json, {
    people,
    campaigns: Number(options.campaigns),
    pages: found,
    slowest: found[0].name,
    p95: found[0].p95,
    plainP50: percentile(plain, 0.5),
    overLimit: slow.length,
    machine,
  });
  await web.stop();
  await owner.end();
} finally {
  await cluster.close();
}
if (options.check && slow.length > 0) process.exitCode = 1;

/** @param {string} url @param {string} cookie */
async function timesOf(url, cookie) {
  /** @type {number[]} */
  const taken = [];
  for (let n = -WARM_UP; n < times; n += 1) {
    const from = performance.now();
    await ask(url, cookie);
    if (n >= 0) taken.push(performance.now() - from);
  }
  return taken;
}

/** @param {string} url @param {string} cookie */
async function look(url, cookie) {
  const response = await fetch(url, { headers: { cookie }, redirect: 'manual' });
  const text = await response.text();
  if (response.status === 303) return null;
  // A page that was refused would be quick.
  if (response.status !== 200) throw new Error(`${url}: ${response.status}: ${text.slice(0, 200)}`);
  return text;
}

/** @param {string} url @param {string} cookie */
async function ask(url, cookie) {
  if ((await look(url, cookie)) === null) throw new Error(`${url} leads elsewhere now`);
}

/** @param {number} value */
function ms(value) {
  return value.toFixed(1).padStart(7);
}
