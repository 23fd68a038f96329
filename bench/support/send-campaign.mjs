import { deliveryStates, isSent, schedule } from './campaign.mjs';
import { runOf } from './baselines.mjs';

/**
 * One campaign, from being due to its last outcome written, and what it cost each process.
 * @typedef {import('./baselines.mjs').Run & {
 *   secondsInAll: number, msgPerSecInAll: number, postgresCpuSeconds: number, peakMb: number, sample: string
 * }} CampaignRun
 */

/**
 * Sends one campaign to everybody on the list and measures it.
 * @param {object} options
 * @param {import('./cluster.mjs').Cluster} options.cluster
 * @param {import('pg').Client} options.owner
 * @param {import('./keeper-process.mjs').KeeperProcess[]} options.keepers
 * @param {import('./sink-process.mjs').Sink} options.sink
 * @param {import('./seed.mjs').Seeded} options.seeded
 * @param {number} options.messages how many are on the list
 * @returns {Promise<CampaignRun>}
 */
export async function sendCampaign({ cluster, owner, keepers, sink, seeded, messages }) {
  await sink.reset();
  const cpu = () => ({
    keepers: keepers.reduce((sum, keeper) => sum + keeper.cpuSeconds(), 0),
    postgres: cluster.cpuSeconds(),
  });
  const before = cpu();
  const { id, dueAt } = await schedule(owner, seeded);
  await isSent(owner, id, 60_000 + messages * 10);
  const secondsInAll = (Date.now() - dueAt) / 1000;
  const after = cpu();
  const report = await sink.report();
  const states = await deliveryStates(owner, id);
  if (states.accepted !== messages || report.messages !== messages) {
    throw new Error(`${report.messages} of ${messages} messages arrived: ${JSON.stringify(states)}`);
  }
  return {
    ...runOf(report, after.keepers - before.keepers),
    secondsInAll,
    msgPerSecInAll: messages / secondsInAll,
    postgresCpuSeconds: after.postgres - before.postgres,
    peakMb: Math.max(...keepers.map((keeper) => keeper.memoryMb().peak)),
    sample: report.sample ?? '',
  };
}
