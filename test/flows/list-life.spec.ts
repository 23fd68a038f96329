import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { translator } from '../../src/platform/i18n/messages.js';
import { colleague } from '../support/colleague.js';
import { confirmPath, leavePath, type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';

const t = translator('nb');

let house: TestHouse;
let registerId: string;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  registerId = await house.makeRegister('nyhetsbrev');
});
afterAll(() => house.close());

const lifeOf = (list: ListIds) => `/staff/registers/${registerId}/lists/${list.listId}/life`;
const acts = (list: ListIds, act: string, from = lifeOf(list), fields = {}) =>
  house.staff.submit(from, `${lifeOf(list)}/${act}`, fields);
const doneOf = (answer: Response) => answer.headers.get('location')!.split('?done=')[1];
const stateOf = async (list: ListIds) =>
  (
    await house.database.owner.query<{ state: string }>('select state from jatakk.list where id = $1', [
      list.listId,
    ])
  ).rows[0]?.state;
const peopleOn = async (list: ListIds) =>
  (
    await house.database.owner.query<{ line: string }>(
      `select concat_ws(' ', state, ended_reason) as line from jatakk.subscription where list_id = $1 order by 1`,
      [list.listId],
    )
  ).rows.map(({ line }) => line);
const mailsWith = (subject: string) => house.sink.mails.filter(({ parsed }) => parsed.subject === subject);

test('a list is renamed: its List-Id stays, only the phrase before it changes', async () => {
  const list = await house.makeList(registerId, 'konserter', 'Konserter');
  await house.joins(list, 'navn@example.org');
  await house.isSent(await house.sends(list, 'Under det gamle navnet'));
  expect(doneOf(await acts(list, 'rename', lifeOf(list), { name: 'Konserter & klubb' }))).toBe(
    'list-renamed',
  );
  await house.isSent(await house.sends(list, 'Under det nye navnet'));
  const listIdOf = (subject: string) => {
    const raw = mailsWith(subject)[0]!.raw.toString('latin1');
    return /^List-ID: (.*) <(.*)>$/im.exec(raw.replaceAll(/\r\n[ \t]/g, ' '))!.slice(1);
  };
  const [oldPhrase, oldId] = listIdOf('Under det gamle navnet');
  const [newPhrase, newId] = listIdOf('Under det nye navnet');
  expect([oldPhrase, newPhrase]).toEqual(['"Konserter"', '"Konserter & klubb"']);
  expect(newId).toBe(oldId);
  expect(oldId).toMatch(/^konserter\.list\./);
  const refused = await acts(list, 'rename', lifeOf(list), { name: 'To\u0000linjer' });
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('id="name-error"')]);
});

test('when the season is over nobody joins and nothing is sent, and everybody is there when it begins again', async () => {
  const list = await house.makeList(registerId, 'sommer', 'Sommeren');
  await house.joins(list, 'sommer@example.org');
  await house.signsUpTo(list, 'venter@example.org');
  const waiting = await house.confirmationFor('venter@example.org', list);
  expect(doneOf(await acts(list, 'rest'))).toBe('list-resting');
  const form = await house.visitor.get(`/lists/${list.slug}`);
  expect([form.status, await form.text()]).toEqual([
    200,
    expect.stringContaining(t('away.resting.title', { list: list.name })),
  ]);
  const posted = await house.visitor.post(`/lists/${list.slug}`, {
    address: 'ny@example.org',
    list: list.slug,
  });
  expect(posted.status).toBe(409);
  // Who had been asked before may still answer.
  await house.confirms(waiting);
  expect(await peopleOn(list)).toEqual(['confirmed', 'confirmed']);
  expect(await (await house.visitor.get(leavePath(waiting))).text()).toContain(list.name);
  expect(doneOf(await acts(list, 'reopen'))).toBe('list-open');
  await house.isSent(await house.sends(list, 'Sommeren er her'));
  expect(mailsWith('Sommeren er her')).toHaveLength(2);
});

test('a campaign that is due while the season is over is held until it begins again', async () => {
  const list = await house.makeList(registerId, 'vinter', 'Vinteren');
  await house.joins(list, 'vinter@example.org');
  const draft = await house.writes(list, 'For tidlig');
  await acts(list, 'rest');
  const send = `/staff/registers/${registerId}/campaigns/${draft}/send`;
  expect((await house.staff.post(send, { csrf: await csrf() })).status).toBe(422);
  expect(await house.staff.page(`/staff/registers/${registerId}/campaigns/${draft}`)).toContain(
    t('held.list-resting.what'),
  );
  expect(mailsWith('For tidlig')).toEqual([]);
});

test('closed with a last word: those on the list get it, then it is closed and nobody is on it', async () => {
  const list = await house.makeList(registerId, 'farvel', 'Farvellisten');
  const mail = await house.joins(list, 'sist@example.org');
  await house.signsUpTo(list, 'ubekreftet@example.org');
  const pending = await house.confirmationFor('ubekreftet@example.org', list);
  const drafted = await acts(list, 'farewell');
  const campaign = /campaigns\/([0-9a-f-]{36})/.exec(drafted.headers.get('location')!)![1]!;
  expect(await stateOf(list)).toBe('open');
  await house.database.owner.query('update jatakk.installation set undo_seconds = 300');
  await house.presses('send', list, campaign);
  expect(await stateOf(list)).toBe('closing');
  expect(
    (await house.visitor.post(`/lists/${list.slug}`, { address: 'ny@example.org', list: list.slug })).status,
  ).toBe(409);
  await house.presses('undo', list, campaign);
  expect(await stateOf(list)).toBe('open');
  await house.database.owner.query('update jatakk.installation set undo_seconds = 0');
  await house.presses('send', list, campaign);
  await house.isSent(campaign);
  expect(mailsWith(t('farewell.subject', { list: list.name })).flatMap(({ to }) => to)).toEqual([
    'sist@example.org',
  ]);
  expect(await stateOf(list)).toBe('closed');
  await until('nobody is on it', async () =>
    (await peopleOn(list)).every((line) => line === 'ended list-closed'),
  );
  expect(await (await house.visitor.get(`/lists/${list.slug}`)).text()).toContain(
    t('away.closed.title', { list: list.name }),
  );
  // Late, or again: nobody comes back to it.
  await house.visitor.post(confirmPath(pending), {});
  expect((await house.visitor.post(leavePath(mail), { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
  expect(await peopleOn(list)).toEqual(['ended list-closed', 'ended list-closed']);
  for (const act of ['reopen', 'rest', 'close'])
    expect(doneOf(await house.staff.post(`${lifeOf(list)}/${act}`, { csrf: await csrf() }))).toBe(
      'list-not-now',
    );
});

const csrf = async () => /name="csrf" value="([^"]+)"/.exec(await house.staff.page('/staff'))![1]!;

test('whoever is taken off a closed list is told to the journal, so that a restored backup brings nobody back', async () => {
  const list = await house.makeList(registerId, 'journal');
  await house.joins(list, 'journal@example.org');
  const { owner } = house.database;
  await owner.query('begin');
  try {
    await owner.query(`update jatakk.list set state = 'closed' where id = $1`, [list.listId]);
    expect((await owner.query('select jatakk.end_closed(10) as done')).rows).toEqual([{ done: 1 }]);
    const { rows } = await owner.query(
      `select j.kind from jatakk.journal j join jatakk.subscription s on s.id = j.row_id where s.list_id = $1`,
      [list.listId],
    );
    expect(rows).toEqual([{ kind: 'left' }]);
  } finally {
    await owner.query('rollback');
  }
});

test('closed while a campaign is on its way: refused until that is done', async () => {
  const list = await house.makeList(registerId, 'underveis');
  await house.joins(list, 'underveis@example.org');
  await house.database.owner.query('update jatakk.installation set undo_seconds = 300');
  const campaign = await house.sends(list, 'På vei');
  await house.database.owner.query('update jatakk.installation set undo_seconds = 0');
  const close = `${lifeOf(list)}/close`;
  expect(doneOf(await house.staff.submit(close, close))).toBe('list-under-way');
  expect(await stateOf(list)).toBe('open');
  await house.presses('undo', list, campaign);
  expect(await house.staff.page(close)).toContain(t('end-list.close.people', { count: 1 }));
  expect(doneOf(await house.staff.submit(close, close))).toBe('list-ended');
  await until('nobody is on it', async () =>
    (await peopleOn(list)).every((line) => line === 'ended list-closed'),
  );
  // A draft that nobody sent goes nowhere.
  const answer = await house.staff.post(`/staff/registers/${registerId}/campaigns/${campaign}/send`, {
    csrf: await csrf(),
  });
  expect([answer.status, await house.campaignState(campaign)]).toEqual([422, 'draft']);
});

test('deleted: its campaigns, evidence, texts and the people who were nowhere else go; others stay', async () => {
  const list = await house.makeList(registerId, 'slettes');
  const other = await house.makeList(registerId, 'blir');
  await house.joins(list, 'bare-her@example.org');
  await house.joins(list, 'begge@example.org');
  await house.joins(other, 'begge@example.org');
  await house.isSent(await house.sends(list, 'Før slettingen'));
  const { rows: before } = await house.database.owner.query<{ n: number }>(
    'select count(*)::integer as n from jatakk.subscriber',
  );
  const remove = `${lifeOf(list)}/delete`;
  // Not while people are on it.
  expect(doneOf(await house.staff.submit(remove, remove))).toBe('list-not-now');
  const close = `${lifeOf(list)}/close`;
  await house.staff.submit(close, close);
  expect(await house.staff.page(remove)).toContain(t('end-list.delete.campaigns', { count: 1 }));
  expect(doneOf(await house.staff.submit(remove, remove))).toBe('list-deleted');
  expect((await house.staff.get(`/staff/registers/${registerId}/lists/${list.listId}`)).status).toBe(404);
  expect((await house.visitor.get(`/lists/${list.slug}`)).status).toBe(404);
  await until('the list is gone', async () => (await stateOf(list)) === undefined);
  for (const table of ['subscription', 'consent_record', 'campaign', 'purpose_text']) {
    const { rowCount } = await house.database.owner.query(
      `select 1 from jatakk.${table} where list_id = $1`,
      [list.listId],
    );
    expect([table, rowCount]).toEqual([table, 0]);
  }
  const { rows: after } = await house.database.owner.query<{ n: number }>(
    'select count(*)::integer as n from jatakk.subscriber',
  );
  expect(after[0]!.n).toBe(before[0]!.n - 1);
  const { rows: orphans } = await house.database.owner.query(
    `select k.row_id from vault.row_key k
      where not exists (select 1 from jatakk.subscriber p where p.id = k.row_id)
        and not exists (select 1 from jatakk.subscription s where s.id = k.row_id)
        and not exists (select 1 from jatakk.consent_record c where c.id = k.row_id)`,
  );
  expect(orphans).toEqual([]);
  expect(await peopleOn(other)).toEqual(['confirmed']);
  await house.isSent(await house.sends(other, 'Etter slettingen'));
  expect(mailsWith('Etter slettingen').flatMap(({ to }) => to)).toEqual(['begge@example.org']);
});

test('every table that points at a list, or at a campaign, is emptied by its deletion or lets go of it', async () => {
  const { rows } = await house.database.owner.query<{ line: string }>(
    `select concat(c.conrelid::regclass, ' ', c.confdeltype) as line from pg_constraint c
      where c.contype = 'f' and c.confrelid in ('jatakk.list'::regclass, 'jatakk.campaign'::regclass)
        and c.confdeltype not in ('c', 'n') order by 1`,
  );
  // Those that stay in the way are deleted by jatakk.drop_deleted itself.
  expect(rows.map(({ line }) => line)).toEqual([
    'jatakk.campaign a',
    'jatakk.delivery a',
    'jatakk.notice a',
    'jatakk.purpose_text a',
    'jatakk.subscription a',
  ]);
});

test('an editor may do none of this', async () => {
  const list = await house.makeList(registerId, 'redaktor');
  const editor = await colleague(house);
  expect((await editor.get(lifeOf(list))).status).toBe(404);
  const own = /name="csrf" value="([^"]+)"/.exec(await editor.page('/staff'))![1]!;
  for (const act of ['rename', 'rest', 'close', 'delete', 'farewell', 'reconsent'])
    expect([act, (await editor.post(`${lifeOf(list)}/${act}`, { csrf: own, name: 'x' })).status]).toEqual([
      act,
      404,
    ]);
  expect(await stateOf(list)).toBe('open');
});
