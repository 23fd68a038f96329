import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import type { MailArrival } from '../../src/inbound/arrival.js';
import { LeaveByReply } from '../../src/keeper/arrivals/leave-by-reply.service.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { subscriptionOf } from '../promises/support/two-registers.js';
import { type ListIds, TestHouse } from '../support/house.js';

let house: TestHouse;
let list: ListIds;
let other: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'host');
  other = await house.makeList(await house.makeRegister('billettkjopere'), 'billetter');
});
afterAll(() => house.close());

/** The Message-ID of what somebody new is sent, without `<>`. */
async function sentTo(address: string): Promise<string> {
  await house.joins(list, address);
  const subject = `Til ${address.split('@')[0]}`;
  await house.isSent(await house.sends(list, subject));
  const mail = house.sink.to(address).findLast(({ parsed }) => parsed.subject === subject)!;
  return mail.parsed.messageId!.slice(1, -1);
}

/** What the inbox does with a mail that somebody wrote. */
async function writes(about: Partial<MailArrival>, from: string, to = list): Promise<boolean> {
  const mail: MailArrival = {
    to: 'program@fjellhallen.example',
    from: { address: from, name: '' },
    subject: 'Re: Til deg',
    references: [],
    text: 'Stopp',
    cut: false,
    attachments: [],
    automatic: false,
    bulk: false,
    class: 'none',
    ...about,
  };
  return house.keeper!.get(DataSource).transaction(async (tx) => {
    const ring = await house.keeper!.get(KeyRings).held(tx, to.registerId);
    return house.keeper!.get(LeaveByReply).tryLeave(tx, ring, mail);
  });
}

async function stands(address: string): Promise<string> {
  const { id } = await subscriptionOf({ house }, list, address);
  const { rows } = await house.database.owner.query<{ stands: string }>(
    `select concat_ws(' ', state, ended_reason) as stands from jatakk.subscription where id = $1`,
    [id],
  );
  return rows[0]!.stands;
}

test('an answer that says stopp, to a message that was sent to that address: it ends, and nobody needs to read it', async () => {
  const reference = await sentTo('stopper@example.org');
  expect(await writes({ references: ['other@example.org', reference] }, 'Stopper@EXAMPLE.org')).toBe(true);
  expect(await stands('stopper@example.org')).toBe('ended unsubscribed');
  expect(await writes({ references: [reference] }, 'stopper@example.org')).toBe(true);
});

test('with more to say, it ends and somebody reads it', async () => {
  const reference = await sentTo('sier.mer@example.org');
  const text = 'Meld meg av, takk.\n\nJeg flytter til Spania, men konsertene var fine.';
  expect(await writes({ references: [reference], text }, 'sier.mer@example.org')).toBe(false);
  expect(await stands('sier.mer@example.org')).toBe('ended unsubscribed');
});

test.each([
  ['words that only stand in what is quoted', { text: 'Hvor er dette?\n\n> Stopp\n> Meld meg av' }],
  ['a sentence that means something else', { text: 'Ikke stopp! Dette er bra.' }],
  ['a machine', { automatic: true }],
  ['a mailing list', { bulk: true }],
  ['a notice', { class: 'auto-reply' }],
] as const)('%s: nothing ends', async (name, about) => {
  const address = `${name.replaceAll(' ', '.')}@example.org`;
  const reference = await sentTo(address);
  expect(await writes({ references: [reference], ...about }, address)).toBe(false);
  expect(await stands(address)).toBe('confirmed');
});

test('from somebody else’s address, or to no message of ours: nothing ends', async () => {
  const mine = await sentTo('min@example.org');
  const theirs = await sentTo('deres@example.org');
  expect(await writes({ references: [mine] }, 'deres@example.org')).toBe(false);
  expect(await writes({ references: [theirs] }, 'min@example.org')).toBe(false);
  expect(await writes({ references: [] }, 'deres@example.org')).toBe(false);
  expect(await writes({ references: [`${'0'.repeat(32)}@fjellhallen.example`] }, 'deres@example.org')).toBe(
    false,
  );
  expect(await writes({ references: [theirs] }, 'deres@example.org', other)).toBe(false);
  expect([await stands('min@example.org'), await stands('deres@example.org')]).toEqual([
    'confirmed',
    'confirmed',
  ]);
});
