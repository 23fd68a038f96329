// npm run bench:keepers: two keepers beside one, on the same campaign. See README.md.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openCluster } from './support/cluster.mjs';
import { startKeeper } from './support/keeper-process.mjs';
import { machineLine } from './support/machine.mjs';
import { seedHouse, seedSubscribers } from './support/seed.mjs';
import { sendCampaign } from './support/send-campaign.mjs';
import { startSink } from './support/sink-process.mjs';
import { tell, tellJson, whole } from './support/tell.mjs';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    messages: { type: 'string', default: '20000' },
    /** How long the slow sink keeps its final reply back. */
    delay: { type: 'string', default: '20' },
  },
});
const messages = Number(options.messages);
const secret = randomBytes(32);

const cluster = await openCluster();
try {
  const owner = await cluster.connect();
  const machine = await machineLine(owner);
  tell(machine);
  const seeded = await seedHouse(cluster, secret);
  await seedSubscribers(cluster, secret, seeded, messages);
  const fast = await compare(owner, seeded, 0);
  const slow = await compare(owner, seeded, Number(options.delay));
  tell('All of it shares this machine: where its processors are busy, a second keeper has none to use.');
  tellJson(options.json, {
    msgPerSecOneKeeper: fast.one.msgPerSec,
    msgPerSecTwoKeepers: fast.two.msgPerSec,
    ratio: fast.ratio,
    cpusBusyOneKeeper: fast.one.cpusBusy,
    cpusBusyTwoKeepers: fast.two.cpusBusy,
    delayMs: Number(options.delay),
    delayedMsgPerSecOneKeeper: slow.one.msgPerSec,
    delayedMsgPerSecTwoKeepers: slow.two.msgPerSec,
    delayedRatio: slow.ratio,
    messages,
    machine,
  });
  await owner.end();
} finally {
  await cluster.close();
}

/** One keeper, then two, to a sink that answers at once or keeps its final reply back. */
async function compare(owner, seeded, delayMs) {
  const sink = await startSink({ delayMs });
  try {
    const one = await campaignWith(1, owner, seeded, sink);
    const two = await campaignWith(2, owner, seeded, sink);
    const ratio = two.msgPerSec / one.msgPerSec;
    const setting = delayMs > 0 ? `A sink that answers after ${delayMs} ms` : 'A sink that answers at once';
    tell(`${setting}: two keepers are ${ratio.toFixed(2)} times as fast as one.`);
    tellRun('one', one);
    tellRun('two', two);
    return { one, two, ratio };
  } finally {
    await sink.close();
  }
}

async function campaignWith(count, owner, seeded, sink) {
  const { urls: databaseUrls, stateDir } = cluster;
  const keepers = await Promise.all(
    Array.from({ length: count }, () => startKeeper({ databaseUrls, secret, relayUrl: sink.url, stateDir })),
  );
  try {
    const run = await sendCampaign({ cluster, owner, keepers, sink, seeded, messages });
    const cpusBusy = (run.cpuSeconds + run.postgresCpuSeconds + run.sinkCpuSeconds) / run.secondsInAll;
    return { ...run, cpusBusy };
  } finally {
    await Promise.all(keepers.map((keeper) => keeper.stop()));
  }
}

/** @param {string} keepers @param {Awaited<ReturnType<typeof campaignWith>>} run */
function tellRun(keepers, run) {
  tell(
    `  ${keepers}: ${whole(run.msgPerSec)} messages/s, ${run.cpusBusy.toFixed(2)} processors busy ` +
      `(keepers ${share(run.cpuSeconds, run)}, PostgreSQL ${share(run.postgresCpuSeconds, run)}, ` +
      `sink ${share(run.sinkCpuSeconds, run)})`,
  );
}

/** @param {number} cpuSeconds @param {{ secondsInAll: number }} run */
function share(cpuSeconds, run) {
  return (cpuSeconds / run.secondsInAll).toFixed(2);
}
