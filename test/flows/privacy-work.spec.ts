import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { textOf } from '../support/html.js';
import { TestHouse } from '../support/house.js';

let house: TestHouse;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
});
afterAll(() => house.close());

test('a request is due a month after it came, is shown as overdue after that, and done by whoever pressed', async () => {
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
  const notes = (received: string, note = '') =>
    house.staff.submit('/staff/privacy', '/staff/privacy/requests', { kind: 'access', received, note });
  expect((await notes(day(40), 'Sak 41')).status).toBe(303);
  expect((await notes(day(2))).status).toBe(303);
  const page = await (await house.staff.get('/staff/privacy')).text();
  expect(textOf(page)).toContain('Fristen er ute');
  expect(page.match(/Fristen er ute/g)).toHaveLength(1);
  const { rows } = await house.database.owner.query<{ id: string; right: boolean }>(
    `select id, due_on = (received_on + interval '1 month')::date as right from jatakk.rights_request order by due_on`,
  );
  expect(rows.map(({ right }) => right)).toEqual([true, true]);
  await house.staff.submit('/staff/privacy', `/staff/privacy/requests/${rows[0]!.id}/done`, {});
  const after = textOf(await (await house.staff.get('/staff/privacy')).text());
  expect(after).not.toContain('Fristen er ute');
  expect(after).toContain('av Kari Nordmann');
});

test.each([
  ['received', { received: '2126-01-01' }],
  ['received', { received: '2026-02-30' }],
  ['received', { received: 'i går' }],
  ['note', { note: 'Fra ola@example.org' }],
  ['kind', { kind: 'everything' }],
])('a request with a wrong %s is refused', async (field, wrong) => {
  const received = new Date().toISOString().slice(0, 10);
  const answer = await house.staff.submit('/staff/privacy', '/staff/privacy/requests', {
    kind: 'access',
    received,
    note: '',
    ...wrong,
  });
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain(`${field}-error`);
});
