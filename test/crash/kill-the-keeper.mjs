import { isSent } from '../../bench/support/campaign.mjs';
import { Findings } from './support/findings.mjs';
import { until } from './support/until.mjs';
import { verdictOf } from './support/verdict.mjs';
import { watchCounts } from './support/watch-counts.mjs';
import { openWorld } from './support/world.mjs';

export const title = 'the keeper killed with SIGKILL a hundred times during 5,000 deliveries';

const KILLS = 100;
const PEOPLE = 5_000;

/** As slow as a relay that writes to disk, so that a hundred kills find something under way, also where each comes late. */
const SINK_DELAY_MS = 80;

/**
 * Each kill comes 100 to 400 ms after the first message of that keeper. What it left is not waited for: its leases are
 * turned into the past, and the queue is lost with it, so that nobody waits for a dead worker's lock. `one-crash` waits
 * for both. The next keeper has loaded its program by then, and learns its secrets when the one before it is dead.
 */
export async function run() {
  const world = await openWorld({ people: PEOPLE, delayMs: SINK_DELAY_MS });
  const findings = new Findings();
  try {
    const campaign = await world.begin();
    const watch = await watchCounts(world, campaign);
    let handed = 0;
    let before = 0;
    /** @type {import('../../bench/support/keeper-process.mjs').KeeperProcess | undefined} */
    let last;
    const note = async () => {
      before = await world.begun();
    };
    for await (const { keeper, kill } of world.oneAfterTheOther(KILLS + 1, note)) {
      last = keeper;
      if (kill > KILLS) break;
      await until(`keeper ${kill} sends`, async () => (await world.begun()) > before, 60_000);
      await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 300));
      keeper.kill('SIGKILL');
      await keeper.exited;
      await world.keepersForgotten();
      handed += await handedNow(world);
      await world.turnLeases();
      await world.loseQueue();
    }
    await isSent(world.owner, campaign, 120_000);
    const { code } = (await last?.stop()) ?? {};
    findings.must(code === 0, `the last keeper ended with ${code}`);
    const unknownBound = KILLS * world.inFlight;
    const verdict = await verdictOf(world, campaign);
    findings.mustBeSound(verdict, { people: PEOPLE, unknownBound });
    findings.must(
      verdict.unknown <= handed,
      `${verdict.unknown} unknown, ${handed} were handed at the kills`,
    );
    const counts = await watch.stop();
    findings.mustHaveSummed(counts);
    return {
      broken: findings.broken,
      said: world.said(),
      figures: { kills: KILLS, deliveries: PEOPLE, unknownBound, ...verdict, looks: counts.samples },
    };
  } finally {
    await world.close();
  }
}

/** @param {import('./support/world.mjs').World} world @returns {Promise<number>} */
async function handedNow({ owner }) {
  const { rows } = await owner.query(
    `select count(*)::integer as count from jatakk.delivery where state = 'handed'`,
  );
  return rows[0].count;
}
