import { fileURLToPath } from 'node:url';
import { isSent } from '../../bench/support/campaign.mjs';
import { Findings } from './support/findings.mjs';
import { until } from './support/until.mjs';
import { verdictOf } from './support/verdict.mjs';
import { watchCounts } from './support/watch-counts.mjs';
import { openWorld } from './support/world.mjs';

export const title = 'the event loop of a keeper blocked for 90 seconds, while another takes over';
export const waits = true;

const PEOPLE = 1_500;

/** A minute and a half, in which its leases and its job's lock run out, and then it goes on where it stood. */
export async function run() {
  const world = await openWorld({ people: PEOPLE, delayMs: 40 });
  const findings = new Findings();
  try {
    const blocker = fileURLToPath(new URL('./support/block-on-signal.mjs', import.meta.url));
    const blocked = await world.keeper({ execArgv: ['--import', blocker] });
    const campaign = await world.begin();
    const watch = await watchCounts(world, campaign);
    await until('it sends', async () => (await world.begun()) > 100);
    blocked.kill('SIGUSR2');
    const from = Date.now();
    await world.keeper();
    await isSent(world.owner, campaign, 120_000);
    const seconds = (Date.now() - from) / 1000;
    // What it held when it stood still: it must not send it now.
    await until('it moves again', async () => Date.now() - from > 95_000, 120_000);
    const { code } = await blocked.stop();
    findings.must(code === 0, `it ended with ${code}`);
    const verdict = await verdictOf(world, campaign);
    findings.mustBeSound(verdict, { people: PEOPLE, unknownBound: world.inFlight });
    findings.mustHaveSummed(await watch.stop());
    return {
      broken: findings.broken,
      said: world.said(),
      figures: { ...verdict, secondsUntilSent: seconds },
    };
  } finally {
    await world.close();
  }
}
