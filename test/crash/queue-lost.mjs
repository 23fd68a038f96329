import { isSent } from '../../bench/support/campaign.mjs';
import { Findings } from './support/findings.mjs';
import { freePort, hasRedis, startRedis } from './support/redis.mjs';
import { until } from './support/until.mjs';
import { verdictOf } from './support/verdict.mjs';
import { watchCounts } from './support/watch-counts.mjs';
import { openWorld } from './support/world.mjs';

export const title = 'the queue lost in the middle of sending, and not there at all';

const PEOPLE = 600;
const WITHIN_SECONDS = 60;

/** The rows alone say what is to be done, whichever queue there is. */
export async function run() {
  const findings = new Findings();
  /** @type {Record<string, unknown>} */
  const figures = {};
  await campaignWith(findings, figures, 'truncated', {}, (world) => world.loseQueue());
  await campaignWith(
    findings,
    figures,
    'truncatedWhilePaused',
    {},
    whilePaused((world) => world.loseQueue()),
  );
  if (hasRedis()) {
    const redis = await startRedis();
    try {
      const env = { REDIS_URL: redis.url };
      await campaignWith(findings, figures, 'flushed', env, () => redis.flushAll());
      await campaignWith(
        findings,
        figures,
        'flushedWhilePaused',
        env,
        whilePaused(() => redis.flushAll()),
      );
      await campaignWith(
        findings,
        figures,
        'redisStopped',
        env,
        whilePaused(() => redis.stop()),
      );
    } finally {
      await redis.stop();
    }
    const env = { REDIS_URL: `redis://127.0.0.1:${await freePort()}` };
    await campaignWith(findings, figures, 'redisNeverThere', env);
  } else {
    figures.notRun = 'there is no redis-server here: FLUSHALL and a Redis that is down are not tried';
  }
  return { broken: findings.broken, said: findings.said, figures };
}

/**
 * Between two jobs: the one that was there has ended, and only the rows know that more is to be done.
 * @param {(world: import('./support/world.mjs').World) => Promise<unknown>} lose
 */
function whilePaused(lose) {
  return async (/** @type {import('./support/world.mjs').World} */ world, /** @type {string} */ campaign) => {
    await world.press(campaign, 'pause');
    await until('nothing is under way', async () => {
      const { rows } = await world.owner.query(
        `select count(*)::integer as count from jatakk.delivery where state in ('claimed', 'handed')`,
      );
      return rows[0].count === 0;
    });
    await lose(world);
    await world.press(campaign, 'resume');
  };
}

/**
 * One campaign, to the end without help.
 * @param {Findings} findings
 * @param {Record<string, unknown>} figures
 * @param {string} what
 * @param {Record<string, string>} env
 * @param {(world: import('./support/world.mjs').World, campaign: string) => Promise<unknown>} [lose] when a part is sent
 */
async function campaignWith(findings, figures, what, env, lose) {
  const world = await openWorld({ people: PEOPLE, delayMs: 40, env });
  const own = new Findings();
  try {
    const campaign = await world.begin();
    const watch = await watchCounts(world, campaign);
    // Whether it starts at all without its queue is part of the question.
    const starting = world.keeper().catch((/** @type {Error} */ error) => own.must(false, firstLine(error)));
    if (lose) {
      await until('it sends', async () => (await world.begun()) > 50);
      await lose(world, campaign);
    }
    const from = Date.now();
    await isSent(world.owner, campaign, WITHIN_SECONDS * 1000).catch((/** @type {Error} */ error) =>
      own.must(false, firstLine(error)),
    );
    const seconds = (Date.now() - from) / 1000;
    await starting;
    const verdict = await verdictOf(world, campaign);
    own.mustBeSound(verdict, { people: PEOPLE, unknownBound: 0 });
    own.mustHaveSummed(await watch.stop());
    const { states, duplicates, lost } = verdict;
    figures[what] = { states, duplicates, lost, seconds };
  } finally {
    findings.broken.push(...own.broken.map((line) => `${what}: ${line}`));
    if (own.broken.length > 0) findings.said.push(...world.said());
    await world.close();
  }
}

/** @param {Error} error */
function firstLine({ message }) {
  return message.split('\n')[0];
}
