// npm run bench:inbound: messages that one receiver takes in, reads, seals and stores, beside npm smtp-server alone. See README.md.
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openCluster } from './support/cluster.mjs';
import { hasKeys, inboundAddresses, load, RETURN_DOMAIN } from './support/inbound-load.mjs';
import { startKeeper } from './support/keeper-process.mjs';
import { machineLine } from './support/machine.mjs';
import { tellProfile } from './support/profile.mjs';
import { startReceiverProcess } from './support/receiver-process.mjs';
import { seedHouse } from './support/seed.mjs';
import { percentile, tell, tellJson, whole } from './support/tell.mjs';

const LEAST_RATIO = 0.4;
const LEAST_PER_SECOND = 300;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Fails where it is slower than it may be. */
    check: { type: 'boolean', default: false },
    /** Of each of the rounds. */
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '32' },
    /** Without a keeper that opens what comes meanwhile. */
    alone: { type: 'boolean', default: false },
    /** Where the time of the receiver goes. It costs some of the speed. */
    profile: { type: 'boolean', default: false },
  },
});
const profiles = options.profile ? mkdtempSync(join(tmpdir(), 'jatakk-profile-')) : undefined;
const BARE = fileURLToPath(new URL('./support/bare-smtp.mjs', import.meta.url));

const cluster = await openCluster();
try {
  const owner = await cluster.connect();
  const machine = await machineLine(owner);
  tell(machine);
  const secret = randomBytes(32);
  const { registerId } = await seedHouse(cluster, secret);
  await owner.query('update jatakk.installation set return_domain = $1', [RETURN_DOMAIN]);
  const each = {
    ...(await inboundAddresses(cluster.ownerUrl, registerId, secret)),
    letters: 'program@fjellhallen.example',
    connections: Number(options.connections),
    seconds: Number(options.seconds),
  };
  const bare = fork(BARE, { execArgv: [] });
  const [{ port: barePort }] = await once(bare, 'message');
  const keeper = await startKeeper({
    databaseUrls: cluster.urls,
    secret,
    relayUrl: 'smtp://127.0.0.1:9',
    stateDir: cluster.stateDir,
  });
  const receiver = await startReceiverProcess({
    databaseUrls: cluster.urls,
    secret: randomBytes(32),
    execArgv: profiles ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [],
  });
  await hasKeys(owner);
  if (options.alone) await keeper.stop();

  let first = 0;
  const hands = async (port, seconds = each.seconds) => {
    const report = await load({ ...each, port, seconds, first });
    first = report.next;
    return report;
  };
  for (const port of [barePort, receiver.port]) await hands(port, 2);
  const before = await stored(owner);
  const cpuBefore = receiver.cpuSeconds();
  const rounds = [];
  const began = performance.now();
  let bareMs = 0;
  for (let round = 0; round < Number(options.rounds); round += 1) {
    const from = performance.now();
    const bares = await hands(barePort);
    bareMs += performance.now() - from;
    rounds.push({ bare: bares, ours: await hands(receiver.port) });
  }
  const ours = summary(rounds.map((round) => round.ours));
  const bares = summary(rounds.map((round) => round.bare));
  const kept = (await stored(owner)) - before;
  const openedPerSec = options.alone ? undefined : await opened(owner, ours.times.length, began, bareMs);
  const memoryMb = receiver.memoryMb();
  const cpuMs = ((receiver.cpuSeconds() - cpuBefore) * 1000) / ours.times.length;
  await receiver.stop();
  if (!options.alone) await keeper.stop();
  bare.send('stop');
  await owner.end();

  const ratioToBare = ours.perSec / bares.perSec;
  tell(
    `${whole(ours.perSec)} messages/s taken in, read, sealed and stored by one receiver (p99 ` +
      `${percentile(ours.times, 0.99).toFixed(0)} ms, ${each.connections} connections), ${whole(bares.perSec)} by ` +
      `smtp-server that throws them away: ${ratioToBare.toFixed(2)} times. ${cpuMs.toFixed(2)} ms of CPU each, ${whole(memoryMb.peak)} MB.`,
  );
  tell(
    openedPerSec === undefined
      ? 'No keeper opened them in this run.'
      : `${whole(openedPerSec)} messages/s opened by one keeper, from the first that came to the last.`,
  );
  if (kept < ours.times.length) throw new Error('not every message was stored');
  if (profiles) tellProfile(profiles);
  tellJson(options.json, {
    messagesPerSec: ours.perSec,
    barePerSec: bares.perSec,
    ratioToBare,
    openedPerSec,
    cpuMs,
    p50: percentile(ours.times, 0.5),
    p99: percentile(ours.times, 0.99),
    connections: each.connections,
    machine,
  });
  if (options.check && (ratioToBare < LEAST_RATIO || ours.perSec < LEAST_PER_SECOND)) {
    tell(`It should be ${whole(LEAST_PER_SECOND)} a second and ${LEAST_RATIO} times at the least.`);
    process.exitCode = 1;
  }
} finally {
  await cluster.close();
  if (profiles) rmSync(profiles, { recursive: true, force: true });
}

/** How many have come so far: a fingerprint of each stays, whoever has opened it. */
async function stored(owner) {
  const { rows } = await owner.query('select count(*)::integer as count from jatakk.arrival_seen');
  return rows[0].count;
}

/** Messages a second until the last of them is opened; undefined where nobody opens them. */
async function opened(owner, count, began, bareMs) {
  let least = Infinity;
  for (let quiet = 0; quiet < 50; quiet += 1) {
    const { rows } = await owner.query(
      'select count(*)::integer as waits from jatakk.arrival where not quarantined',
    );
    if (rows[0].waits === 0) return count / ((performance.now() - began - bareMs) / 1000);
    if (rows[0].waits < least) [least, quiet] = [rows[0].waits, 0];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return undefined;
}

/** @param {Awaited<ReturnType<typeof load>>[]} reports */
function summary(reports) {
  const other = reports.flatMap(({ replies }) => Object.keys(replies)).find((code) => code !== '250');
  if (other) throw new Error(`answered with ${other}`);
  const times = reports.flatMap((report) => report.times);
  return { times, perSec: times.length / reports.reduce((sum, report) => sum + report.seconds, 0) };
}
