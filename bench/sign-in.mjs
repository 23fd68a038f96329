// npm run bench:sign-in: public pages alone, and beside a hundred attempts a second to sign in. See README.md.
import { fork } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { BUILT } from './support/built.mjs';
import { openCluster } from './support/cluster.mjs';
import { machineLine } from './support/machine.mjs';
import { seedHouse } from './support/seed.mjs';
import { percentile, tell, tellJson, whole } from './support/tell.mjs';
import { startWebProcess } from './support/web-process.mjs';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Of each of the rounds. */
    seconds: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '4' },
    /** Attempts to sign in, a second. */
    attempts: { type: 'string', default: '100' },
    /** Visitors a second, for how long a page takes; how many at once, for how many there can be. */
    visitors: { type: 'string', default: '100' },
    connections: { type: 'string', default: '16' },
  },
});
const seconds = Number(options.seconds);
const attempts = Number(options.attempts);
const KNOWN = 'kari@fjellhallen.example';
const webSecret = randomBytes(32);
let from = 0;

const cluster = await openCluster();
try {
  const owner = await cluster.connect();
  const machine = await machineLine(owner);
  tell(machine);
  const { slug, staffId } = await seedHouse(cluster, randomBytes(32));
  await givePassword(owner, staffId);
  const web = await startWebProcess({
    databaseUrls: cluster.urls,
    secret: webSecret,
    // Everybody comes from a network of their own: the limits for one network would otherwise be what is measured.
    env: { TRUSTED_PROXIES: '127.0.0.1,::1', SIGN_UPS_PER_CLIENT: '1000000000' },
  });
  const pages = {
    get: [{ method: 'GET', path: `/lists/${slug}` }],
    post: [
      { method: 'POST', path: `/lists/${slug}`, body: `address=leser.{n}%40post-{n}.example&list=${slug}` },
    ],
  };
  const password = 'password=et+passord+som+ingen+har';
  const signIns = [
    { method: 'POST', path: '/staff/sign-in', body: `address=${encodeURIComponent(KNOWN)}&${password}` },
    { method: 'POST', path: '/staff/sign-in', body: `address=fremmed.{n}%40fjellhallen.example&${password}` },
  ];
  const { port } = web;
  const beside = () => visit({ port, visits: signIns, seconds: seconds + 1, perSecond: attempts });
  for (const visits of Object.values(pages)) await visit({ port, visits, seconds: 2, connections: 4 });

  /** @type {Record<string, Record<'alone' | 'beside', Awaited<ReturnType<typeof visit>>[]>>} */
  const found = {};
  const tried = [];
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const [name, visits] of Object.entries(pages)) {
      const loads = {
        paced: { perSecond: Number(options.visitors) },
        full: { connections: Number(options.connections) },
      };
      for (const [how, load] of Object.entries(loads)) {
        const job = { port, visits, seconds, ...load };
        const of = (found[`${name}-${how}`] ??= { alone: [], beside: [] });
        of.alone.push(await visit(job));
        const trying = beside();
        // Until the queue has filled.
        await new Promise((resolve) => setTimeout(resolve, 500));
        of.beside.push(await visit(job));
        tried.push(await trying);
      }
    }
  }
  await web.stop();
  await owner.end();

  const result = {};
  for (const [name, { alone, beside: with_ }] of Object.entries(found)) {
    const [without, under] = [summary(alone), summary(with_)];
    result[name] = { without, under };
    const ms = (/** @type {typeof without} */ { p50, p95, p99 }) =>
      `${p50.toFixed(1)} / ${p95.toFixed(1)} / ${p99.toFixed(1)} ms`;
    tell(
      `${name}: ${whole(without.perSec)} a second alone, ${whole(under.perSec)} beside (${change(under.perSec, without.perSec)}); ` +
        `p50 / p95 / p99 ${ms(without)}, then ${ms(under)} (${change(under.p50, without.p50)}, ` +
        `${change(under.p95, without.p95)}, ${change(under.p99, without.p99)}).`,
    );
  }
  const signedIn = summary(tried, ['422', '503']);
  const refused = tried.reduce((sum, { statuses }) => sum + (statuses[503] ?? 0), 0);
  const all = tried.reduce(
    (sum, { statuses }) => sum + Object.values(statuses).reduce((a, b) => a + b, 0),
    0,
  );
  tell(
    `Attempts: ${whole(all / tried.reduce((sum, { seconds: of }) => sum + of, 0))} a second, ` +
      `${((100 * refused) / all).toFixed(0)} % asked to come again in a moment; ` +
      `the others waited ${signedIn.p50.toFixed(0)} ms in the middle, ${signedIn.p99.toFixed(0)} ms at most but one in a hundred.`,
  );
  tellJson(options.json, {
    ...result,
    attempts: { perSec: attempts, refusedShare: refused / all, ...signedIn },
    machine,
  });
} finally {
  await cluster.close();
}

/** One who is known, so that an attempt can be wrong in both ways. @param {import('pg').Client} owner @param {string} id */
async function givePassword(owner, id) {
  /** @type {typeof import('../src/staff/passwords.js')} */
  const { hashPassword } = await import(pathToFileURL(join(BUILT, 'staff/passwords.js')).href);
  const login = createHmac('sha256', webSecret).update(`login|${KNOWN}`).digest();
  await owner.query('update jatakk.staff set login_hash = $2, password_hash = $3 where id = $1', [
    id,
    login,
    await hashPassword('fire ord som ingen gjetter'),
  ]);
}

/** @param {Omit<import('./support/visit-worker.mjs').Job, 'from'>} job @returns {Promise<import('./support/visit-worker.mjs').Report>} */
async function visit(job) {
  const child = fork(fileURLToPath(new URL('./support/visit-worker.mjs', import.meta.url)), {
    execArgv: [],
    serialization: 'advanced',
  });
  // Numbers that no other takes, so that no two come from one network within a window.
  from += 1_000_000;
  child.send({ ...job, from });
  const [report] = await once(child, 'message');
  return report;
}

/** @param {import('./support/visit-worker.mjs').Report[]} reports */
function summary(reports, may = ['200']) {
  const other = reports
    .flatMap(({ statuses }) => Object.keys(statuses))
    .find((status) => !may.includes(status));
  if (other !== undefined) throw new Error(`answered with ${other}`);
  const times = reports.flatMap((report) => report.times);
  return {
    perSec: times.length / reports.reduce((sum, report) => sum + report.seconds, 0),
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
  };
}

/** @param {number} now @param {number} before */
function change(now, before) {
  const percent = Math.round((now / before - 1) * 100);
  return `${percent > 0 ? '+' : ''}${percent} %`;
}
