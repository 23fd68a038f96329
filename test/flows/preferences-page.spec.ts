import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { hashToken, randomToken } from '../../src/platform/sealing/link-token.js';
import { inputOf, textOf, unescapeHtml } from '../support/html.js';
import { leavePath, type ListIds, TestHouse } from '../support/house.js';
import { linkAfter, manageLink, presses, standsOn } from '../support/manage.js';
import { until } from '../support/until.js';

let house: TestHouse;
let owner: pg.Client;
let autumn: ListIds;
let family: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  const register = await house.makeRegister('nyhetsbrev', 'Nyhetsbrev');
  autumn = await house.makeList(register, 'hostprogrammet', 'Høstprogrammet');
  family = await house.makeList(register, 'familie', 'Barn og familie');
  owner = house.database.owner;
});
afterAll(() => house.close());

async function personOf(mail: Awaited<ReturnType<TestHouse['joins']>>): Promise<string> {
  const { rows } = await owner.query<{ subscriber_id: string }>(
    'select subscriber_id from jatakk.subscription where unsubscribe_hash = $1',
    [hashToken(leavePath(mail).split('/').at(-1)!)],
  );
  return rows[0]!.subscriber_id;
}

const records = async (person: string) =>
  (
    await owner.query<{ answer: string; method: string }>(
      `select c.answer, c.method from jatakk.consent_record c
         join jatakk.subscription s on s.id = c.subscription_id where s.subscriber_id = $1 order by 1, 2`,
      [person],
    )
  ).rows;

test('a typed address gets a link; behind it stands the address, the list, its words and the yes', async () => {
  await house.joins(autumn, 'ann@example.org');
  const link = await manageLink(house, 'nyhetsbrev', 'ann@example.org');
  const page = textOf(await house.visitor.page(link));
  for (const shown of [
    'ann@example.org',
    'Høstprogrammet',
    'Nyheter om Høstprogrammet.',
    'Ja til Høstprogrammet',
  ])
    expect(page).toContain(shown);
  expect(page).toContain('Ja takk, meld meg på Barn og familie');
});

test('leaving is one press, and joining another list is one press: each with its record', async () => {
  const person = await personOf(await house.joins(autumn, 'bo@example.org'));
  const link = await manageLink(house, 'nyhetsbrev', 'bo@example.org');
  const left = await presses(house, link, 'leave', { list: autumn.listId });
  expect([left.status, left.did]).toEqual([303, 'left']);
  expect(textOf(left.page)).toContain('Du er meldt av.');
  expect(await standsOn(house, autumn, person)).toBe('ended unsubscribed');

  const form = { list: family.listId, version: '1', revision: '1' };
  expect(inputOf(left.page, 'version')?.value).toBe('1');
  expect((await presses(house, link, 'join', form)).did).toBe('joined');
  expect(await standsOn(house, family, person)).toBe('confirmed');
  expect((await presses(house, link, 'join', form)).did).toBe('already');
  expect(await records(person)).toEqual([
    { answer: 'no', method: 'preferences' },
    { answer: 'yes', method: 'double-opt-in' },
    { answer: 'yes', method: 'preferences' },
  ]);
  // And what was joined so gets mail, with a way out that works.
  const campaign = await house.sends(family, 'Familiedag');
  await house.isSent(campaign);
  const mail = await until('it arrives', () =>
    house.sink.to('bo@example.org').find(({ parsed }) => parsed.subject === 'Familiedag'),
  );
  await house.visitor.post(leavePath(mail), { 'List-Unsubscribe': 'One-Click' });
  expect(await standsOn(house, family, person)).toBe('ended unsubscribed');
});

test('words that have changed while the page stood open are not said yes to', async () => {
  const person = await personOf(await house.joins(autumn, 'cia@example.org'));
  const link = await manageLink(house, 'nyhetsbrev', 'cia@example.org');
  const answer = await presses(house, link, 'join', { list: family.listId, version: '2', revision: '1' });
  expect(answer.did).toBe('other-words');
  expect(await standsOn(house, family, person)).toBe('none');
});

test('a pause keeps mail away, ends on its first of a month by itself, and can be ended', async () => {
  const person = await personOf(await house.joins(autumn, 'dag@example.org'));
  const link = await manageLink(house, 'nyhetsbrev', 'dag@example.org');
  const paused = await presses(house, link, 'pause', { months: '3' });
  expect(textOf(paused.page)).toMatch(/Pause til 1\. /);
  expect(await standsOn(house, autumn, person)).toBe('paused self');
  const { rows } = await owner.query<{ enough: boolean; most: boolean }>(
    `select paused_until >= current_date + interval '3 months' as enough,
            paused_until < current_date + interval '4 months 1 day' as most
       from jatakk.subscription where subscriber_id = $1`,
    [person],
  );
  expect(rows).toEqual([{ enough: true, most: true }]);
  const campaign = await house.sends(autumn, 'Under pausen');
  await house.isSent(campaign);
  expect(house.sink.subjectsFor('dag@example.org')).not.toContain('Under pausen');

  expect((await presses(house, link, 'resume')).did).toBe('resumed');
  expect(await standsOn(house, autumn, person)).toBe('confirmed');
  await presses(house, link, 'pause', { months: '1' });
  await owner.query('select jatakk.end_pauses()');
  expect(await standsOn(house, autumn, person)).toBe('paused self');
  await owner.query(
    `update jatakk.subscription set paused_until = date_trunc('month', current_date)::date where subscriber_id = $1`,
    [person],
  );
  await owner.query('select jatakk.end_pauses()');
  expect(await standsOn(house, autumn, person)).toBe('confirmed');
  for (const months of ['2', '0', '-1', 'x'])
    expect((await presses(house, link, 'pause', { months })).status).toBe(400);
});

test('a pause that is left and taken back is the same pause', async () => {
  const mail = await house.joins(autumn, 'dina@example.org');
  const person = await personOf(mail);
  await presses(house, await manageLink(house, 'nyhetsbrev', 'dina@example.org'), 'pause', { months: '6' });
  const until = `select paused_until::text as until from jatakk.subscription where subscriber_id = '${person}'`;
  const before = (await owner.query(until)).rows;
  const left = await (await house.visitor.submit(leavePath(mail), leavePath(mail))).text();
  await house.visitor.post('/u/undo', { undo: inputOf(left, 'undo')!.value });
  expect(await standsOn(house, autumn, person)).toBe('paused self');
  expect((await owner.query(until)).rows).toEqual(before);
});

test('the language is changed where the words were published in it', async () => {
  const person = await personOf(await house.joins(autumn, 'even@example.org'));
  const link = await manageLink(house, 'nyhetsbrev', 'even@example.org');
  expect((await presses(house, link, 'language', { locale: 'en' })).did).toBe('language');
  const { rows } = await owner.query('select locale from jatakk.subscription where subscriber_id = $1', [
    person,
  ]);
  expect(rows).toEqual([{ locale: 'en' }]);
  expect((await presses(house, link, 'language', { locale: 'xx' })).status).toBe(400);
});

test('the copy is the same to read and as JSON, and says what is not kept', async () => {
  await house.joins(autumn, 'frida@example.org');
  const link = await manageLink(house, 'nyhetsbrev', 'frida@example.org');
  const page = await house.visitor.page(`${link}/copy`);
  expect(textOf(page)).toContain('Om du har åpnet en e-post.');
  const copy = JSON.parse(unescapeHtml(/<pre[^>]*>([\s\S]*?)<\/pre>/.exec(page)![1]!)) as Record<
    string,
    unknown
  >;
  expect(copy).toMatchObject({
    format: 'jatakk copy v1',
    address: 'frida@example.org',
    objected: false,
    subscriptions: [
      { list: 'Høstprogrammet', state: 'confirmed', asked: { requested: { page: '/lists/hostprogrammet' } } },
    ],
    records: [{ list: 'Høstprogrammet', answer: 'yes', method: 'double-opt-in' }],
  });
});

test('objecting ends everything, stops a new sign-up and a new link, and can be followed by erasing', async () => {
  const person = await personOf(await house.joins(autumn, 'gro@example.org'));
  await house.joins(family, 'gro@example.org');
  const link = await manageLink(house, 'nyhetsbrev', 'gro@example.org');
  expect(textOf(await house.visitor.page(`${link}/object`))).toContain('Skal vi aldri skrive til deg?');
  expect(await standsOn(house, autumn, person)).toBe('confirmed');
  const done = await presses(house, link, 'object');
  expect(textOf(done.page)).toContain('Vi skriver aldri til deg');
  expect([await standsOn(house, autumn, person), await standsOn(house, family, person)]).toEqual([
    'ended objected',
    'ended objected',
  ]);
  const before = house.sink.to('gro@example.org').length;
  await house.signsUpTo(autumn, 'gro@example.org');
  const page = '/preferences/nyhetsbrev';
  await house.visitor.submit(page, page, { address: 'gro@example.org' });
  const joined = await presses(house, link, 'join', { list: family.listId, version: '1', revision: '1' });
  expect(joined.did).toBe('objected');
  await until('both forms are dealt with', async () => {
    const { rowCount } = await owner.query('select 1 from jatakk.intake');
    return rowCount === 0;
  });
  expect(house.sink.to('gro@example.org')).toHaveLength(before);
  expect(textOf((await presses(house, link, 'erase')).page)).toContain('Alt om deg er slettet');
  const { rows } = await owner.query('select kind from jatakk.suppression order by kind');
  expect(rows).toEqual([{ kind: 'erased' }, { kind: 'objection' }]);
});

test('erasing says first what goes and what stays; then nothing is left of the person but a hash', async () => {
  const person = await personOf(await house.joins(autumn, 'hans@example.org'));
  const link = await manageLink(house, 'nyhetsbrev', 'hans@example.org');
  const asked = textOf(await house.visitor.page(`${link}/erase`));
  for (const said of ['Beviset vårt for at du sa ja', 'Sikkerhetskopier', 'slettes etter tre år'])
    expect(asked).toContain(said);
  expect(await standsOn(house, autumn, person)).toBe('confirmed');
  const done = await presses(house, link, 'erase');
  expect([done.status, textOf(done.page).includes('Alt om deg er slettet')]).toEqual([200, true]);
  for (const table of [
    'jatakk.subscriber where id',
    'jatakk.subscription where subscriber_id',
    'jatakk.notice where subscriber_id',
    'vault.row_key where row_id',
  ])
    expect([table, (await owner.query(`select 1 from ${table} = $1`, [person])).rowCount]).toEqual([
      table,
      0,
    ]);
  const again = await house.visitor.post(`${link}/erase`, {});
  expect(again.status).toBe(404);
  expect(textOf(await again.text())).toContain('Har du nettopp slettet alt, er det gjort.');
});

test('the button on the leave page sends the link to that person’s mailbox, also after they have left', async () => {
  const mail = await house.joins(autumn, 'ida@example.org');
  const before = house.sink.to('ida@example.org').length;
  const left = await house.visitor.submit(leavePath(mail), leavePath(mail));
  expect(await left.text()).toContain(`${leavePath(mail)}/manage`);
  const asked = await house.visitor.post(`${leavePath(mail)}/manage`, {});
  expect(textOf(await asked.text())).toContain('Vi har sendt deg en lenke');
  const link = await linkAfter(house, 'ida@example.org', before);
  expect(textOf(await house.visitor.page(link))).toContain('Du er ikke med på noen liste.');
  // A token that nobody has is answered alike.
  const nobody = await house.visitor.post(`/u/${randomToken()}/manage`, {});
  expect([nobody.status, textOf(await nobody.text()).includes('Vi har sendt deg en lenke')]).toEqual([
    200,
    true,
  ]);
});

test('another link within ten minutes is not sent, and after three in a day none is', async () => {
  await house.joins(autumn, 'jon@example.org');
  const links = () =>
    house.sink.to('jon@example.org').filter(({ parsed }) => /\/manage\//.test(parsed.text ?? ''));
  const ask = async () => {
    const page = '/preferences/nyhetsbrev';
    await house.visitor.submit(page, page, { address: 'jon@example.org' });
    await until('it is dealt with', async () => {
      const waits = await owner.query(
        `select 1 from jatakk.intake union all select 1 from jatakk.notice where state in ('queued', 'claimed', 'handed')`,
      );
      return waits.rowCount === 0;
    });
  };
  const tenMinutes = () =>
    owner.query(
      `update jatakk.notice set handed_at = handed_at - interval '11 minutes' where kind = 'manage'`,
    );
  // The second is asked for at once, each later one when ten minutes have passed.
  const asked = [await ask().then(links), await ask().then(links)].map(({ length }) => length);
  for (let more = 0; more < 3; more += 1) {
    await tenMinutes();
    await ask();
    asked.push(links().length);
  }
  expect(asked).toEqual([1, 1, 2, 3, 3]);
});
