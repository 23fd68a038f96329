// npm run bench:audience: a house that grows to a million subscribers. See README.md.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { campaignState, ring, schedule } from './support/campaign.mjs';
import { openCluster } from './support/cluster.mjs';
import { startKeeper } from './support/keeper-process.mjs';
import { machineLine } from './support/machine.mjs';
import { seedHouse, seedSubscribers } from './support/seed.mjs';
import { confirmationSeconds, SIGN_UP_DOMAIN, signUp } from './support/sign-ups.mjs';
import { startSink } from './support/sink-process.mjs';
import { percentile, tell, tellJson, whole } from './support/tell.mjs';
import { costBetween, watch } from './support/watch.mjs';

/** Of the campaign before the large one, which its speed is compared with. */
const USUAL = 20_000;
const SIZES = [10_000, USUAL, 100_000];
const SIGN_UPS = 20;
/** The undo time: the keeper hears of the campaign before it is due, as it would of any. */
const DUE_IN_SECONDS = 5;
/** Messages over which the cost of one is compared between sizes: these, past the first connections. */
const COST = { from: 1_000, to: 10_000 };

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Subscribers of the largest list. */
    size: { type: 'string', default: '1000000' },
    /** Seconds that a campaign is watched after its first message; what is left of it then is cancelled. */
    seconds: { type: 'string', default: '60' },
  },
});
const largest = Number(options.size);
const watched = Number(options.seconds) * 1000;
const secret = randomBytes(32);

const cluster = await openCluster({ undoSeconds: DUE_IN_SECONDS });
try {
  const owner = await cluster.connect();
  const machine = await machineLine(owner);
  tell(machine);
  const runs = [];
  for (const size of [...SIZES.filter((each) => each < largest), largest]) {
    const began = performance.now();
    const seeded = await seedHouse(cluster, secret, { slug: `liste-${size}` });
    await seedSubscribers(cluster, secret, seeded, size);
    const seedSeconds = (performance.now() - began) / 1000;
    runs.push({ ...(await campaignTo(owner, seeded, size)), size, seedSeconds });
    tellRun(runs.at(-1));
  }
  const last = runs.at(-1);
  const usual = runs.find(({ size }) => size === USUAL);
  const [smallest] = runs;
  tellJson(options.json, {
    size: last.size,
    secondsToFirst: last.secondsToFirst,
    secondsToStarted: last.secondsToStarted,
    msgPerSec: last.msgPerSec,
    msgPerSec20000: usual?.msgPerSec ?? null,
    ratioTo20000: usual ? last.msgPerSec / usual.msgPerSec : null,
    memoryMb: last.memory,
    costUsPerMessage: Object.fromEntries(runs.map(({ size, cost }) => [size, cost])),
    costUsPerMessageInAll: Object.fromEntries(runs.map(({ size, costInAll }) => [size, costInAll])),
    costRatio: total(last.cost) / total(smallest.cost),
    confirmationP95Seconds: last.confirmations.p95,
    confirmationMaxSeconds: last.confirmations.max,
    seedSeconds: last.seedSeconds,
    machine,
  });
  await owner.end();
} finally {
  await cluster.close();
}

/**
 * A campaign to everybody on a list, with people signing up meanwhile, watched for a time and then broken off.
 * @param {import('pg').Client} owner
 * @param {import('./support/seed.mjs').Seeded} seeded
 * @param {number} size
 */
async function campaignTo(owner, seeded, size) {
  const sink = await startSink({ record: true, recordOnly: SIGN_UP_DOMAIN });
  const { urls: databaseUrls, stateDir } = cluster;
  const keeper = await startKeeper({ databaseUrls, secret, relayUrl: sink.url, stateDir });
  const watching = watch({ cluster, keeper, sink });
  try {
    const { id, dueAt } = await schedule(owner, seeded, { dueInSeconds: DUE_IN_SECONDS });
    await sleep(dueAt - Date.now());
    const { confirmed, firstAt } = await untilWatched(owner, seeded, id, size, sink);
    const { rows } = await owner.query(
      `select extract(epoch from started_at) * 1000 as started_at, state from jatakk.campaign where id = $1`,
      [id],
    );
    const report = await sink.report();
    if (rows[0].state !== 'sent') await breakOff(owner, id);
    await watching.stop();
    const seconds = confirmationSeconds(confirmed, report.deliveries);
    return {
      secondsToStarted: (Number(rows[0].started_at) - dueAt) / 1000,
      secondsToFirst: (firstAt - dueAt) / 1000,
      ...speed(report, size),
      memory: memoryOf(watching.looks, firstAt),
      cost: costBetween(watching.looks, COST.from, Math.min(size, COST.to)),
      costInAll: costBetween(watching.looks, COST.from, report.messages),
      confirmations: { p95: percentile(seconds, 0.95), max: Math.max(...seconds) },
    };
  } finally {
    await watching.stop();
    await keeper.stop();
    await sink.close();
  }
}

/** Waits for the first message, and from it until the campaign is sent or the time is up, while people sign up. */
async function untilWatched(owner, seeded, id, size, sink) {
  const signingUp = signUp(cluster, seeded, {
    count: SIGN_UPS,
    overMs: Math.min(watched, 5_000 + size / 3),
  });
  let firstAt = null;
  for (const deadline = Date.now() + 120_000; firstAt === null; firstAt = (await sink.counts()).firstAt) {
    if (Date.now() > deadline) throw new Error(`no message of a campaign to ${size} came within two minutes`);
    await sleep(20);
  }
  while (Date.now() < firstAt + watched && (await campaignState(owner, id)) !== 'sent') await sleep(100);
  const confirmed = await signingUp;
  // The last forms have their two seconds too.
  await sleep(2_000);
  return { confirmed, firstAt };
}

/** Cancels what is left, and waits until the keeper has seen to it. */
async function breakOff(owner, id) {
  await owner.query(`select jatakk.act_on_campaign($1, 'cancel')`, [id]);
  await ring(owner);
}

/** Messages/s from the first to the last, or over the whole seconds of the time watched where it was broken off. */
function speed({ messages, firstAt, lastAt, perSecond }, size) {
  const sent = messages >= size && lastAt - firstAt < watched;
  const whole = perSecond.slice(0, Math.floor(watched / 1000));
  const msgPerSec = sent
    ? (1000 * messages) / (lastAt - firstAt)
    : whole.reduce((sum, each) => sum + each, 0) / whole.length;
  return { msgPerSec, messages };
}

/** MB: before the campaign, at its highest, and how much more in its last quarter than in its second (medians). */
function memoryOf(looks, firstAt) {
  const during = looks.filter(({ at }) => at >= firstAt).map(({ memoryMb }) => memoryMb);
  const quarter = (/** @type {number} */ number) =>
    during.slice(Math.floor((during.length * (number - 1)) / 4), Math.ceil((during.length * number) / 4));
  return {
    before: looks[0].memoryMb,
    peak: Math.max(...looks.map(({ memoryMb }) => memoryMb)),
    growth: percentile(quarter(4), 0.5) - percentile(quarter(2), 0.5),
  };
}

function tellRun({
  size,
  secondsToStarted,
  secondsToFirst,
  msgPerSec,
  messages,
  memory,
  cost,
  costInAll,
  confirmations,
  seedSeconds,
}) {
  tell(`${whole(size)} subscribers (made in ${seedSeconds.toFixed(0)} s):`);
  tell(
    `  from being due: started after ${secondsToStarted.toFixed(1)} s, first message after ${secondsToFirst.toFixed(1)} s`,
  );
  tell(`  ${whole(msgPerSec)} messages/s over ${whole(messages)} messages`);
  const us = ({ keeperUs, postgresUs }) =>
    `keeper ${keeperUs.toFixed(0)} µs, PostgreSQL ${postgresUs.toFixed(0)} µs`;
  tell(
    `  CPU per message: ${us(cost)} (messages ${whole(COST.from)} to ${whole(COST.to)}); ` +
      `${us(costInAll)} (to the last one watched)`,
  );
  tell(
    `  keeper's memory: ${memory.before.toFixed(0)} MB before, ${memory.peak.toFixed(0)} MB at its highest, ` +
      `${memory.growth.toFixed(0)} MB more in the campaign's last quarter than in its second`,
  );
  tell(
    `  ${SIGN_UPS} people signed up meanwhile: 95 % had their confirmation within ${confirmations.p95.toFixed(2)} s, ` +
      `all within ${confirmations.max.toFixed(2)} s`,
  );
}

/** @param {{ keeperUs: number, postgresUs: number }} cost */
function total({ keeperUs, postgresUs }) {
  return keeperUs + postgresUs;
}

/** @param {number} milliseconds */
function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
}
