import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type pg from 'pg';
import { hashToken, randomToken } from '../../src/platform/sealing/link-token.js';
import { AskWindow } from '../../src/registers/ask-window.service.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { colleague } from '../support/colleague.js';
import type { HttpClient } from '../support/http-client.js';
import type { ListIds } from '../support/house.js';
import { InboxAt } from '../support/inbox.js';
import { until } from '../support/until.js';
import { exceptions, signInto } from './support/attempt.js';
import { dumpAll } from './support/dump.js';
import { hitsIn, needlesFor } from './support/needles.js';
import { CANARY, openTwoRegisters, type TwoRegisters } from './support/two-registers.js';

/** In everything that a stranger writes: address, name, subject, text, HTML, and what is attached. */
const MARK = 'gulspurv';
const WRITER = { address: `${MARK}.skriver@vigga-kanari.example`, name: `Ane ${MARK}` };

let people: TwoRegisters;
let owner: pg.Client;
let web: pg.Client;
let keeper: pg.Client;
/** Reads the newsletter's mail alone. */
let ola: HttpClient;
/** Reads the ticket buyers' mail alone. */
let eli: HttpClient;
let inbox: InboxAt;
let conversation: string;

beforeAll(async () => {
  people = await openTwoRegisters();
  const { house } = people;
  owner = house.database.owner;
  web = await signInto(house.database.webUrl);
  keeper = await signInto(house.database.keeperUrl);
  ola = await colleague(house, { name: 'Ola Svarer', roles: ['correspondent'] });
  eli = await colleague(house, { name: 'Eli Billett', roles: ['correspondent'] });
  for (const [name, { registerId }] of [
    ['Ola Svarer', people.autumn],
    ['Eli Billett', people.tickets],
  ] as const)
    await owner.query(
      `update jatakk.staff_grant g set register_id = $2 from jatakk.staff s
        where s.id = g.staff_id and s.name = $1 and g.role = 'correspondent'`,
      [name, registerId],
    );
  inbox = new InboxAt(house, ola, people.autumn.registerId);
  ({ conversation } = await inbox.receives({
    from: WRITER,
    subject: `Om ${MARK}`,
    text: `Dette er ${MARK} i teksten.`,
    html: `<p>Dette er ${MARK} i HTML.</p>`,
    attachments: [
      { name: `${MARK}.txt`, type: 'text/plain', content: Buffer.from(`${MARK} `.repeat(60_000)) },
    ],
  }));
  await inbox.presses(conversation, 'answer', { answer: `Svaret nevner ${MARK}.` });
  await inbox.presses(conversation, 'note', { note: `Notatet nevner ${MARK}.` });
  await house.noticesAccepted();
}, 120_000);
afterAll(async () => {
  await web.end();
  await keeper.end();
  await people.house.close();
});
beforeEach(() => owner.query('delete from jatakk.conversation_opening'));

const marked = (text: string) => hitsIn(Buffer.from(text), needlesFor(MARK)) > 0;

async function messageIds(of = conversation): Promise<{ id: string; kind: string }[]> {
  const { rows } = await owner.query<{ id: string; kind: string }>(
    'select id, kind from jatakk.conversation_message where conversation_id = $1 order by kind, id',
    [of],
  );
  return rows;
}

/** The newest session of a member, as a thief of web has it. */
async function sessionOf(name: string): Promise<Buffer> {
  const { rows } = await owner.query<{ token_hash: Buffer }>(
    `select x.token_hash from jatakk.staff_session x join jatakk.staff s on s.id = x.staff_id
      where s.name = $1 order by x.seen_at desc limit 1`,
    [name],
  );
  return rows[0]!.token_hash;
}

/** What the keeper answers to everything that can be asked of this conversation, with a session. */
async function asksEverything(proof: Buffer, { registerId }: Pick<ListIds, 'registerId'>): Promise<string[]> {
  const window = people.house.web.get(AskWindow);
  const [mail] = (await messageIds()).filter(({ kind }) => kind === 'in');
  const asks: [string, object][] = [
    ['open-conversation', { conversationId: conversation }],
    ...[
      { position: 0, chunk: 0 },
      { position: 0, chunk: 1 },
      { position: 20, chunk: 0 },
    ].map((piece): [string, object] => [
      'open-part',
      { conversationId: conversation, messageId: mail!.id, ...piece },
    ]),
    ['search-mail', { address: WRITER.address }],
    ['write-message', { conversationId: conversation, messageId: randomUUID(), kind: 'out', text: 'Hei' }],
    ['write-message', { conversationId: conversation, messageId: randomUUID(), kind: 'note', text: 'Hei' }],
  ];
  const verdicts: string[] = [];
  for (const [act, content] of asks)
    verdicts.push((await window.ask({ act, ringId: registerId, proof, content })).verdict);
  return verdicts;
}

const SEALED = [
  'select address from jatakk.conversation',
  'select sealed from jatakk.conversation_message',
  'select sealed from jatakk.conversation_part',
  'select * from jatakk.conversation_opening',
  'select * from jatakk.auto_replied',
  'select key from vault.row_key',
];

test('read the mail as the role of web: every table, and every function that opens, is denied', async () => {
  const nil = randomUUID();
  const statements = [
    ...SEALED,
    'select id from jatakk.conversation',
    'select id from jatakk.conversation_message',
    'select theme_id from jatakk.conversation_theme',
    `select jatakk.open_conversation('\\x00', '${nil}', '${nil}')`,
    `select jatakk.open_part('\\x00', '${nil}', '${nil}', '${nil}', 0, 0)`,
    `select jatakk.search_mail('\\x00', '${nil}', '{}')`,
    `select jatakk.message_of_notice('${nil}', 1)`,
    `select jatakk.write_message('\\x00', '${nil}', '${nil}', '${nil}', 'out', '\\x00', 1, '\\x00', null, null)`,
    `update jatakk.conversation set assigned_to = null`,
    `delete from jatakk.conversation_message`,
    `insert into jatakk.conversation_message (id) values ('${nil}')`,
  ];
  expect(await exceptions(web, statements, 'permission denied')).toEqual([]);
});

test('read the mail as the role of the keeper, without a session that may: no ciphertext, no key, no row', async () => {
  expect(await exceptions(keeper, SEALED, 'permission denied')).toEqual([]);
  for (const session of [
    Buffer.from([0]),
    await sessionOf('Kari Nordmann'),
    await sessionOf('Eli Billett'),
  ]) {
    const { rows } = await keeper.query<{ verdict: string; sealed: Buffer | null }>(
      'select * from jatakk.open_conversation($1, $2, $3)',
      [session, people.autumn.registerId, conversation],
    );
    expect(rows.map(({ verdict, sealed }) => [verdict, sealed])).toEqual([['forbidden', null]]);
  }
});

test('ask for all of it as the administrator, who is approver and privacy officer too: every page is not there', async () => {
  const [first] = await messageIds();
  const at = `${inbox.path}/${conversation}`;
  const kari = people.house.staff;
  for (const path of [inbox.path, at, `${at}/erase`, `${at}/messages/${first!.id}/html`])
    expect([path, (await kari.get(path)).status]).toEqual([path, 404]);
  const csrf = /name="csrf" value="([^"]*)"/.exec(await kari.page('/staff'))![1]!;
  for (const act of ['answer', 'note', 'assign', 'themes', 'close', 'reopen', 'erase'])
    expect([act, (await kari.post(`${at}/${act}`, { csrf })).status]).toEqual([act, 404]);
  expect((await kari.post(`${at}/messages/${first!.id}/attachments/0`, { csrf })).status).toBe(404);
  expect((await kari.post(`${inbox.path}/by-address`, { csrf, address: WRITER.address })).status).toBe(404);
  expect(marked(await kari.page(`/staff/registers/${people.autumn.registerId}/inbox-settings`))).toBe(false);
});

test('ask the keeper itself with the session of the administrator, or with one that is made up: refused, and nothing written', async () => {
  const before = await messageIds();
  for (const proof of [await sessionOf('Kari Nordmann'), hashToken(randomToken())])
    expect(new Set(await asksEverything(proof, people.autumn))).toEqual(new Set(['forbidden']));
  expect(await messageIds()).toEqual(before);
});

test('ask as the correspondent of another register, there and under one’s own: it is not there', async () => {
  const own = `/staff/registers/${people.tickets.registerId}/inbox`;
  expect((await eli.get(`${inbox.path}/${conversation}`)).status).toBe(404);
  expect((await eli.get(`${own}/${conversation}`)).status).toBe(404);
  expect((await eli.get(inbox.path)).status).toBe(404);
  expect(await eli.page(own)).not.toContain(conversation);
  const eliSession = await sessionOf('Eli Billett');
  expect(new Set(await asksEverything(eliSession, people.autumn))).toEqual(new Set(['forbidden']));
  const theirs = await asksEverything(eliSession, people.tickets);
  // The search is answered: nobody has written there.
  expect(new Set(theirs.filter((_, at) => at !== 4))).toEqual(new Set(['unknown', 'forbidden']));
  const csrf = /name="csrf" value="([^"]*)"/.exec(await eli.page(own))![1]!;
  for (const act of ['close', 'assign', 'themes', 'erase'])
    expect([act, (await eli.post(`${own}/${conversation}/${act}`, { csrf, to: '' })).status]).toEqual([
      act,
      404,
    ]);
});

test('take the whole database: what strangers wrote, and who they are, is in none of its columns', async () => {
  const rows = await dumpAll(owner);
  expect(rows.filter(({ table }) => table.includes('conversation')).length).toBeGreaterThan(5);
  const found = rows.filter(({ columns }) => marked(JSON.stringify(columns))).map(({ table }) => table);
  expect(found).toEqual([]);
});

test('look in the list, the log and the overview of a correspondent: not a word of it', async () => {
  for (const path of [inbox.path, `${inbox.path}?show=open`, '/staff'])
    expect([path, marked(await ola.page(path))]).toEqual([path, false]);
  expect(marked(await people.house.staff.page('/staff/log'))).toBe(false);
});

test('compare the columns of subscribers and of correspondents: who writes is not told to be on a list', async () => {
  const { conversation: theirs } = await inbox.receives({ from: { address: CANARY.autumn, name: 'A' } });
  const { rows } = await owner.query<{ shared: number }>(
    `with hashes as (
       select blind_index as h from jatakk.subscriber union all select suppression_hash from jatakk.subscriber
       union all select hash from jatakk.suppression union all select message_hash from jatakk.conversation_message
       union all select hash from jatakk.auto_replied)
     select count(*)::integer as shared from jatakk.conversation c join hashes on h = c.correspondent where c.id = $1`,
    [theirs],
  );
  expect(rows).toEqual([{ shared: 0 }]);
});

test('write to two registers from one address: nothing in the rows is the same', async () => {
  const tickets = new InboxAt(people.house, eli, people.tickets.registerId);
  const { conversation: there } = await tickets.receives({ from: WRITER, messageId: `${MARK}@post.example` });
  const { conversation: here } = await inbox.receives({ from: WRITER, messageId: `${MARK}@post.example` });
  const { rows } = await owner.query<{ correspondents: number; hashes: number }>(
    `select count(distinct c.correspondent)::integer as correspondents, count(distinct m.message_hash)::integer as hashes
       from jatakk.conversation c join jatakk.conversation_message m on m.conversation_id = c.id
      where c.id = any ($1)`,
    [[there, here]],
  );
  expect(rows).toEqual([{ correspondents: 2, hashes: 2 }]);
});

test('open one: a line says who, where and which before anything is shown, and no word of it', async () => {
  await inbox.page(conversation);
  await inbox.page(conversation);
  const { rows } = await owner.query<{
    act: string;
    did: string;
    mine: boolean;
    target: string;
    whole: string;
  }>(
    `select a.act, a.detail ->> 'did' as did, s.name = 'Ola Svarer' as mine, a.target, a::text as whole
       from jatakk.audit a join jatakk.staff s on s.id = a.actor_id
      where a.act = 'conversation-opened' order by a.number desc limit 1`,
  );
  expect(rows).toMatchObject([{ did: 'read', mine: true, target: conversation }]);
  expect(marked(rows[0]!.whole)).toBe(false);
  // Within ten minutes it is one opening.
  const { rowCount } = await owner.query('select 1 from jatakk.conversation_opening');
  expect(rowCount).toBe(1);
});

test('open the three hundred and first in a day, or the house’s two thousand and first: refused', async () => {
  const filled = (name: string, count: number) =>
    owner.query(
      `insert into jatakk.conversation_opening (staff_id, register_id, conversation_id, act)
       select s.id, $2, gen_random_uuid(), 'read' from jatakk.staff s, generate_series(1, $3) where s.name = $1`,
      [name, people.autumn.registerId, count],
    );
  await filled('Ola Svarer', 300);
  expect((await ola.get(`${inbox.path}/${conversation}`)).status).toBe(429);
  await owner.query('delete from jatakk.conversation_opening');
  await filled('Kari Nordmann', 2000);
  expect((await ola.get(`${inbox.path}/${conversation}`)).status).toBe(429);
  await owner.query(`update jatakk.conversation_opening set at = at - interval '1 day 1 minute'`);
  expect((await ola.get(`${inbox.path}/${conversation}`)).status).toBe(200);
}, 60_000);

test('fetch the second piece of an attachment without the first: refused, since nothing was written down', async () => {
  const [mail] = (await messageIds()).filter(({ kind }) => kind === 'in');
  const window = people.house.web.get(AskWindow);
  const piece = async (chunk: number) =>
    (
      await window.ask({
        act: 'open-part',
        ringId: people.autumn.registerId,
        proof: await sessionOf('Ola Svarer'),
        content: { conversationId: conversation, messageId: mail!.id, position: 0, chunk },
      })
    ).verdict;
  expect(await piece(1)).toBe('forbidden');
  expect(await piece(0)).toBe('answered');
  expect(await piece(1)).toBe('answered');
});

test('move a row as the owner, to another conversation, another message or another place: it is opened in none', async () => {
  const { conversation: bait } = await inbox.receives({ from: { address: 'agn@post.example', name: 'Agn' } });
  const [mail] = (await messageIds()).filter(({ kind }) => kind === 'in');
  const [baitMail] = await messageIds(bait);
  const move = async (does: string, undoes: string, values: unknown[]) => {
    await owner.query(does, values);
    const { status } = await ola.get(`${inbox.path}/${bait}`);
    await owner.query(undoes, values);
    return status;
  };
  expect(
    await move(
      'update jatakk.conversation_message set conversation_id = $2 where id = $1',
      `update jatakk.conversation_message set conversation_id = '${conversation}' where id = $1 and $2::uuid is not null`,
      [mail!.id, bait],
    ),
  ).toBe(503);
  const swap = `update jatakk.conversation_message a set sealed = b.sealed, key_version = b.key_version
                  from jatakk.conversation_message b
                 where (a.id, b.id) in (($1, $2), ($2, $1))`;
  expect(await move(swap, swap, [mail!.id, baitMail!.id])).toBe(503);
  expect((await ola.get(`${inbox.path}/${bait}`)).status).toBe(200);
});

/** Moves an answer into another conversation before it is made, and between that and its gate. */
const LURES = {
  'before it is made': {
    set: (trap: string) => `
      create function public.lure() returns trigger language plpgsql security definer as $$
      begin
        update jatakk.conversation_message m set conversation_id = '${trap}' where m.id = new.message_id;
        return null;
      end $$;
      create trigger lure after update of state on jatakk.notice for each row
        when (new.kind = 'answer' and new.state = 'claimed') execute function public.lure()`,
    lift: async () => owner.query('drop function public.lure() cascade'),
  },
  'once it is made': {
    set: (trap: string) => `
      alter function jatakk.message_of_notice(uuid, bigint) rename to real_message_of_notice;
      create function jatakk.message_of_notice(of_notice uuid, held_fence bigint)
        returns table (id uuid, conversation_id uuid, sealed bytea, key_version integer, row_key bytea)
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      begin
        return query select * from jatakk.real_message_of_notice(of_notice, held_fence);
        update jatakk.conversation_message m set conversation_id = '${trap}'
          from jatakk.notice n where n.id = of_notice and n.kind = 'answer' and m.id = n.message_id;
      end $$;
      grant execute on function jatakk.message_of_notice(uuid, bigint) to jatakk_keeper`,
    lift: async () =>
      owner.query(`drop function jatakk.message_of_notice(uuid, bigint);
                   alter function jatakk.real_message_of_notice(uuid, bigint) rename to message_of_notice`),
  },
} as const;

test.each(Object.keys(LURES) as (keyof typeof LURES)[])(
  'point a waiting answer at an attacker’s conversation %s: it is sent to nobody',
  async (when) => {
    const { house } = people;
    const thief = { address: `tyv.${Object.keys(LURES).indexOf(when)}@ond.example`, name: 'Tyv' };
    const { conversation: trap } = await inbox.receives({ from: thief });
    const { conversation: real } = await inbox.receives({
      from: { address: 'ekte@post.example', name: 'Ekte' },
    });
    await until('the automatic reply', () => house.sink.to(thief.address)[0]);
    await owner.query(LURES[when].set(trap));
    await inbox.presses(real, 'answer', { answer: `Dette er fortrolig ${MARK}.` });
    const { rows } = await until('it has its outcome', async () => {
      const found = await owner.query<{ state: string }>(
        `select state from jatakk.notice where kind = 'answer' and state in ('dead', 'accepted')
            and message_id in (select id from jatakk.conversation_message where conversation_id = $1)`,
        [trap],
      );
      return found.rowCount ? found : undefined;
    });
    await LURES[when].lift();
    expect(rows).toEqual([{ state: 'dead' }]);
    expect(house.sink.to(thief.address)).toHaveLength(1);
  },
);

test('rotate the keys: everything opens as before, is found as before, and nothing is left under the old ones', async () => {
  const { house, autumn } = people;
  const before = await inbox.page(conversation);
  for (const purpose of ['rest', 'index', 'seal'])
    await owner.query('insert into jatakk.rotation (ring_id, purpose) values ($1, $2)', [
      autumn.registerId,
      purpose,
    ]);
  await owner.query(
    `update jatakk.rotation set begun_at = begun_at - interval '1 minute' where done_at is null`,
  );
  await until(
    'the rotations are done',
    async () => {
      await owner.query(
        `update jatakk.rotation set begun_at = begun_at - interval '1 minute' where done_at is null and begun_at is not null`,
      );
      const { rowCount } = await owner.query('select 1 from jatakk.rotation where done_at is null');
      return rowCount === 0;
    },
    60_000,
  );
  const { rows } = await owner.query(
    `select key_version from jatakk.conversation_message where register_id = $1
     union select key_version from jatakk.conversation_part where register_id = $1
     union select key_version from jatakk.conversation where register_id = $1 and key_version is not null`,
    [autumn.registerId],
  );
  expect(rows).toEqual([{ key_version: 2 }]);
  const ring = await house.keeper!.get(KeyRings).having(autumn.registerId, 'index', 2);
  expect(ring.current('index').version).toBe(2);
  const after = await inbox.page(conversation);
  const bare = (page: string) => page.replaceAll(/name="(?:message|csrf)" value="[^"]*"/g, '');
  expect(bare(after)).toBe(bare(before));
  const found = await ola.submit(inbox.path, `${inbox.path}/by-address`, { address: WRITER.address });
  expect(await found.text()).toContain(conversation);
}, 120_000);

test('put an old backup back after a conversation was erased: the journal erases it again, and without its keys it is gone', async () => {
  const { conversation: gone } = await inbox.receives({
    from: { address: 'slett@post.example', name: 'Slett' },
  });
  await owner.query('begin');
  const { rows } = await owner.query<{ done: boolean }>(
    `select jatakk.do_again('conversation-erased', $1, $2, null) as done`,
    [people.autumn.registerId, gone],
  );
  expect(rows).toEqual([{ done: true }]);
  expect((await owner.query('select 1 from jatakk.conversation where id = $1', [gone])).rowCount).toBe(0);
  await owner.query('rollback');
  await owner.query('begin');
  await owner.query('delete from vault.row_key where row_id = $1', [gone]);
  await owner.query('select jatakk.forget_keyless()');
  expect((await owner.query('select 1 from jatakk.conversation where id = $1', [gone])).rowCount).toBe(0);
  await owner.query('rollback');
});
