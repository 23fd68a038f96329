import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { readReturnToken, returnToken } from '../../src/inbound/return-token.js';
import { LeaveByReply } from '../../src/keeper/arrivals/leave-by-reply.service.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { dealtWith, putDown } from '../support/arrivals.js';
import type { ListIds } from '../support/house.js';
import type { SunkMail } from '../support/sink.js';
import { outcomeOf, signInto } from './support/attempt.js';
import { CANARY, openTwoRegisters, subscriptionOf, type TwoRegisters } from './support/two-registers.js';

const GONE = { class: 'hard', wording: 'no-such-mailbox', status: '5.1.1', stillTrying: false } as const;

let people: TwoRegisters;
/** What the canary on the autumn list was sent, and the delivery that it was. */
let mail: SunkMail;
let deliveryId: string;

beforeAll(async () => {
  people = await openTwoRegisters();
  const { house, autumn } = people;
  await house.database.owner.query(
    `update jatakk.installation set return_domain = 'returns.fjellhallen.example'`,
  );
  await house.isSent(await house.sends(autumn, 'Sendt'));
  mail = house.sink.to(CANARY.autumn).findLast(({ parsed }) => parsed.subject === 'Sendt')!;
  const named = readReturnToken(await verpKey(autumn), autumn.registerId, mail.from.split('@')[0]!);
  deliveryId = named!.id;
});
afterAll(() => people.house.close());

async function verpKey({ registerId }: ListIds): Promise<Buffer> {
  return (await people.house.keeper!.get(KeyRings).ring(registerId)).current('verp').key;
}

async function stands(list: ListIds, address: string): Promise<string> {
  const { id } = await subscriptionOf(people, list, address);
  const { rows } = await people.house.database.owner.query<{ state: string }>(
    'select state from jatakk.subscription where id = $1',
    [id],
  );
  return rows[0]!.state;
}

const says = async (
  registerId: string,
  about: string,
  sealedFor?: { ringId?: string; rowId?: string },
): Promise<'gone' | 'put aside'> => {
  const { database } = people.house;
  const content = { ...GONE, deliveryId: about };
  return dealtWith(
    database,
    await putDown(database, { kind: 'returned', registerId, content, ...(sealedFor && { sealedFor }) }),
  );
};

test('forge a return path: of a random MAC, of another register’s key, of capitals, or of another day, none is one', async () => {
  const { autumn, tickets } = people;
  const [key, other] = await Promise.all([verpKey(autumn), verpKey(tickets)]);
  const real = mail.from.split('@')[0]!;
  const forged = [
    returnToken(randomBytes(32), 'r', autumn.registerId, deliveryId, new Date()),
    returnToken(other, 'r', autumn.registerId, deliveryId, new Date()),
    returnToken(key, 'r', tickets.registerId, deliveryId, new Date()),
    real.toUpperCase(),
    real.replace('r-', 'u-'),
    `${real.slice(0, 2)}${real.slice(3)}a`,
  ];
  expect(forged.map((token) => readReturnToken(key, autumn.registerId, token))).toEqual(
    forged.map(() => undefined),
  );
  expect(readReturnToken(key, autumn.registerId, real)?.id).toBe(deliveryId);
});

test('put down as the receiver that a mailbox is gone, of no delivery, of another register’s, or sealed for another row: nobody is struck off', async () => {
  const { autumn, tickets } = people;
  expect(await says(autumn.registerId, randomUUID())).toBe('gone');
  expect(await says(tickets.registerId, deliveryId)).toBe('gone');
  expect(await says(autumn.registerId, deliveryId, { rowId: randomUUID() })).toBe('put aside');
  expect(await says(autumn.registerId, deliveryId, { ringId: tickets.registerId })).toBe('put aside');
  expect(await stands(autumn, CANARY.autumn)).toBe('confirmed');
});

test('keep a return path for three weeks and use it then: nobody is struck off', async () => {
  const { autumn, house } = people;
  const turn = (interval: string) =>
    house.database.owner.query(
      `update jatakk.delivery set handed_at = handed_at - $2::interval where id = $1`,
      [deliveryId, interval],
    );
  await turn('21 days');
  await says(autumn.registerId, deliveryId);
  await turn('-21 days');
  expect(await stands(autumn, CANARY.autumn)).toBe('confirmed');
});

test('read as the receiver who is on a list, or what has come: permission denied', async () => {
  const receiver = await signInto(people.house.database.urls.receiver);
  const attempts = [
    'select 1 from jatakk.subscriber',
    'select 1 from jatakk.delivery',
    'select 1 from jatakk.arrival',
    'delete from jatakk.arrival',
    `select jatakk.take_back('${randomUUID()}', '{}', '{}', '{}', '{}')`,
    `select jatakk.leave_by_mail('${randomUUID()}', '${randomUUID()}', '${randomUUID()}', '\\x00')`,
  ];
  const outcomes = [];
  for (const sql of attempts) outcomes.push(await outcomeOf(receiver, sql));
  await receiver.end();
  expect(outcomes).toEqual(attempts.map(() => 'permission denied'));
});

test('answer “stopp” to one’s own mail with somebody else’s address in From: nobody has left', async () => {
  const { house, autumn } = people;
  const keeper = house.keeper!;
  const reference = mail.parsed.messageId!.slice(1, -1);
  const left = await keeper.get(DataSource).transaction(async (tx) =>
    keeper.get(LeaveByReply).tryLeave(tx, await keeper.get(KeyRings).held(tx, autumn.registerId), {
      to: 'program@fjellhallen.example',
      from: { address: CANARY.both, name: '' },
      subject: 'Re: Sendt',
      references: [reference],
      text: 'Stopp',
      cut: false,
      attachments: [],
      automatic: false,
      bulk: false,
      class: 'none',
    }),
  );
  expect(left).toBe(false);
  expect([await stands(autumn, CANARY.both), await stands(autumn, CANARY.autumn)]).toEqual([
    'confirmed',
    'confirmed',
  ]);
});

test('tell by their return paths which two messages went to one person: they have nothing in common', async () => {
  const { house, autumn } = people;
  await house.isSent(await house.sends(autumn, 'Sendt igjen'));
  const again = house.sink.to(CANARY.autumn).findLast(({ parsed }) => parsed.subject === 'Sendt igjen')!;
  const [one, other] = [mail, again].map(({ from }) => from.split('@')[0]!);
  const alike = one!.split('').filter((character, index) => character === other![index]).length;
  expect(alike).toBeLessThan(20);
  expect(mail.raw.toString('latin1').toLowerCase()).not.toContain(deliveryId.slice(0, 13));
});
