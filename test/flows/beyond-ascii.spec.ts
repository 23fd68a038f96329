import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { HostileSink, unstuffed } from '../support/hostile-sink.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { keeperTo } from '../support/keeper-to.js';
import { value } from '../support/raw-message.js';

let house: TestHouse;
let list: ListIds;
let sink: HostileSink;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'utf8');
  await house.joins(list, 'jøran@example.org');
  await house.joins(list, 'per@blåbær.example');
});
afterEach(async () => {
  await house.stopKeeper();
  await sink.close();
});
afterAll(() => house.close());

async function serve(...extensions: string[]): Promise<void> {
  sink = await new HostileSink(extensions).listen();
  await keeperTo(house, sink);
}

test('goes byte for byte where SMTPUTF8 is offered; a domain goes as A-labels (RFC 6531)', async () => {
  await serve('8BITMIME', 'SMTPUTF8');
  await house.isSent(await house.sends(list, 'Begge'));
  const jøran = sink.accepted.find(({ rcptTo }) => rcptTo === 'RCPT TO:<jøran@example.org>');
  expect(jøran?.mailFrom).toMatch(/^MAIL FROM:<program@fjellhallen\.example>.* SMTPUTF8\b/);
  expect(value(unstuffed(jøran!.wire), 'to')).toBe('jøran@example.org');
  const per = sink.accepted.find(({ rcptTo }) => rcptTo === 'RCPT TO:<per@xn--blbr-roah.example>');
  expect(per?.mailFrom).toBe('MAIL FROM:<program@fjellhallen.example>');
  expect(value(unstuffed(per!.wire), 'to')).toBe('per@xn--blbr-roah.example');
});

test('is not transmitted where it is not offered, recorded as 5.6.7, and ends nothing', async () => {
  await serve('8BITMIME');
  const campaign = await house.sends(list, 'Bare én');
  await house.isSent(campaign);
  expect(await house.deliveries(campaign)).toEqual({ accepted: 1, bounced: 1 });
  expect(sink.attempts.map(({ rcptTo }) => rcptTo)).toEqual(['RCPT TO:<per@xn--blbr-roah.example>']);
  const { rows } = await house.database.owner.query(
    `select d.reply_class, s.state from jatakk.delivery d join jatakk.subscription s on s.id = d.subscription_id
      where d.campaign_id = $1 and d.state = 'bounced'`,
    [campaign],
  );
  expect(rows).toEqual([{ reply_class: 'soft:5.6.7', state: 'confirmed' }]);
});
