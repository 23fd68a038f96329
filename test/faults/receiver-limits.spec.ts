import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestHouse } from '../support/house.js';
import { TestReceiver } from '../support/receiver.js';
import { mail } from '../support/returned-mail.js';
import { hands, SmtpTalk } from '../support/smtp-talk.js';

const LIST = 'program@fjellhallen.example';

let house: TestHouse;
let receiver: TestReceiver;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet');
  receiver = await TestReceiver.start(house, { RECEIVER_PER_CLIENT: '5', RECEIVER_IDLE_SECONDS: '1' });
  await house.stopKeeper();
});
afterAll(async () => {
  await receiver.stop();
  await house.close();
});

test('from one place only so many connect at once, and others when one has left', async () => {
  const five = await Promise.all(Array.from({ length: 5 }, () => SmtpTalk.greeted(receiver.port, 'NOOP')));
  const sixth = await SmtpTalk.to(receiver.port);
  expect(await sixth.hears()).toMatch(/^421 /);
  await five[0]!.quits();
  const seventh = await SmtpTalk.to(receiver.port);
  expect(await seventh.hears()).toMatch(/^220 /);
  for (const talk of [...five, sixth, seventh]) talk.drops();
});

test.each([
  ['before it has said anything', []],
  ['between two commands', ['EHLO mx.reader.example']],
  ['within a message', ['EHLO mx.reader.example', 'MAIL FROM:<>', `RCPT TO:<${LIST}>`, 'DATA']],
])('whoever stops %s is not waited for', async (_when, lines) => {
  const talk = await SmtpTalk.to(receiver.port);
  await talk.hears();
  for (const line of lines) await talk.says(line);
  const before = performance.now();
  expect(await talk.hears()).toMatch(/^421 /);
  expect(performance.now() - before).toBeLessThan(10_000);
});

test('a message made to cost what it can is taken, and whoever sent it is named', async () => {
  const deep = `${'<div>'.repeat(200_000)}x`;
  const message = mail(
    { From: 'Kari <kari@vigga-kanari.example>', Subject: 'dypt', 'Content-Type': 'text/html' },
    deep,
  );
  expect(await hands(receiver.port, { from: 'kari@vigga-kanari.example', to: LIST }, message)).toMatch(
    /^250 /,
  );
  const [arrival] = await receiver.arrivals('mail');
  expect(arrival!.content).toMatchObject({ subject: 'dypt', from: { address: 'kari@vigga-kanari.example' } });
});
