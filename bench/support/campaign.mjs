import { randomUUID } from 'node:crypto';

/** Makes a message of about 5 kB with its two parts, headers and encoding. */
const PARAGRAPHS = 2;
const PARAGRAPH =
  'På torsdag åpner høstens første utstilling i fjellhallen, med bilder fra åtte av årets somre. ' +
  'Dørene åpnes klokken seks, og det er gratis å komme inn for alle som er på denne listen.';

/**
 * Schedules a campaign as pressing send would, and rings the bell as web does.
 * @param {import('pg').Client} owner
 * @param {import('./seed.mjs').Seeded} seeded
 * @param {{ dueInSeconds?: number }} [options] seconds from now until it is due: the undo time
 * @returns {Promise<{ id: string, dueAt: number }>} `dueAt` in ms since 1970, by the database's clock
 */
export async function schedule(owner, { registerId, listId, staffId }, { dueInSeconds = 0 } = {}) {
  const id = randomUUID();
  const body = ['# Høsten i fjellhallen', ...Array.from({ length: PARAGRAPHS }, () => PARAGRAPH)].join(
    '\n\n',
  );
  const { rows } = await owner.query(
    `insert into jatakk.campaign (id, register_id, list_id, purpose_version, state, locale, subject, preheader, body,
                                  author_id, starts_at)
     values ($1, $2, $3, 1, 'scheduled', 'nb', 'Høsten i fjellhallen', 'Åtte somre på veggen', $4, $5,
             clock_timestamp() + make_interval(secs => $6))
     returning extract(epoch from starts_at) * 1000 as due_at`,
    [id, registerId, listId, body, staffId, dueInSeconds],
  );
  await ring(owner);
  return { id, dueAt: Number(rows[0].due_at) };
}

/** Rings the keeper. @param {import('pg').Client} owner */
export async function ring(owner) {
  await owner.query(`select pg_notify('jatakk_bell', '')`);
}

/**
 * Counts of a campaign's deliveries by state, from the rows.
 * @param {import('pg').Client} owner
 * @param {string} id
 * @returns {Promise<Record<string, number>>}
 */
export async function deliveryStates(owner, id) {
  const { rows } = await owner.query(
    'select state, count(*)::integer as count from jatakk.delivery where campaign_id = $1 group by state',
    [id],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** @param {import('pg').Client} owner @param {string} id @returns {Promise<string>} */
export async function campaignState(owner, id) {
  const { rows } = await owner.query('select state from jatakk.campaign where id = $1', [id]);
  return rows[0].state;
}

/**
 * Waits until the campaign is sent.
 * @param {import('pg').Client} owner
 * @param {string} id
 * @param {number} withinMs
 */
export async function isSent(owner, id, withinMs) {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const state = await campaignState(owner, id);
    if (state === 'sent') return;
    if (Date.now() > deadline)
      throw new Error(`the campaign is ${state} after ${Math.round(withinMs / 1000)} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
