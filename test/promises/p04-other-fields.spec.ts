import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { type ListIds, TestHouse } from '../support/house.js';
import { exceptions, signInto } from './support/attempt.js';

let house: TestHouse;
let web: pg.Client;
let keeper: pg.Client;
let list: ListIds;

const questions = () => `/staff/registers/${list.registerId}/lists/${list.listId}/questions`;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', 'Høstprogrammet');
  await house.staff.submit(questions(), questions(), {
    name: 'fornavn',
    label_nb: 'Fornavn',
    why_nb: 'Da kan vi hilse på deg.',
    label_en: 'First name',
    why_en: 'Then we can greet you.',
  });
  const page = await house.visitor.page(`/lists/${list.slug}`);
  const answer = /name="(answer-[0-9a-f-]{36})"/.exec(page)![1]!;
  await house.visitor.submit(`/lists/${list.slug}`, `/lists/${list.slug}`, {
    address: 'kari@example.org',
    [answer]: 'Kari',
  });
  await house.confirms(await house.confirmationFor('kari@example.org', list));
  [web, keeper] = [await signInto(house.database.webUrl), await signInto(house.database.keeperUrl)];
}, 240_000);
afterAll(async () => {
  await Promise.all([web.end(), keeper.end()]);
  await house.close();
});

test('read, change or put back what people answered, as web and as keeper: permission denied', async () => {
  for (const client of [web, keeper])
    expect(
      await exceptions(
        client,
        [
          'select fields from jatakk.subscription',
          `update jatakk.subscription set fields = 'x', fields_key_version = 1`,
          `select jatakk.replace_fields(null, null, null, null)`,
        ],
        'permission denied',
      ),
    ).toEqual([]);
  expect(await exceptions(web, [`select jatakk.open_fields('{}', '{}')`], 'permission denied')).toEqual([]);
});

test('leave the one thing needed unanswered and answer nothing else: the address alone is enough', async () => {
  const joined = await house.joins(list, 'per@example.org');
  expect(joined.to).toEqual(['per@example.org']);
});

const HELD = '00000000-0000-4000-8000-00000000d001';
const held = (body: string) => `
  with c as (
    insert into jatakk.campaign (id, register_id, list_id, purpose_version, state, locale, subject, preheader, body, author_id)
    select gen_random_uuid(), s.register_id, s.list_id, s.purpose_version, 'sending', 'nb', 'x', '', '${body}', f.id
      from jatakk.subscription s, jatakk.staff f where s.fields is not null limit 1 returning *)
  insert into jatakk.delivery (id, register_id, campaign_id, subscription_id, state, fence, lease_until)
  select '${HELD}', c.register_id, c.id, s.id, 'claimed', 7, now() + interval '1 minute'
    from c, jatakk.subscription s where s.fields is not null`;

test.each([
  ['a campaign with no place for them', 'Hei.', '{7}', 0],
  ['a place that the list does not ask for', 'Hei {{etternavn|venn}}.', '{7}', 0],
  ['another fence', 'Hei {{fornavn|venn}}.', '{6}', 0],
  ['a campaign with a place for them, in the hands of whoever holds it', 'Hei {{fornavn|venn}}.', '{7}', 1],
])('ask for answers for %s: %#', async (_, body, fences, rows) => {
  await house.stopKeeper();
  await house.database.owner.query(held(body));
  const { rowCount } = await keeper.query(`select * from jatakk.open_fields('{${HELD}}', $1)`, [fences]);
  await house.database.owner.query('delete from jatakk.delivery');
  await house.database.owner.query('delete from jatakk.campaign');
  expect(rowCount).toBe(rows);
});

test('ask for the answers of somebody who has left: none', async () => {
  await house.database.owner.query(held('Hei {{fornavn|venn}}.'));
  await house.database.owner.query(
    `update jatakk.subscription set state = 'ended', ended_reason = 'unsubscribed' where fields is not null`,
  );
  expect((await keeper.query(`select * from jatakk.open_fields('{${HELD}}', '{7}')`)).rowCount).toBe(0);
});
