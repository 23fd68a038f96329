import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { subscriptionOf } from '../promises/support/two-registers.js';
import { TestHouse, type ListIds } from '../support/house.js';
import { keeperTo } from '../support/keeper-to.js';
import { dovecotCanRun, RealDovecot } from '../support/real-dovecot.js';
import { postfixCanRun, RealPostfix } from '../support/real-postfix.js';
import { RETURN_DOMAIN, TestReceiver } from '../support/receiver.js';
import { mail, report } from '../support/returned-mail.js';
import { hands } from '../support/smtp-talk.js';
import { until } from '../support/until.js';

// Not part of the project: where they are not installed, nothing here is claimed of them.
const withPostfix = postfixCanRun() ? describe : describe.skip;
const withDovecot = dovecotCanRun() ? describe : describe.skip;

withPostfix('a Postfix between us and everybody', () => {
  let house: TestHouse;
  let receiver: TestReceiver;
  let postfix: RealPostfix;
  let list: ListIds;

  beforeAll(async () => {
    house = await TestHouse.open();
    await house.setUp();
    list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet');
    receiver = await TestReceiver.start(house);
    postfix = await RealPostfix.start({ others: house.sink.port, [RETURN_DOMAIN]: receiver.port });
    await keeperTo(house, postfix);
  });
  afterAll(async () => {
    postfix.stop();
    await receiver.stop();
    await house.close();
  });

  const stands = async (address: string) => {
    const { id } = await subscriptionOf({ house }, list, address);
    const { rows } = await house.database.owner.query<{ stands: string }>(
      `select concat_ws(' ', state, ended_reason) as stands from jatakk.subscription where id = $1`,
      [id],
    );
    return rows[0]!.stands;
  };
  const isNow = (address: string, what: string) =>
    until(`${what}, whoever that is`, async () => (await stands(address)) === what);

  test('its own notice of a mailbox that is gone ends that subscription, and no other', async () => {
    for (const address of ['ida@example.org', 'per@example.org']) await house.joins(list, address);
    house.sink.refuse = (to) => (to.startsWith('ida@') ? '550 5.1.1 no such user' : undefined);
    await house.isSent(await house.sends(list, 'Uke 40'));
    await isNow('ida@example.org', 'ended bounced');
    house.sink.refuse = () => undefined;
    expect(await stands('per@example.org')).toBe('confirmed');
  });

  test('its own notice of a refusal for policy ends nobody’s', async () => {
    house.sink.refuse = () => '550 5.7.1 listed by some list';
    const campaign = await house.sends(list, 'Uke 41');
    await house.isSent(campaign);
    await until('the notice has been read', async () => {
      const { rows } = await house.database.owner.query<{ reply_class: string }>(
        'select reply_class from jatakk.delivery where campaign_id = $1',
        [campaign],
      );
      return rows.every(({ reply_class }) => reply_class?.startsWith('ours:'));
    });
    house.sink.refuse = () => undefined;
    expect(await stands('per@example.org')).toBe('confirmed');
  });

  test('a mail that it passes on to the address out takes that person off', async () => {
    await house.joins(list, 'una@example.org');
    await house.isSent(await house.sends(list, 'Uke 42'));
    const sent = await until('the mailing has come', () =>
      house.sink.to('una@example.org').findLast(({ parsed }) => parsed.subject === 'Uke 42'),
    );
    const unfolded = sent.raw.toString('latin1').replaceAll(/\r\n[ \t]+/g, ' ');
    const out = /<mailto:(u-[a-z2-7]{55}@[^?>]+)/.exec(unfolded)![1]!;
    expect(
      await hands(postfix.port, { from: 'una@example.org', to: out }, 'Subject: unsubscribe\r\n\r\n'),
    ).toMatch(/^250 /);
    await isNow('una@example.org', 'ended unsubscribed');
  });
});

withDovecot('a mailbox with Dovecot', () => {
  const LIST = 'program@fjellhallen.example';
  const PASSWORD = 'kanari og "tre"';
  let house: TestHouse;
  let receiver: TestReceiver;
  let dovecot: RealDovecot;
  let list: ListIds;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jatakk-imap-'));
    writeFileSync(join(folder, 'password'), `${PASSWORD}\n`);
    house = await TestHouse.open();
    await house.setUp();
    list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet');
    dovecot = await RealDovecot.start('jatakk', PASSWORD);
    receiver = await TestReceiver.start(house, {
      IMAP_URL: `imap://jatakk@127.0.0.1:${dovecot.port}`,
      IMAP_PASSWORD_FILE: join(folder, 'password'),
    });
    await house.stopKeeper();
  });
  afterAll(async () => {
    await receiver.stop();
    await dovecot.stop();
    await house.close();
    rmSync(folder, { recursive: true });
  });

  test('what is for us is stored and leaves it; what is for nobody here stays', async () => {
    const deliveryId = randomUUID();
    const path = await receiver.address('r', list.registerId, deliveryId);
    dovecot.put(`Return-Path: <>\r\nDelivered-To: ${path}\r\n${report({ status: '5.1.1' }).toString()}`);
    dovecot.put(mail({ From: 'kari@vigga.example', To: LIST, Subject: 'Spørsmål' }, 'Når begynner det?'));
    dovecot.put(mail({ From: 'kari@vigga.example', To: 'somebody@else.example', Subject: 'Annet' }, 'Hei'));
    await until('one is left', () => dovecot.count() === 1);
    expect((await receiver.arrivals('returned')).map(({ content }) => content)).toMatchObject([
      { deliveryId, class: 'hard' },
    ]);
    expect((await receiver.arrivals('mail')).map(({ content }) => content.subject)).toEqual(['Spørsmål']);
  });
});
