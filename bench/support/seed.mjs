import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { DataSource } from 'typeorm';
import { built } from './built.mjs';

/**
 * A register with its keys and a list that people can be put on.
 * @typedef {{ registerId: string, listId: string, staffId: string, slug: string }} Seeded
 */

/**
 * The organisation, a register with real keys, a list with its purpose, and a member of staff who writes.
 * @param {import('./cluster.mjs').Cluster} cluster
 * @param {Buffer} secret the keeper's, 32 bytes
 * @param {{ slug?: string, listOpen?: boolean }} [options]
 * @returns {Promise<Seeded>}
 */
export async function seedHouse(cluster, secret, { slug = 'program' } = {}) {
  const ids = { registerId: randomUUID(), listId: randomUUID(), staffId: randomUUID() };
  const owner = await cluster.connect();
  try {
    await owner.query(
      `insert into jatakk.organisation (name, org_number, postal_address, contact_email, privacy_email)
       values ('Fjellhallen', '974760673', 'Fjellveien 1, 0001 Oslo', 'post@fjellhallen.example',
               'personvern@fjellhallen.example') on conflict do nothing`,
    );
    await owner.query('insert into jatakk.register (id, slug, name) values ($1, $2, $3)', [
      ids.registerId,
      `register-${slug}`,
      'Lesere',
    ]);
    await owner.query(
      `insert into jatakk.list (id, register_id, slug, name, sender_name, sender_address, eyes)
       values ($1, $2, $3, 'Programmet', 'Fjellhallen', 'program@fjellhallen.example', 1)`,
      [ids.listId, ids.registerId, slug],
    );
    await owner.query(
      `insert into jatakk.purpose_text (register_id, list_id, version, locale, text, frequency, sha256)
       select $1, $2, 1, w.locale, w.text, w.frequency, sha256(convert_to(w.locale || w.text || w.frequency, 'UTF8'))
         from (values ('nb', 'Nyheter om programmet.', 'Omtrent én gang i måneden.'),
                      ('en', 'News about the programme.', 'About once a month.')) as w (locale, text, frequency)`,
      [ids.registerId, ids.listId],
    );
    await owner.query(
      `insert into jatakk.staff (id, name, state, locale, login_hash, address_sealed, address_key_version)
       values ($1, 'Kari Nordmann', 'invited', 'nb', sha256($1::uuid::text::bytea), ''::bytea, 1)`,
      [ids.staffId],
    );
  } finally {
    await owner.end();
  }
  await withRings(cluster.ownerUrl, secret, (rings) => rings.makeMissing());
  return { ...ids, slug };
}

const TABLES = ['jatakk.subscriber', 'vault.row_key', 'jatakk.subscription'];

/** From here on it pays to build the indexes once at the end, which checks what is unique too. */
const MANY = 100_000;
const SKIP_INDEXES = `update pg_index set indisready = false, indisvalid = false
                       where indrelid = any ($1::text[]::regclass[])`;

/**
 * Puts confirmed subscribers on the list: addresses really sealed, each under a row key of its own, with the blind
 * index, the suppression hash and the hash of the way out that a sign-up would have stored. No consent records.
 * @param {import('./cluster.mjs').Cluster} cluster
 * @param {Buffer} secret
 * @param {Seeded} seeded
 * @param {number} count
 * @param {{ prefix?: string, threads?: number }} [options]
 */
export async function seedSubscribers(cluster, secret, seeded, count, options = {}) {
  const { prefix, threads = Math.min(availableParallelism(), Math.ceil(count / 20_000)) } = options;
  const share = Math.ceil(count / threads);
  const parts = Array.from({ length: threads }, (_, part) => ({
    from: part * share,
    to: Math.min(count, (part + 1) * share),
  }));
  const owner = await cluster.connect();
  const many = count >= MANY;
  if (many) await owner.query(SKIP_INDEXES, [TABLES]);
  await Promise.all(
    parts.map(async (range) => {
      const worker = new Worker(new URL('./seed-worker.mjs', import.meta.url), {
        workerData: { ...range, ...seeded, prefix, ownerUrl: cluster.ownerUrl, secret },
      });
      await once(worker, 'exit');
    }),
  );
  try {
    await owner.query(`set maintenance_work_mem = '256MB'`);
    if (many) for (const table of TABLES) await owner.query(`reindex table ${table}`);
    const { rows } = await owner.query(
      `select count(*)::integer as count from jatakk.subscription where list_id = $1 and state = 'confirmed'`,
      [seeded.listId],
    );
    if (rows[0].count < count) throw new Error(`seeded ${rows[0].count} of ${count} subscribers`);
    // Copied in past the triggers that count.
    await owner.query('select jatakk.recount_subscriptions()');
    // As the house would stand some time after its people joined.
    for (const table of TABLES) await owner.query(`vacuum (analyze) ${table}`);
    await owner.query('checkpoint');
  } finally {
    await owner.end();
  }
}

/**
 * Works with the rings as the keeper holds them.
 * @template T
 * @param {string} ownerUrl
 * @param {Buffer} secret
 * @param {(rings: import('../../src/registers/key-rings.service.js').KeyRings) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withRings(ownerUrl, secret, work) {
  const { KeyRings } = await built('registers/key-rings.service.js');
  const database = new DataSource({ type: 'postgres', url: ownerUrl, installExtensions: false, poolSize: 2 });
  await database.initialize();
  try {
    return await work(new KeyRings(database, Buffer.from(secret)));
  } finally {
    await database.destroy();
  }
}
