// npm run bench:preferences: a person's own page, opened by the keeper through the window. See README.md.
import { createHash, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openCluster } from './support/cluster.mjs';
import { startKeeper } from './support/keeper-process.mjs';
import { machineLine } from './support/machine.mjs';
import { seedHouse, seedSubscribers } from './support/seed.mjs';
import { startSink } from './support/sink-process.mjs';
import { percentile, tell, tellJson, whole } from './support/tell.mjs';
import { startWebProcess } from './support/web-process.mjs';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** How many are in the register. */
    people: { type: 'string', default: '20000' },
    /** How many of them look at their page, one after the other and then four at once. */
    looks: { type: 'string', default: '400' },
  },
});
const people = Number(options.people);
const looks = Number(options.looks);
const AT_ONCE = 4;
const secret = randomBytes(32);

const cluster = await openCluster();
try {
  const owner = await cluster.connect();
  const machine = await machineLine(owner);
  tell(machine);
  const seeded = await seedHouse(cluster, secret);
  await seedSubscribers(cluster, secret, seeded, people);
  const tokens = await links(owner, seeded.registerId);
  const sink = await startSink();
  const keeper = await startKeeper({
    databaseUrls: cluster.urls,
    secret,
    relayUrl: sink.url,
    stateDir: cluster.stateDir,
  });
  const web = await startWebProcess({
    databaseUrls: cluster.urls,
    secret: randomBytes(32),
    // Everybody comes from a network of their own, as in life: each may look only so often.
    env: { TRUSTED_PROXIES: '127.0.0.1,::1' },
  });
  const base = `http://localhost:${web.port}`;

  const pages = tokens.map((token) => `${base}/manage/${token}`);
  const plain = tokens.map(() => `${base}/personvern`);
  await times([...pages.slice(0, 20), ...plain.slice(0, 20)], 1);
  const alone = await times(pages, 1);
  const together = await times(pages, AT_ONCE);
  const baseline = await times(plain, 1);
  tell(
    `One after the other: ${ms(alone, 0.5)} ms in the middle, ${ms(alone, 0.95)} ms for 95 of 100, ` +
      `${ms(alone, 0.99)} ms for 99; the privacy page, which opens nothing: ${ms(baseline, 0.5)} ms.`,
  );
  tell(`${AT_ONCE} at once: ${ms(together, 0.5)} ms in the middle, ${ms(together, 0.95)} ms for 95 of 100.`);
  tellJson(options.json, {
    people,
    looks,
    p50: percentile(alone, 0.5),
    p95: percentile(alone, 0.95),
    p99: percentile(alone, 0.99),
    togetherP95: percentile(together, 0.95),
    plainP50: percentile(baseline, 0.5),
    machine,
  });
  await web.stop();
  await keeper.stop();
  await sink.close();
  await owner.end();
} finally {
  await cluster.close();
}

/** A link for each of some people, as if its mail had just been taken. @param {import('pg').Client} owner @param {string} registerId */
async function links(owner, registerId) {
  const { rows } = await owner.query(
    'select id from jatakk.subscriber where register_id = $1 order by id limit $2',
    [registerId, looks],
  );
  if (rows.length < looks) throw new Error(`only ${whole(rows.length)} people are there`);
  const made = rows.map(() => randomBytes(32).toString('base64url'));
  await owner.query(
    `insert into jatakk.notice (id, ring_id, kind, locale, register_id, subscriber_id, state, token_hash, handed_at, accepted_at)
     select gen_random_uuid(), $1, 'manage', 'nb', $1, p.id, 'accepted', p.hash, now(), now()
       from unnest($2::uuid[], $3::bytea[]) as p (id, hash)`,
    [
      registerId,
      rows.map(({ id }) => id),
      made.map((token) => createHash('sha256').update(token, 'utf8').digest()),
    ],
  );
  return made;
}

/** Milliseconds that each page took, so many under way at once. @param {string[]} urls @param {number} atOnce */
async function times(urls, atOnce) {
  const waiting = [...urls];
  /** @type {number[]} */
  const taken = [];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
        const from = performance.now();
        const response = await fetch(url, { headers: { 'x-forwarded-for': someNetwork() } });
        const text = await response.text();
        taken.push(performance.now() - from);
        // A page that could not be opened would be quick.
        if (response.status !== 200) throw new Error(`${response.status}: ${text.slice(0, 200)}`);
      }
    }),
  );
  return taken;
}

/** An address that a proxy might tell of. Nothing is ever sent there. */
function someNetwork() {
  return `198.18.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}`;
}

/** @param {number[]} taken @param {number} share */
function ms(taken, share) {
  return percentile(taken, share).toFixed(1);
}
