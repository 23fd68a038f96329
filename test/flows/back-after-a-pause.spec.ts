import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestHouse } from '../support/house.js';

let house: TestHouse;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
});
afterAll(() => house.close());

async function subscriptions(): Promise<string[]> {
  const { rows } = await house.database.owner.query(
    `select concat_ws(' ', state, ended_reason) as stands from jatakk.subscription order by 1`,
  );
  return (rows as { stands: string }[]).map(({ stands }) => stands);
}

test('whoever was paused by bounces comes back by signing up and confirming anew, and gets mail again', async () => {
  const list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  await house.joins(list, 'kari@example.org');
  const { owner } = house.database;
  await owner.query(`update jatakk.subscription set state = 'paused', paused_by = 'bounces'`);
  await owner.query(
    `update jatakk.notice set handed_at = handed_at - interval '40 days', accepted_at = accepted_at - interval '40 days'`,
  );
  house.sink.mails.length = 0;

  await house.signsUpTo(list, 'kari@example.org');
  const confirmation = await house.confirmationFor('kari@example.org');
  expect(await subscriptions()).toEqual(['ended bounced', 'pending']);
  await house.confirms(confirmation);
  expect(await subscriptions()).toEqual(['confirmed', 'ended bounced']);

  await house.isSent(await house.sends(list, 'Hei igjen'));
  expect(
    house.sink.to('kari@example.org').filter(({ parsed }) => parsed.subject === 'Hei igjen'),
  ).toHaveLength(1);
});
