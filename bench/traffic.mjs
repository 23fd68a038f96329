// npm run bench:traffic: beacons that one web process takes, counts and answers, beside a bare Fastify route. See README.md.
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openCluster } from './support/cluster.mjs';
import { machineLine } from './support/machine.mjs';
import { tellProfile } from './support/profile.mjs';
import { percentile, tell, tellJson, whole } from './support/tell.mjs';
import { startWebProcess } from './support/web-process.mjs';

const SITE = 'www.fjellhallen.example';
const LEAST_RATIO = 0.5;
const LEAST_PER_SECOND = 5000;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Fails where it is slower than it may be. */
    check: { type: 'boolean', default: false },
    /** Of each of the rounds. */
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '32' },
    /** Counts visitors too: an HMAC for each beacon. */
    visitors: { type: 'boolean', default: false },
    /** Where the time of web goes. It costs some of the speed. */
    profile: { type: 'boolean', default: false },
  },
});
const each = { site: SITE, connections: Number(options.connections), seconds: Number(options.seconds) };
const profiles = options.profile ? mkdtempSync(join(tmpdir(), 'jatakk-profile-')) : undefined;
const file = (name) => fileURLToPath(new URL(`./support/${name}`, import.meta.url));

const cluster = await openCluster();
try {
  const owner = await cluster.connect();
  const machine = await machineLine(owner);
  tell(machine);
  await owner.query('select traffic.choose(true, $1, $2, $3)', [options.visitors, [SITE], []]);
  const bare = fork(file('bare-beacon.mjs'), { execArgv: [] });
  const [{ port: barePort }] = await once(bare, 'message');
  const web = await startWebProcess({
    databaseUrls: cluster.urls,
    secret: randomBytes(32),
    env: { TRUSTED_PROXIES: '127.0.0.1' },
    execArgv: profiles ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [],
  });
  for (const port of [barePort, web.port]) await beacons({ ...each, port, seconds: 1.5 });
  const rounds = [];
  for (let round = 0; round < Number(options.rounds); round += 1)
    rounds.push({
      bare: await beacons({ ...each, port: barePort }),
      web: await beacons({ ...each, port: web.port }),
    });
  // What it held is written down as it ends.
  await web.stop();
  bare.send('stop');
  const webs = summary(rounds.map((one) => one.web));
  const bares = summary(rounds.map((one) => one.bare));
  const { rows } = await owner.query(
    `select count(*)::integer as rows, sum(count) filter (where measure = 'views' and kind = 'total')::integer as views
       from traffic.running`,
  );
  await owner.end();
  const ratioToBare = webs.perSec / bares.perSec;
  tell(
    `${whole(webs.perSec)} beacons/s by one web process (p99 ${percentile(webs.times, 0.99).toFixed(1)} ms, ` +
      `${each.connections} connections), ${whole(bares.perSec)} by a bare route: ${ratioToBare.toFixed(2)} times. ` +
      `${whole(rows[0].views)} views in ${rows[0].rows} rows.`,
  );
  if (rows[0].views < webs.times.length) throw new Error('not every beacon was counted');
  if (profiles) tellProfile(profiles);
  tellJson(options.json, {
    beaconsPerSec: webs.perSec,
    barePerSec: bares.perSec,
    ratioToBare,
    p50: percentile(webs.times, 0.5),
    p99: percentile(webs.times, 0.99),
    bareP99: percentile(bares.times, 0.99),
    rows: rows[0].rows,
    visitors: options.visitors,
    connections: each.connections,
    machine,
  });
  if (options.check && (ratioToBare < LEAST_RATIO || webs.perSec < LEAST_PER_SECOND)) {
    tell(`It should be ${whole(LEAST_PER_SECOND)} a second and ${LEAST_RATIO} times at the least.`);
    process.exitCode = 1;
  }
} finally {
  await cluster.close();
  if (profiles) rmSync(profiles, { recursive: true, force: true });
}

/** @param {{ site: string, port: number, connections: number, seconds: number }} job */
async function beacons(job) {
  const child = fork(file('beacon-worker.mjs'), { execArgv: [], serialization: 'advanced' });
  child.send(job);
  const [report] = await once(child, 'message');
  return report;
}

/** @param {Awaited<ReturnType<typeof beacons>>[]} reports */
function summary(reports) {
  const other = reports.flatMap(({ statuses }) => Object.keys(statuses)).find((status) => status !== '204');
  if (other) throw new Error(`answered with ${other}`);
  const times = reports.flatMap((report) => report.times);
  return { times, perSec: times.length / reports.reduce((sum, report) => sum + report.seconds, 0) };
}
