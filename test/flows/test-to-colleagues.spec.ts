import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { translator } from '../../src/platform/i18n/messages.js';
import { colleague } from '../support/colleague.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { headerFields } from '../support/raw-message.js';
import { until } from '../support/until.js';

const t = translator('nb');

let house: TestHouse;
let list: ListIds;
let id: string;
const ids: Record<string, string> = {};

const path = () => `/staff/registers/${list.registerId}/campaigns/${id}`;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  const register = await house.makeRegister('nyhetsbrev');
  list = await house.makeList(register, 'program');
  const other = await house.makeList(register, 'annen');
  for (const name of ['Ola Leser', 'Siri Leser', 'Elsewhere Leser', 'Borte Leser'])
    await colleague(house, { name, roles: ['viewer'] });
  const { rows } = await house.database.owner.query('select id, name from jatakk.staff');
  for (const row of rows as { id: string; name: string }[]) ids[row.name.split(' ')[0]!] = row.id;
  const { owner } = house.database;
  await owner.query('update jatakk.staff_grant set register_id = $1, list_id = $2 where staff_id = $3', [
    register,
    other.listId,
    ids.Elsewhere,
  ]);
  await owner.query(`update jatakk.staff set state = 'disabled' where id = $1`, [ids.Borte]);
  id = await house.writes(list, 'Til kolleger', 'Hei.');
  await house.joins(list, 'abonnent@example.org');
});
afterAll(() => house.close());

async function sendsTo(to: string[], campaign = path()): Promise<Response> {
  const csrf = /name="csrf" value="([^"]+)"/.exec(await house.staff.page(campaign))![1]!;
  return house.staff.post(`${campaign}/test`, [
    ['csrf', csrf],
    ['chosen', 'yes'],
    ...to.map((one): [string, string] => ['to', one]),
  ]);
}

/** All that was ever asked for, whatever became of it. */
async function asked(): Promise<number> {
  const { rows } = await house.database.owner.query(
    `select count(*)::integer as count from jatakk.notice where kind = 'campaign-test'`,
  );
  return (rows as [{ count: number }])[0].count;
}

async function isRefused(answer: Response, words: string): Promise<void> {
  const before = await asked();
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain(words);
  expect(await asked()).toBe(before);
}

describe('a test to colleagues', () => {
  test('is offered to those who may see the list, by name', async () => {
    const page = await house.staff.page(path());
    for (const name of ['Ola', 'Siri']) expect(page).toContain(`value="${ids[name]}"`);
    for (const name of ['Elsewhere', 'Borte', 'Kari']) expect(page).not.toContain(`value="${ids[name]}"`);
  });

  test('goes to those chosen, and says that it is one and who sent it', async () => {
    const before = house.sink.mails.length;
    expect((await sendsTo([ids.Ola!, ids.Siri!, ids.Ola!])).headers.get('location')).toBe(
      `${path()}?done=tests`,
    );
    const mails = await until('both tests', () => {
      const found = house.sink.mails.slice(before);
      return found.length === 2 && found;
    });
    expect(mails.flatMap(({ to }) => to).sort()).toEqual([
      'ola@fjellhallen.example',
      'siri@fjellhallen.example',
    ]);
    for (const { parsed, raw } of mails) {
      expect(parsed.subject).toBe(t('mail.test.subject', { subject: 'Til kolleger' }));
      expect(parsed.text).toContain(t('mail.test.note-by', { name: 'Kari Nordmann' }));
      expect(parsed.html as string).toContain(t('mail.test.note-by', { name: 'Kari Nordmann' }));
      expect(headerFields(raw).some(({ name }) => /^list-/i.test(name))).toBe(false);
    }
    expect(house.sink.to('abonnent@example.org')).toHaveLength(1);
  });

  test('that one sends to oneself names nobody', async () => {
    await house.presses('test', list, id);
    const mail = await until('the test', () => house.sink.to('kari@fjellhallen.example').at(-1));
    expect(mail.parsed.text).toContain(t('mail.test.note'));
  });

  test('goes to nobody else: not to who may not see the list, has gone, or is none of the staff', async () => {
    for (const to of [ids.Elsewhere!, ids.Borte!, list.listId])
      await isRefused(await sendsTo([ids.Ola!, to]), t('test.error.not-theirs'));
    await isRefused(await sendsTo([]), t('test.error.nobody'));
    expect((await sendsTo(['abonnent@example.org'])).status).toBeGreaterThanOrEqual(400);
    expect(house.sink.to('abonnent@example.org')).toHaveLength(1);
  });

  test('goes to five at most', async () => {
    const many = Array.from({ length: 6 }, (_, n) => `00000000-0000-4000-8000-00000000000${n}`);
    await isRefused(await sendsTo(many), t('test.error.too-many'));
  });

  test('goes out twenty times in an hour at most, however many press at once', async () => {
    await house.database.owner.query(
      `update jatakk.notice set not_before = clock_timestamp() - interval '61 minutes' where kind = 'campaign-test'`,
    );
    const before = await asked();
    const answers = await Promise.all(Array.from({ length: 12 }, () => sendsTo([ids.Ola!, ids.Siri!])));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(10);
    expect(await asked()).toBe(before + 20);
    await isRefused(await sendsTo([ids.Ola!]), t('test.error.too-often'));
    await house.database.owner.query(
      `update jatakk.notice set not_before = not_before - interval '61 minutes' where kind = 'campaign-test'`,
    );
    expect((await sendsTo([ids.Ola!])).status).toBe(303);
  });

  test('web cannot have one sent without a session that writes for the list', async () => {
    const web = new pg.Client({ connectionString: house.database.webUrl });
    await web.connect();
    const ask = (session: Buffer) =>
      web.query('select jatakk.request_campaign_tests($1, $2, $3::uuid[]) as answer', [
        session,
        id,
        [ids.Ola],
      ]);
    expect((await ask(Buffer.alloc(32))).rows).toEqual([{ answer: 'not-yours' }]);
    const { rows } = await house.database.owner.query(
      'select token_hash from jatakk.staff_session where staff_id = $1',
      [ids.Siri],
    );
    const reader = (rows as [{ token_hash: Buffer }])[0].token_hash;
    expect((await ask(reader)).rows).toEqual([{ answer: 'not-yours' }]);
    await web.end();
  });
});
