import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { built } from './built.mjs';
import { startKeeper } from './keeper-process.mjs';
import { seedHouse } from './seed.mjs';
import { startWebProcess } from './web-process.mjs';

/** Of all confirmed subscribers, what share each list has; the first two registers have three and two of them. */
const LISTS = [
  { register: 0, share: 0.6, slug: 'program' },
  { register: 0, share: 0.2, slug: 'klubb' },
  { register: 0, share: 0.05, slug: 'familie' },
  { register: 1, share: 0.1, slug: 'billetter' },
  { register: 1, share: 0.05, slug: 'gavekort' },
];

/** Deliveries of the one campaign whose rows are all still there. */
const LARGEST_SENT = 600_000;

/**
 * A house as it stands after some years: people on the lists of two registers, campaigns in every state, imports,
 * proposals and requests. Rows only: nothing of them is ever opened by a page.
 * @param {import('./cluster.mjs').Cluster} cluster
 * @param {Buffer} secret
 * @param {{ people: number, campaigns: number, staffId: string }} options
 */
export async function seedStaffHouse(cluster, secret, { people, campaigns, staffId }) {
  const registers = [];
  for (const slug of ['lesere', 'kjopere']) registers.push(await seedHouse(cluster, secret, { slug }));
  const owner = await cluster.connect();
  try {
    // The rows are whole by construction: neither keys nor counts need be looked after one by one.
    await owner.query('set synchronous_commit = off; set session_replication_role = replica');
    const lists = [];
    for (const [index, { register, share, slug }] of LISTS.entries()) {
      const list = { registerId: registers[register].registerId, listId: randomUUID(), staffId };
      await makeList(owner, list, slug);
      await join(owner, list, Math.round(people * share), index === 0 ? 2 : 1);
      lists.push(list);
    }
    await owner.query('set session_replication_role = origin');
    await owner.query('select jatakk.recount_subscriptions()');
    await owner.query('analyze');
    const ids = await writeCampaigns(
      owner,
      lists,
      campaigns,
      Math.min(LARGEST_SENT, Math.round(people * 0.6)),
    );
    await otherWork(owner, lists[0]);
    await countDays(owner, lists);
    // As the house would stand some time after.
    await owner.query('vacuum (analyze) jatakk.delivery');
    await owner.query('vacuum (analyze) jatakk.subscription');
    await owner.query('analyze');
    await owner.query('checkpoint');
    return { lists, campaigns: ids };
  } finally {
    await owner.end();
  }
}

async function makeList(owner, { registerId, listId }, slug) {
  await owner.query(
    `insert into jatakk.list (id, register_id, slug, name, sender_name, sender_address, eyes)
     values ($1, $2, $3, initcap($3), 'Fjellhallen', 'program@fjellhallen.example', 1)`,
    [listId, registerId, slug],
  );
  await owner.query(
    `insert into jatakk.purpose_text (register_id, list_id, version, revision, locale, text, frequency, sha256)
     select $1, $2, v, 1, w.locale, w.text, w.frequency, sha256(convert_to(v || w.locale || w.text, 'UTF8'))
       from generate_series(1, 2) v,
            (values ('nb', 'Nyheter om programmet.', 'Omtrent én gang i måneden.'),
                    ('en', 'News about the programme.', 'About once a month.')) as w (locale, text, frequency)`,
    [registerId, listId],
  );
}

/** Confirmed subscribers, a third of them under the words before these; one in twenty had left before they came again. */
async function join(owner, { registerId, listId }, count, version) {
  await owner.query(
    `insert into jatakk.subscriber (register_id, id, blind_index, suppression_hash, address, key_version)
     select $1, md5($2::text || n)::uuid, sha256(('b' || $2::text || n)::bytea), sha256(('s' || $2::text || n)::bytea), '\\x00', 1
       from generate_series(1, $3::integer) n`,
    [registerId, listId, count],
  );
  await owner.query(
    `insert into jatakk.subscription (id, register_id, list_id, subscriber_id, state, ended_reason, ended_month,
                                      purpose_version, locale, unsubscribe_hash, since_month)
     select gen_random_uuid(), $1, $2::text::uuid, md5($2::text || n)::uuid, s.state, s.why,
            case s.state when 'ended' then date '2026-02-01' end,
            case when n % 3 = 0 then 1 else $4::integer end, 'nb', sha256((s.state || $2::text || n)::bytea), '2026-01-01'
       from generate_series(1, $3::integer) n
       join (values ('confirmed', null, 1), ('ended', 'unsubscribed', 20)) as s (state, why, every) on n % s.every = 0`,
    [registerId, listId, count, version],
  );
}

/** A thousand, most of them sent; the newest sent one with all its deliveries, one on its way. */
async function writeCampaigns(owner, lists, count, largest) {
  const states = ['sending', 'paused', 'held', 'scheduled', 'cancelled', 'draft', 'draft', 'draft'];
  const campaigns = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    list: lists[index % lists.length],
    state: states[index] ?? 'sent',
    days: index,
  }));
  const sent = campaigns.find(({ state, list }) => state === 'sent' && list === lists[0]);
  await owner.query(
    `insert into jatakk.campaign (id, register_id, list_id, purpose_version, state, locale, subject, preheader, body,
                                  author_id, edited_at, starts_at, started_at, finished_at, held_reason)
     select c.id, c.register, c.list, 2, c.state, 'nb', 'Utsending nummer ' || c.days, 'Åtte somre på veggen',
            repeat('Dørene åpnes klokken seks, og det er gratis å komme inn. ', 80), $5, now() - c.days * '1 day'::interval,
            case when c.state <> 'draft' then now() + case c.state when 'scheduled' then '5 minutes' else '-1 minute' end::interval end,
            case when c.state not in ('draft', 'scheduled') then now() - c.days * '1 day'::interval end,
            case when c.state = 'sent' then now() - c.days * '1 day'::interval end,
            case when c.state = 'held' then 'refused:5.7.26' end
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $6::integer[]) as c (id, register, list, state, days)`,
    [
      campaigns.map(({ id }) => id),
      campaigns.map(({ list }) => list.registerId),
      campaigns.map(({ list }) => list.listId),
      campaigns.map(({ state }) => state),
      lists[0].staffId,
      campaigns.map(({ days }) => days),
    ],
  );
  // What is on its way, with as many lines as its keeper would write between two foldings.
  await owner.query(
    `insert into jatakk.delivery_tally
     select c.id, s.state, s.count from jatakk.campaign c,
            (values ('accepted', 50000), ('bounced', 300), ('unknown', 7), ('skipped', 12)) as s (state, count)
      where c.started_at is not null and c.id <> $1
     union all
     select c.id, 'accepted', 12 from jatakk.campaign c, generate_series(1, 2000) where c.state = 'sending'
     union all
     select c.id, 'queued', 40000 from jatakk.campaign c where c.state = 'sending'`,
    [sent.id],
  );
  await owner.query(
    `insert into jatakk.delivery (id, register_id, campaign_id, subscription_id, state, reply_class)
     select gen_random_uuid(), s.register_id, $1, s.id, case when s.one < 8 then 'bounced' else 'accepted' end,
            case when s.one < 4 then 'hard:5.1.1' when s.one < 8 then 'soft:5.2.2' end
       from (select x.register_id, x.id, get_byte(x.unsubscribe_hash, 1) as one
               from jatakk.subscription x where x.list_id = $2 and x.state = 'confirmed' limit $3) s`,
    [sent.id, sent.list.listId, largest],
  );
  const correction = randomUUID();
  await owner.query(
    `insert into jatakk.campaign (id, register_id, list_id, purpose_version, locale, subject, preheader, body, author_id,
                                  kind, corrects)
     values ($1, $2, $3, 1, 'nb', 'Rettelse', '', 'Klokken sju.', $4, 'correction', $5)`,
    [correction, sent.list.registerId, sent.list.listId, lists[0].staffId, sent.id],
  );
  const of = (state) => campaigns.find((one) => one.state === state);
  const shown = {
    draft: of('draft'),
    scheduled: of('scheduled'),
    sending: of('sending'),
    held: of('held'),
    sent,
  };
  return { ...shown, correction: { ...sent, id: correction } };
}

/** Three years of days, and of each link of every campaign a month. */
async function countDays(owner, lists) {
  await owner.query(
    `insert into jatakk.count_shown (counted, kind, day, count)
     select l, k.kind, current_date - n, 5 + (n * 7) % 40
       from unnest($1::uuid[]) l, generate_series(1, 1095) n,
            (values ('joined', 1), ('unsubscribed', 1), ('bounced', 3), ('erased', 11), ('objected', 17)) as k (kind, every)
      where n % k.every = 0`,
    [lists.map(({ listId }) => listId)],
  );
  await owner.query(`update jatakk.installation set counts_since = current_date - 1095`);
  await owner.query('alter table jatakk.campaign disable trigger user');
  await owner.query('update jatakk.campaign set counts_follows = true where started_at is not null');
  await owner.query('alter table jatakk.campaign enable trigger user');
  await owner.query(
    `with made as (
       insert into jatakk.campaign_link (id, register_id, campaign_id, position, target)
       select gen_random_uuid(), c.register_id, c.id, n, 'https://fjellhallen.example/program/' || n
         from jatakk.campaign c, generate_series(1, 12) n where c.started_at is not null returning id, campaign_id)
     insert into jatakk.count_shown (counted, kind, day, count)
     select m.id, 'followed', c.started_at::date + n, 5 + n * 3
       from made m join jatakk.campaign c on c.id = m.campaign_id, generate_series(0, 29) n`,
  );
}

/** What else staff pages list. */
async function otherWork(owner, { registerId, listId, staffId }) {
  await owner.query(
    `with made as (
       insert into jatakk.import (id, register_id, list_id, tool, locale, state, author_id, usable, refused)
       select gen_random_uuid(), $1::uuid, $2, 'mailchimp', 'nb', 'read', $3, 4000, '{"no-time": 12}'
         from generate_series(1, 20) returning id)
     insert into jatakk.import_wording (register_id, import_id, position, from_day, to_day, text, note)
     select $1::uuid, m.id, 1, '2020-01-01', '2026-01-01', 'Nyheter om programmet.', 'Skjermbilde i arkivet.' from made m`,
    [registerId, listId, staffId],
  );
  await owner.query(
    `insert into jatakk.rights_request (id, kind, received_on, note, noted_by, done_on, done_by)
     select gen_random_uuid(), 'access', current_date - n, 'Per brev.', $1::uuid,
            case when n > 40 then current_date - n + 10 end, case when n > 40 then $1::uuid end
       from generate_series(1, 150) n`,
    [staffId],
  );
  await owner.query(
    `insert into jatakk.record_look (staff_id, register_id, reason)
     select $2, $1, 'Spør om sin egen påmelding.' from generate_series(1, 500)`,
    [registerId, staffId],
  );
  await owner.query(
    `with made as (
       insert into jatakk.staff (id, name, state, locale, login_hash, address_sealed, address_key_version)
       select gen_random_uuid(), 'Medarbeider ' || n, 'invited', 'nb', sha256(('staff' || n)::bytea), '\\x00', 1
         from generate_series(1, 40) n returning id)
     insert into jatakk.staff_grant (staff_id, role, register_id) select m.id, 'editor', $1 from made m`,
    [registerId],
  );
}

/**
 * Through the one-time link, as the first administrator does it.
 * @param {import('pg').Client} owner
 * @param {string} base
 * @returns {Promise<{ cookie: string, staffId: string }>}
 */
async function setUp(owner, base) {
  const { formTo } = await built('cli/demo/form-to.js');
  const token = randomBytes(32).toString('base64url');
  await owner.query('update jatakk.installation set setup_hash = $1', [
    createHash('sha256').update(token).digest(),
  ]);
  const page = await (await fetch(`${base}/setup/${token}`)).text();
  const form = formTo(page, `/setup/${token}`);
  const response = await fetch(base + form.action, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: base },
    body: new URLSearchParams({
      ...form.hidden,
      organisationName: 'Fjellhallen',
      organisationNumber: '974760673',
      postalAddress: 'Fjellveien 1, 0001 Oslo',
      contactAddress: 'post@fjellhallen.example',
      privacyContactAddress: 'personvern@fjellhallen.example',
      adminName: 'Kari Nordmann',
      adminAddress: 'kari@fjellhallen.example',
      password: 'fire ord som ingen gjetter',
    }),
  });
  if (response.status !== 303) throw new Error(`set-up: ${response.status}`);
  const { rows } = await owner.query(`select id from jatakk.staff where state = 'active' limit 1`);
  return { cookie: response.headers.getSetCookie()[0].split(';', 1)[0], staffId: rows[0].id };
}

/**
 * A web of its own, set up, with the first administrator signed in. A keeper runs meanwhile, only so that their address can
 * be sealed: nothing is left beside the pages but web and PostgreSQL.
 * @param {import('./cluster.mjs').Cluster} cluster
 * @param {{ owner: import('pg').Client, secret: Buffer, env?: Record<string, string> }} options the keeper's secret, web's settings
 */
export async function signedInAt(cluster, { owner, secret, env }) {
  const keeper = await startKeeper({
    databaseUrls: cluster.urls,
    secret,
    stateDir: cluster.stateDir,
    relayUrl: 'smtp://127.0.0.1:9',
  });
  const web = await startWebProcess({
    databaseUrls: cluster.urls,
    secret: randomBytes(32),
    ...(env && { env }),
  });
  const base = `http://localhost:${web.port}`;
  const signedIn = await setUp(owner, base);
  await keeper.stop();
  return { web, base, ...signedIn };
}
