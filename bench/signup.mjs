// npm run bench:signup: sign-ups accepted by web, and behind them made pending by the keeper, beside a bare endpoint.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openCluster } from './support/cluster.mjs';
import { startKeeper } from './support/keeper-process.mjs';
import { machineLine } from './support/machine.mjs';
import { countStatements, STATEMENTS_CONF, tellProfile, tellStatements } from './support/profile.mjs';
import { seedHouse } from './support/seed.mjs';
import { postForms, startBare } from './support/sign-up-load.mjs';
import { startSink } from './support/sink-process.mjs';
import { percentile, tell, tellJson, whole } from './support/tell.mjs';
import { startWebProcess } from './support/web-process.mjs';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Of each of the rounds, four for each. */
    seconds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '32' },
    /** How many of those accepted the keeper gets to process. */
    forms: { type: 'string', default: '8000' },
    /** Where the time of web ('web') or of the keeper ('keeper') goes. It costs some of the speed. */
    profile: { type: 'string' },
  },
});
const ROUNDS = 4;
const seconds = Number(options.seconds);
const connections = Number(options.connections);
const most = Number(options.forms);
const secret = randomBytes(32);
const profiles = options.profile ? mkdtempSync(join(tmpdir(), 'jatakk-profile-')) : undefined;
const profiling = (/** @type {string} */ whose) =>
  options.profile === whose ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [];

const cluster = await openCluster({ conf: profiles ? STATEMENTS_CONF : [] });
try {
  const owner = await cluster.connect();
  const machine = await machineLine(owner);
  tell(machine);
  const seeded = await seedHouse(cluster, secret);
  const accepted = await accept(owner, seeded.slug);
  tell(
    `Accepted: ${whole(accepted.webPerSec)} sign-ups/s by web (p99 ${accepted.p99.toFixed(0)} ms, ` +
      `${connections} connections), ${whole(accepted.barePerSec)} by a bare endpoint: ` +
      `${accepted.ratioToBare.toFixed(2)} times.`,
  );
  const processed = await processAll(owner);
  const processedRatio = processed.perSec / accepted.barePerSec;
  tell(
    `Processed: ${whole(processed.perSec)} sign-ups/s to a pending subscription with its confirmation ready ` +
      `(${whole(processed.forms)} forms in ${processed.seconds.toFixed(1)} s, ` +
      `${whole(processed.mailsMeanwhile)} confirmations sent meanwhile): ${processedRatio.toFixed(2)} times.`,
  );
  await owner.end();
  tellJson(options.json, {
    acceptedPerSec: accepted.webPerSec,
    barePerSec: accepted.barePerSec,
    ratioToBare: accepted.ratioToBare,
    p50: accepted.p50,
    p99: accepted.p99,
    bareP99: accepted.bareP99,
    processedPerSec: processed.perSec,
    processedRatio,
    forms: processed.forms,
    connections,
    machine,
  });
} finally {
  await cluster.close();
  if (profiles) rmSync(profiles, { recursive: true, force: true });
}

/** In turns, so that what else the machine does meets both. @param {import('pg').Client} owner @param {string} slug */
async function accept(owner, slug) {
  await owner.query('create table public.bare_sign_up (id uuid primary key, address text, list text)');
  const bare = await startBare(cluster.ownerUrl);
  const web = await startWebProcess({
    databaseUrls: cluster.urls,
    secret: randomBytes(32),
    env: { SIGN_UPS_PER_CLIENT: '1000000000' },
    execArgv: profiling('web'),
  });
  const body = `address=leser.{n}%40post-{n}.example&list=${slug}`;
  const each = { body, connections, seconds };
  const toBare = { ...each, port: bare.port, path: '/sign-up' };
  const toWeb = { ...each, port: web.port, path: `/lists/${slug}` };
  for (const job of [toBare, toWeb]) await postForms({ ...job, seconds: 1.5 });
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({ bare: await postForms(toBare), web: await postForms(toWeb) });
  await web.stop();
  await bare.stop();
  await owner.query('drop table public.bare_sign_up');
  if (options.profile === 'web') tellProfile(profiles);
  const webs = summary(rounds.map(({ web }) => web));
  const bares = summary(rounds.map(({ bare }) => bare));
  return {
    webPerSec: webs.perSec,
    barePerSec: bares.perSec,
    ratioToBare: webs.perSec / bares.perSec,
    p50: percentile(webs.times, 0.5),
    p99: percentile(webs.times, 0.99),
    bareP99: percentile(bares.times, 0.99),
  };
}

/** @param {Awaited<ReturnType<typeof postForms>>[]} reports */
function summary(reports) {
  const times = reports.flatMap((report) => report.times);
  const refused = reports
    .flatMap(({ statuses }) => Object.keys(statuses))
    .filter((status) => status !== '200');
  if (refused.length > 0) throw new Error(`answered with ${refused[0]}`);
  return { times, perSec: times.length / reports.reduce((sum, report) => sum + report.seconds, 0) };
}

/** What waits in intake, by a keeper that sends the confirmations besides. @param {import('pg').Client} owner */
async function processAll(owner) {
  await owner.query('delete from jatakk.intake where id in (select id from jatakk.intake offset $1)', [most]);
  await owner.query('vacuum (analyze) jatakk.intake');
  await owner.query('checkpoint');
  const count = async (/** @type {string} */ from) =>
    Number((await owner.query(`select count(*) from ${from}`)).rows[0].count);
  const forms = await count('jatakk.intake');
  const counting = profiles && (await cluster.connect(cluster.maintenanceUrl));
  if (counting) await countStatements(counting);
  const sink = await startSink();
  const keeper = await startKeeper({
    databaseUrls: cluster.urls,
    secret,
    relayUrl: sink.url,
    stateDir: cluster.stateDir,
    env: { CONFIRMATIONS_PER_HOUR: '1000000000' },
    execArgv: profiling('keeper'),
  });
  const start = performance.now();
  while ((await count('jatakk.intake')) > 0) {
    if (performance.now() - start > 300_000) throw new Error('the forms were not processed in five minutes');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const taken = (performance.now() - start) / 1000;
  const { messages: mailsMeanwhile } = await sink.report();
  const pending = await count(`jatakk.subscription where state = 'pending'`);
  const asked = await count(`jatakk.notice where kind = 'confirmation'`);
  if (pending !== forms || asked !== forms)
    throw new Error(`${pending} pending and ${asked} notices of ${forms}`);
  if (counting) {
    await tellStatements(counting);
    await counting.end();
  }
  await keeper.stop();
  await sink.close();
  if (options.profile === 'keeper') tellProfile(profiles);
  return { forms, seconds: taken, perSec: forms / taken, mailsMeanwhile };
}
