import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import type { ListIds } from '../support/house.js';
import { openTwoRegisters, subscriptionOf, type TwoRegisters } from './support/two-registers.js';

let people: TwoRegisters;
let owner: pg.Client;

beforeAll(async () => {
  people = await openTwoRegisters();
  owner = people.house.database.owner;
});
afterAll(() => people.house.close());

/** Confirms two fresh people, lets the attacker at their rows, sends, and says who got it and what became of it. */
async function sendAfter(
  name: string,
  tamper: (one: string, other: string) => Promise<unknown>,
): Promise<{ got: string[]; became: Record<string, number> }> {
  const { house } = people;
  const list = await house.makeList(people.autumn.registerId, name, name);
  const [one, other] = [`${name}.en@vigga-kanari.example`, `${name}.to@vigga-kanari.example`];
  await house.joins(list, one);
  await house.joins(list, other);
  await tamper(await personOf(list, one), await personOf(list, other));
  const campaign = await house.sends(list, `Tuklet ${name}`);
  await house.isSent(campaign);
  const got = house.sink.mails
    .filter(({ parsed }) => parsed.subject === `Tuklet ${name}`)
    .flatMap(({ to }) => to);
  return { got: got.sort(), became: await house.deliveries(campaign) };
}

async function personOf(list: ListIds, address: string): Promise<string> {
  return (await subscriptionOf(people, list, address)).subscriberId;
}

test('swap two people’s sealed addresses in the table, as its owner: nobody is mailed', async () => {
  const outcome = await sendAfter('bytte', (one, other) =>
    owner.query(
      `update jatakk.subscriber p set address = q.address from jatakk.subscriber q
        where (p.id, q.id) in (($1::uuid, $2::uuid), ($2, $1))`,
      [one, other],
    ),
  );
  expect(outcome).toEqual({ got: [], became: { dead: 2 } });
});

test('swap them with their row keys, as the owner: nobody is mailed', async () => {
  const outcome = await sendAfter('bytte-alt', async (one, other) => {
    await owner.query(
      `update jatakk.subscriber p set address = q.address from jatakk.subscriber q
        where (p.id, q.id) in (($1::uuid, $2::uuid), ($2, $1))`,
      [one, other],
    );
    await owner.query(
      `update vault.row_key p set key = q.key from vault.row_key q
        where (p.row_id, q.row_id) in (($1::uuid, $2::uuid), ($2, $1))`,
      [one, other],
    );
  });
  expect(outcome).toEqual({ got: [], became: { dead: 2 } });
});

test('put another register’s sealed address and row key into a row, as the owner: that one is not mailed', async () => {
  const outcome = await sendAfter('fremmed', async (one) => {
    const { registerId } = people.tickets;
    await owner.query(
      'update jatakk.subscriber set address = (select address from jatakk.subscriber where register_id = $2) where id = $1',
      [one, registerId],
    );
    await owner.query(
      'update vault.row_key set key = (select k.key from vault.row_key k join jatakk.subscriber p on p.id = k.row_id where k.register_id = $2) where row_id = $1',
      [one, registerId],
    );
  });
  expect(outcome).toEqual({ got: ['fremmed.to@vigga-kanari.example'], became: { accepted: 1, dead: 1 } });
});

test('change a byte, the format, the length or the key version of a sealed address, as the owner: never mailed', async () => {
  const changes = [
    'set_byte(address, 40, get_byte(address, 40) # 1)',
    'set_byte(address, 0, 2)',
    'substr(address, 1, octet_length(address) - 4)',
  ];
  for (const [number, change] of changes.entries()) {
    const outcome = await sendAfter(`endret-${number}`, (one, other) =>
      owner.query(
        `update jatakk.subscriber
            set address = case id when $1::uuid then ${change} else address end,
                key_version = case id when $2::uuid then 2 else key_version end
          where id in ($1, $2)`,
        [one, other],
      ),
    );
    expect(outcome).toEqual({ got: [], became: { dead: 2 } });
  }
});
