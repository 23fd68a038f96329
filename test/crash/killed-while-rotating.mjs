import { isSent } from '../../bench/support/campaign.mjs';
import { built } from '../../bench/support/built.mjs';
import { withRings } from '../../bench/support/seed.mjs';
import { Findings } from './support/findings.mjs';
import { insist } from './support/insist.mjs';
import { until } from './support/until.mjs';
import { verdictOf } from './support/verdict.mjs';
import { openWorld } from './support/world.mjs';

export const title = 'the keeper killed with SIGKILL six times while every key of a register is rotated';

const KILLS = 6;
const PEOPLE = 8_000;
/** Addresses, both hashes, and links. */
const TO_ROLL = 4 * PEOPLE;
const PURPOSES = ['rest', 'index', 'suppression', 'link', 'seal', 'notice'];

/**
 * Each kill comes when a share of what was left has been rolled, however far the keeper before got meanwhile. Afterwards
 * a campaign must find, open and reach everybody.
 */
export async function run() {
  const world = await openWorld({ people: PEOPLE });
  const findings = new Findings();
  const figures = { kills: KILLS, killedAt: /** @type {number[]} */ ([]) };
  try {
    await world.owner.query(
      'insert into jatakk.rotation (ring_id, purpose) select $1, p from unnest($2::text[]) p',
      [world.seeded.registerId, PURPOSES],
    );
    let before = 0;
    for await (const { keeper, kill } of world.oneAfterTheOther(KILLS)) {
      const enough = before + Math.max(1, (TO_ROLL - before) / (KILLS - kill + 3));
      await until(`keeper ${kill} rolls`, async () => (await rolled(world)) >= enough, 40_000, 10);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 200));
      keeper.kill('SIGKILL');
      await keeper.exited;
      await world.keepersForgotten();
      before = await rolled(world);
      figures.killedAt.push(before);
    }
    findings.must(await isOpen(world), 'all was rotated before the last kill');
    const last = await world.keeper();
    await until('every rotation is done', async () => {
      await insist(
        world.owner,
        `update jatakk.rotation set begun_at = begun_at - interval '1 minute' where done_at is null`,
      );
      await world.owner.query(`select pg_notify('jatakk_bell', '')`);
      return !(await isOpen(world));
    });
    await everybodyIsWhole(world, findings);
    const campaign = await world.begin();
    await isSent(world.owner, campaign, 60_000);
    const { code } = await last.stop();
    findings.must(code === 0, `the last keeper ended with ${code}`);
    const verdict = await verdictOf(world, campaign);
    findings.mustBeSound(verdict, { people: PEOPLE, unknownBound: 0 });
    return { broken: findings.broken, said: world.said(), figures: { ...figures, ...verdict } };
  } finally {
    await world.close();
  }
}

/** @typedef {import('./support/world.mjs').World} World */

/** @param {World} world @returns {Promise<boolean>} */
async function isOpen({ owner }) {
  return (await owner.query('select from jatakk.rotation where done_at is null')).rowCount > 0;
}

/** How many rows have been rolled, of every kind. @param {World} world @returns {Promise<number>} */
async function rolled({ owner }) {
  const { rows } = await owner.query(
    `select (select count(*) filter (where key_version = 2) + count(blind_index_next) + count(suppression_hash_next)
               from jatakk.subscriber)
          + (select count(further_hashes) from jatakk.subscription)
          + (select count(*) * $1::integer from jatakk.rotation
              where done_at is not null and purpose in ('index', 'suppression')) as rolled`,
    [PEOPLE],
  );
  return Number(rows[0].rolled);
}

/**
 * Every address opens under the new key, is found and suppressed by the new hashes, and every link leads out under both
 * versions. @param {World} world @param {Findings} findings
 */
async function everybodyIsWhole({ cluster, secret, seeded, owner }, findings) {
  const { openSubscriberAddress } = await built('keeper/open-address.js');
  const { deriveToken, hashToken } = await built('platform/sealing/link-token.js');
  const ring = await withRings(cluster.ownerUrl, secret, (rings) => rings.ring(seeded.registerId));
  for (const purpose of PURPOSES.filter((one) => one !== 'seal'))
    findings.must(ring.current(purpose).version === 2, `the ${purpose} key is of another version`);
  const { rows } = await owner.query(
    `select p.id, p.address, p.key_version, k.key, p.blind_index, p.suppression_hash, p.blind_index_next,
            p.suppression_hash_next, s.id as subscription, s.unsubscribe_hash, s.further_hashes
       from jatakk.subscriber p join vault.row_key k on k.row_id = p.id
       join jatakk.subscription s on s.subscriber_id = p.id`,
  );
  findings.must(rows.length === PEOPLE, `${rows.length} people of ${PEOPLE}`);
  let odd = 0;
  for (const row of rows) {
    const address = openSubscriberAddress(ring, {
      registerId: seeded.registerId,
      subscriberId: row.id,
      address: row.address,
      keyVersion: row.key_version,
      rowKey: row.key,
    });
    const links = [1, 2].map((version) =>
      hashToken(deriveToken(ring.key('link', version), 'unsubscribe', row.subscription, seeded.listId)),
    );
    const [further, ...more] = row.further_hashes ?? [];
    const whole =
      row.key_version === 2 &&
      row.blind_index.equals(ring.blindIndex(address)) &&
      row.suppression_hash.equals(ring.suppressionHash(address)) &&
      row.blind_index_next === null &&
      row.suppression_hash_next === null &&
      row.unsubscribe_hash.equals(links[0]) &&
      further?.equals(links[1]) &&
      more.length === 0;
    if (!whole) odd += 1;
  }
  findings.must(odd === 0, `${odd} people are half under the old keys`);
}
