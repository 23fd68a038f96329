import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { leavePath, TestHouse } from '../support/house.js';

let house: TestHouse;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
});
afterAll(() => house.close());

test('a visitor joins, confirms, gets the campaign of that list, and leaves with one click', async () => {
  const register = await house.makeRegister('nyhetsbrev', 'Nyhetsbrev');
  const autumn = await house.makeList(register, 'hostprogrammet', 'Høstprogrammet');
  const family = await house.makeList(register, 'familie', 'Barn og familie');

  const ann = await house.joins(autumn, 'ann@example.org');
  await house.joins(family, 'bo@example.org');
  await house.isSent(await house.sends(autumn, 'Oktober'));

  expect(house.sink.subjectsFor('ann@example.org')).toEqual([
    'Bekreft påmeldingen til Høstprogrammet',
    'Oktober',
  ]);
  expect(house.sink.subjectsFor('bo@example.org')).toEqual(['Bekreft påmeldingen til Barn og familie']);

  const left = await house.visitor.post(leavePath(ann), { 'List-Unsubscribe': 'One-Click' });
  expect(left.status).toBe(200);
  await house.joins(autumn, 'cia@example.org');
  const november = await house.sends(autumn, 'November');
  await house.isSent(november);
  expect(house.sink.subjectsFor('ann@example.org')).not.toContain('November');
  expect(await house.deliveries(november)).toEqual({ accepted: 1 });
});
