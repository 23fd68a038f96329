import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { schedule } from '../../../bench/support/campaign.mjs';
import { openCluster } from '../../../bench/support/cluster.mjs';
import { startKeeper } from '../../../bench/support/keeper-process.mjs';
import { seedHouse, seedSubscribers } from '../../../bench/support/seed.mjs';
import { startSink } from '../../../bench/support/sink-process.mjs';
import { insist } from './insist.mjs';
import { until } from './until.mjs';

/** So many keepers load their program while others are killed: that is what most of the time goes to. */
const AHEAD = 2;

/**
 * A house of real processes for one scenario: PostgreSQL with fsync on, a sink that records, keepers as many as are
 * started, and `people` confirmed subscribers on one list.
 * @typedef {Awaited<ReturnType<typeof openWorld>>} World
 */

/**
 * @param {object} options
 * @param {number} options.people
 * @param {number} [options.connections] of each keeper to the sink
 * @param {number} [options.delayMs] that the sink keeps each final reply back
 * @param {string[]} [options.conf] lines for postgresql.conf
 * @param {Record<string, string>} [options.env] settings of each keeper
 */
export async function openWorld({ people, connections = 8, delayMs = 0, conf = [], env = {} }) {
  const secret = randomBytes(32);
  const state = mkdtempSync(join(tmpdir(), 'jatakk-keeper-'));
  const cluster = await openCluster({ conf });
  const seeded = await seedHouse(cluster, secret);
  await seedSubscribers(cluster, secret, seeded, people);
  const sink = await startSink({ record: true, delayMs });
  const owner = poolOf(cluster.ownerUrl, 4);
  const web = poolOf(cluster.webUrl, 10);
  /** @type {import('../../../bench/support/keeper-process.mjs').KeeperProcess[]} */
  const keepers = [];
  let giveUp = () => {};
  /** Rejects when all is over: whoever waits for its secrets would wait for ever. */
  const over = new Promise((_, reject) => (giveUp = () => reject(new Error('the scenario has ended'))));
  over.catch(() => undefined);

  return {
    people,
    connections,
    secret,
    cluster,
    seeded,
    state,
    sink,
    /**
     * Messages that one keeper can have past the gate and not written down: on each connection one that is being
     * handed over, and the one before it, whose outcome is being written.
     */
    inFlight: 2 * connections,
    /** As the owner: to look at everything, and to turn the clock. */
    owner,
    /** As jatakk_web. */
    web,
    /**
     * Starts a keeper. @param {{ env?: Record<string, string>, execArgv?: string[], after?: Promise<unknown> }} [options]
     */
    async keeper(options = {}) {
      const keeper = await startKeeper({
        databaseUrls: cluster.urls,
        secret,
        relayUrl: sink.url,
        stateDir: state,
        execArgv: options.execArgv,
        after: options.after && Promise.race([options.after, over]),
        env: {
          RELAY_CONNECTIONS: String(connections),
          POLL_SECONDS: '1',
          SKIP_CRASH_WAIT: '1',
          DNS_RESOLVER: 'off',
          ...env,
          ...options.env,
        },
      });
      keepers.push(keeper);
      return keeper;
    },
    /**
     * Keepers, each to be killed before the next is asked for: that has loaded its program by then, and learns its
     * secrets only now. @param {number} many @param {() => Promise<unknown>} [first] what is done before each
     */
    async *oneAfterTheOther(many, first = async () => undefined) {
      /** @type {{ release: () => void, keeper: Promise<import('../../../bench/support/keeper-process.mjs').KeeperProcess> }[]} */
      const loading = [];
      const load = () => {
        let release = () => {};
        const after = new Promise((resolve) => (release = () => resolve(undefined)));
        const keeper = this.keeper({ after });
        // Where the scenario ends before its turn nobody asks for it any more.
        keeper.catch(() => undefined);
        loading.push({ release, keeper });
      };
      for (let ahead = 0; ahead < Math.min(AHEAD, many); ahead += 1) load();
      for (let kill = 1; kill <= many; kill += 1) {
        await first();
        const next = /** @type {(typeof loading)[number]} */ (loading.shift());
        next.release();
        const keeper = await next.keeper;
        if (kill + loading.length < many) load();
        yield { keeper, kill };
      }
    },
    /** Schedules a campaign to everybody, due now. @returns {Promise<string>} its id */
    async begin() {
      return (await schedule(owner, seeded)).id;
    },
    /** Turns the clock: every lease has run out. */
    async turnLeases() {
      await insist(
        owner,
        `update jatakk.delivery set lease_until = clock_timestamp() - interval '1 second'
          where state in ('claimed', 'handed')`,
      );
    },
    /** A campaign that is written and not yet sent. @returns {Promise<string>} its id */
    async draft() {
      const { id } = await schedule(owner, seeded, { dueInSeconds: 3600 });
      await owner.query(`update jatakk.campaign set state = 'draft', starts_at = null where id = $1`, [id]);
      return id;
    },
    /**
     * As pressing a button on the campaign's page does. @param {string} id @param {string} act
     * @returns {Promise<string | null>} the state it has become; null where the act does not apply
     */
    async press(id, act) {
      const { rows } = await web.query('select jatakk.act_on_campaign($1, $2) as became', [id, act]);
      await web.query(`select pg_notify('jatakk_bell', '')`);
      return rows[0].became;
    },
    /** PostgreSQL has noticed that every keeper is gone: no statement of theirs is under way any more. */
    async keepersForgotten() {
      await until('no keeper is connected', async () => {
        const { rowCount } = await owner.query(
          `select from pg_stat_activity where usename = 'jatakk_keeper' limit 1`,
        );
        return rowCount === 0;
      });
    },
    /** The whole queue is gone, at once. */
    async loseQueue() {
      const { rows } = await owner.query(
        `select string_agg(format('bullmq.%I', tablename), ', ') as tables from pg_tables
          where schemaname = 'bullmq' and tablename not like '%migration%'`,
      );
      await insist(owner, `truncate ${rows[0].tables}`);
    },
    /** How many bodies have begun to arrive. */
    begun: async () => (await sink.counts()).begun,
    /** What the keepers said, each sentence once, with how often. @returns {string[]} */
    said() {
      const sentences = keepers.flatMap((keeper) => keeper.log().match(/(?<="msg":").*?(?="})/g) ?? []);
      return [...new Set(sentences)].map(
        (sentence) => `${sentences.filter((each) => each === sentence).length} × ${sentence}`,
      );
    },
    async close() {
      giveUp();
      for (const keeper of keepers) keeper.kill('SIGKILL');
      await Promise.all(keepers.map((keeper) => keeper.exited));
      await Promise.all([owner.end(), web.end()]);
      await sink.close();
      await cluster.close();
      rmSync(state, { recursive: true, force: true });
    },
  };
}

/** A connection that is cut is replaced by the next question. @param {string} url @param {number} max */
function poolOf(url, max) {
  const pool = new pg.Pool({ connectionString: url, max });
  pool.on('error', () => undefined);
  return pool;
}
