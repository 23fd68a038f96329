import { built } from '../../bench/support/built.mjs';
import { DataSource } from 'typeorm';
import { Findings } from './support/findings.mjs';
import { until } from './support/until.mjs';
import { openWorld } from './support/world.mjs';

export const title = 'the keeper killed with SIGKILL while it seals a day of the ledger, six times';

const KILLS = 6;
const LEAVES_A_DAY = 6_000;
/** Mostly at once; a minute where the job that recurs each minute had just been taken. */
const SEALS_WITHIN_MS = 100_000;

/** Each day of leaves is sealed by a keeper that is killed within it, or just behind it, and then by the next. */
export async function run() {
  const world = await openWorld({ people: 1 });
  const findings = new Findings();
  const { registerId } = world.seeded;
  const figures = { kills: KILLS, cutOff: 0, leaves: 0, heads: 0 };
  try {
    await world.owner.query('create table public.wanted (leaf bytea primary key)');
    const first = await world.keeper();
    await until('the log has begun', async () => {
      return (await world.owner.query('select from jatakk.ledger_log')).rowCount > 0;
    });
    await first.stop();
    for await (const { keeper, kill } of world.oneAfterTheOther(KILLS, () => dayEnds(world))) {
      await until(`keeper ${kill} seals`, () => isSealingOrHas(world), SEALS_WITHIN_MS, 5);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 500));
      keeper.kill('SIGKILL');
      await keeper.exited;
      await world.keepersForgotten();
      const { sealed, waiting, wanted, covered } = await counts(world);
      if (waiting > 0) figures.cutOff += 1;
      findings.must(sealed + waiting === wanted, `${wanted} leaves, ${sealed} sealed and ${waiting} waiting`);
      findings.must(sealed === covered, `${sealed} leaves sealed, ${covered} under a head`);
    }
    const last = await world.keeper();
    await until('all is sealed', async () => (await counts(world)).waiting === 0);
    const { code } = await last.stop();
    findings.must(code === 0, `the last keeper ended with ${code}`);
    const { rows: odd } = await world.owner.query(
      `select from public.wanted w full join jatakk.ledger_leaf f on f.register_id = $1 and f.leaf = w.leaf
        where w.leaf is null or f.leaf is null`,
      [registerId],
    );
    findings.must(odd.length === 0, `${odd.length} leaves are lost, or nobody's`);
    const [ledger] = await checked(world);
    const [log] = ledger.logs;
    const faults = [...ledger.faults, ...ledger.logs.flatMap((one) => one.faults)];
    findings.must(faults.length === 0, `the ledger is not whole: ${JSON.stringify(faults)}`);
    findings.must(ledger.logs.length === 1, `${ledger.logs.length} logs`);
    Object.assign(figures, { leaves: log.leaves, heads: log.heads });
    return { broken: findings.broken, said: world.said(), figures };
  } finally {
    await world.close();
  }
}

/** @typedef {import('./support/world.mjs').World} World */

/** The day is over, and so many leaves wait for its round. @param {World} world */
async function dayEnds({ owner, seeded }) {
  await owner.query(
    `with made as (insert into public.wanted
       select '\\x00'::bytea || sha256(gen_random_uuid()::text::bytea) from generate_series(1, $2) returning leaf)
     insert into jatakk.ledger_waiting (register_id, leaf) select $1, leaf from made`,
    [seeded.registerId, LEAVES_A_DAY],
  );
  await owner.query('update jatakk.ledger_log set sealed_on = sealed_on - 1');
}

/** A keeper has taken the ledger in hand, or has put it down already. @param {World} world */
async function isSealingOrHas({ owner }) {
  const { rowCount } = await owner.query(
    `select from pg_stat_activity where usename = 'jatakk_keeper' and state <> 'idle'
        and query ~ 'ledger_(waiting|node)|seal_leaves|hashtext'
     union all
     select where not exists (select from jatakk.ledger_waiting)`,
  );
  return rowCount > 0;
}

/** @param {World} world @returns {Promise<Record<string, number>>} */
async function counts({ owner, seeded }) {
  const { rows } = await owner.query(
    `select (select count(*)::integer from jatakk.ledger_leaf f where f.register_id = $1) as sealed,
            (select count(*)::integer from jatakk.ledger_waiting w where w.register_id = $1) as waiting,
            (select coalesce(max(h.size), 0) from jatakk.ledger_head h where h.register_id = $1) as covered,
            (select count(*)::integer from public.wanted) as wanted`,
    [seeded.registerId],
  );
  return rows[0];
}

/** What `jatakk ledger verify` finds, beside what the keepers noted. @param {World} world */
async function checked({ cluster, state }) {
  const { checkStoredLedgers } = await built('consent/ledger/check-stored-ledgers.js');
  const database = await new DataSource({
    type: 'postgres',
    url: cluster.ownerUrl,
    installExtensions: false,
    poolSize: 1,
  }).initialize();
  try {
    return await checkStoredLedgers(database, state);
  } finally {
    await database.destroy();
  }
}
