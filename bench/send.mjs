// npm run bench:send: a campaign through a real keeper, beside what sends without a database. See README.md.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nodemailerLoop, smtpSource } from './support/baselines.mjs';
import { openCluster } from './support/cluster.mjs';
import { startKeeper } from './support/keeper-process.mjs';
import { machineLine } from './support/machine.mjs';
import { countStatements, STATEMENTS_CONF, tellProfile, tellStatements } from './support/profile.mjs';
import { seedHouse, seedSubscribers } from './support/seed.mjs';
import { sendCampaign } from './support/send-campaign.mjs';
import { addSigningKeys, refuseUnsigned } from './support/signing-keys.mjs';
import { startSink } from './support/sink-process.mjs';
import { tell, tellJson, whole } from './support/tell.mjs';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    signed: { type: 'boolean', default: false },
    messages: { type: 'string', default: '20000' },
    /** Where the time goes: the keeper's functions and the database's statements. It costs some of the speed. */
    profile: { type: 'boolean', default: false },
  },
});
const messages = Number(options.messages);
const secret = randomBytes(32);
const profiles = options.profile ? mkdtempSync(join(tmpdir(), 'jatakk-profile-')) : undefined;

const cluster = await openCluster({ conf: profiles ? STATEMENTS_CONF : [] });
try {
  const owner = await cluster.connect();
  const machine = await machineLine(owner);
  tell(machine);
  const seeded = await seedHouse(cluster, secret);
  await seedSubscribers(cluster, secret, seeded, messages);
  const counting = profiles && (await cluster.connect(cluster.maintenanceUrl));
  if (counting) await countStatements(counting);
  const unsigned = await campaign(owner, seeded);
  tellRun(`A campaign to ${whole(messages)}, ${whole(unsigned.bytesPerMessage)} bytes each`, unsigned);
  if (counting) await tellStatements(counting);
  await counting?.end();
  let signed;
  if (options.signed) {
    await addSigningKeys(cluster);
    signed = await campaign(owner, seeded);
    refuseUnsigned(signed.sample);
    tellRun('The same, signed with rsa-sha256 and ed25519-sha256', signed);
  }
  await owner.end();

  const plain = await nodemailerLoop({ messages, sample: unsigned.sample });
  tell(
    `nodemailer's pool, 5 connections, no database: ${whole(plain.msgPerSec)} messages/s, ` +
      `${perThousand(plain.cpuSeconds, plain)} CPU s per 1,000, ${whole(plain.peakMb)} MB`,
  );
  const postfix = await smtpSource({ messages, bytes: unsigned.bytesPerMessage });
  tell(
    postfix
      ? `Postfix's smtp-source, 20 connections: ${whole(postfix.msgPerSec)} messages/s`
      : "Postfix's smtp-source is not installed: nothing to compare with.",
  );
  const ratio = unsigned.msgPerSec / plain.msgPerSec;
  tell(
    `${ratio.toFixed(2)} times the nodemailer loop${signed ? `; signed ${(signed.msgPerSec / plain.msgPerSec).toFixed(2)} times` : ''}.`,
  );
  tellJson(options.json, {
    msgPerSec: unsigned.msgPerSec,
    nodemailerMsgPerSec: plain.msgPerSec,
    ratioToNodemailer: ratio,
    smtpSourceMsgPerSec: postfix?.msgPerSec ?? null,
    ratioToSmtpSource: postfix ? unsigned.msgPerSec / postfix.msgPerSec : null,
    peakMb: Math.max(unsigned.peakMb, signed?.peakMb ?? 0),
    msgPerSecInAll: unsigned.msgPerSecInAll,
    keeperCpuSecondsPer1000: (1000 * unsigned.cpuSeconds) / messages,
    postgresCpuSecondsPer1000: (1000 * unsigned.postgresCpuSeconds) / messages,
    sinkCpuSecondsPer1000: (1000 * unsigned.sinkCpuSeconds) / messages,
    nodemailerCpuSecondsPer1000: (1000 * plain.cpuSeconds) / messages,
    bytesPerMessage: unsigned.bytesPerMessage,
    messages,
    ...(signed && {
      signedMsgPerSec: signed.msgPerSec,
      signedRatioToNodemailer: signed.msgPerSec / plain.msgPerSec,
      signedKeeperCpuSecondsPer1000: (1000 * signed.cpuSeconds) / messages,
    }),
    machine,
  });
} finally {
  await cluster.close();
  if (profiles) rmSync(profiles, { recursive: true, force: true });
}

/** One campaign through a keeper of its own. @param {import('pg').Client} owner @param {import('./support/seed.mjs').Seeded} seeded */
async function campaign(owner, seeded) {
  const sink = await startSink();
  const keeper = await startKeeper({
    databaseUrls: cluster.urls,
    secret,
    relayUrl: sink.url,
    stateDir: cluster.stateDir,
    execArgv: profiles ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [],
  });
  try {
    return await sendCampaign({ cluster, owner, keepers: [keeper], sink, seeded, messages });
  } finally {
    await keeper.stop();
    await sink.close();
    if (profiles) tellProfile(profiles);
  }
}

/** @param {string} title @param {import('./support/send-campaign.mjs').CampaignRun} run */
function tellRun(title, run) {
  tell(
    `${title}: ${whole(run.msgPerSec)} messages/s from the first to the last at the sink, ` +
      `${whole(run.msgPerSecInAll)} from being due to the last outcome written (${run.secondsInAll.toFixed(1)} s).`,
  );
  tell(
    `  CPU s per 1,000: keeper ${perThousand(run.cpuSeconds, run)}, PostgreSQL ` +
      `${perThousand(run.postgresCpuSeconds, run)}, sink ${perThousand(run.sinkCpuSeconds, run)}. ` +
      `The keeper's memory at its highest: ${whole(run.peakMb)} MB.`,
  );
}

/** @param {number} seconds @param {{ messages: number }} run */
function perThousand(seconds, run) {
  return ((1000 * seconds) / run.messages).toFixed(3);
}
