// npm run bench:beside: a campaign alone, and the same while 300 messages a second come in. See README.md.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openCluster } from './support/cluster.mjs';
import { beginLoad, hasKeys, inboundAddresses, RETURN_DOMAIN } from './support/inbound-load.mjs';
import { startKeeper } from './support/keeper-process.mjs';
import { machineLine } from './support/machine.mjs';
import { startReceiverProcess } from './support/receiver-process.mjs';
import { seedHouse, seedSubscribers } from './support/seed.mjs';
import { sendCampaign } from './support/send-campaign.mjs';
import { startSink } from './support/sink-process.mjs';
import { percentile, tell, tellJson, whole } from './support/tell.mjs';

const MOST_SLOWER = 0.2;
/** Before it as good as nothing is warm. */
const WARM_MS = 3000;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Fails where sending is slowed down by more than it may be. */
    check: { type: 'boolean', default: false },
    messages: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '2' },
    'per-second': { type: 'string', default: '300' },
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
  await owner.query('update jatakk.installation set return_domain = $1', [RETURN_DOMAIN]);
  // Or each letter would be answered, and what arrives at the sink would not be the campaign alone.
  await owner.query('update jatakk.inbox_setting set auto_reply = false where register_id = $1', [
    seeded.registerId,
  ]);
  const sink = await startSink();
  const keeper = await startKeeper({
    databaseUrls: cluster.urls,
    secret,
    relayUrl: sink.url,
    stateDir: cluster.stateDir,
  });
  const receiver = await startReceiverProcess({ databaseUrls: cluster.urls, secret: randomBytes(32) });
  await hasKeys(owner);
  const job = {
    ...(await inboundAddresses(cluster.ownerUrl, seeded.registerId, secret)),
    letters: 'program@fjellhallen.example',
    port: receiver.port,
    connections: 16,
    seconds: 600,
    perSecond: Number(options['per-second']),
  };
  const send = () => sendCampaign({ cluster, owner, keepers: [keeper], sink, seeded, messages });
  await send();
  const [alone, beside, came] = [[], [], []];
  for (let round = 0, first = 0; round < Number(options.rounds); round += 1) {
    alone.push(await send());
    const coming = beginLoad({ ...job, first });
    await new Promise((resolve) => setTimeout(resolve, WARM_MS));
    beside.push(await send());
    const report = await coming.stop();
    came.push(report);
    first = report.next;
  }
  await receiver.stop();
  await keeper.stop();
  await sink.close();
  await owner.end();

  const other = came.flatMap(({ replies }) => Object.keys(replies)).find((code) => code !== '250');
  if (other) throw new Error(`answered with ${other}`);
  const rate = (runs) => runs.reduce((sum, { msgPerSec }) => sum + msgPerSec, 0) / runs.length;
  const times = came.flatMap((report) => report.times);
  const cameInPerSec = times.length / came.reduce((sum, { seconds }) => sum + seconds, 0);
  const slower = 1 - rate(beside) / rate(alone);
  tell(
    `${whole(rate(alone))} messages/s sent alone, ${whole(rate(beside))} while ${whole(cameInPerSec)} a second came in ` +
      `(p99 ${percentile(times, 0.99).toFixed(0)} ms): ${(slower * 100).toFixed(0)} % slower.`,
  );
  tellJson(options.json, {
    aloneMsgPerSec: rate(alone),
    besideMsgPerSec: rate(beside),
    slower,
    cameInPerSec,
    cameInP99: percentile(times, 0.99),
    messages,
    machine,
  });
  if (options.check && slower > MOST_SLOWER) {
    tell(`It should be ${MOST_SLOWER * 100} % at the most.`);
    process.exitCode = 1;
  }
} finally {
  await cluster.close();
}
