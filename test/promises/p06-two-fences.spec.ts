import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { DeliveryWrites } from '../../src/keeper/delivery-writes.service.js';
import { signInto } from './support/attempt.js';
import { claimFor, type Held, sendingCampaign } from './support/deliveries.js';
import { CANARY, openTwoRegisters, subscriptionOf, type TwoRegisters } from './support/two-registers.js';

let people: TwoRegisters;
let keeper: pg.Client;
let member: string;

beforeAll(async () => {
  people = await openTwoRegisters();
  keeper = await signInto(people.house.database.keeperUrl);
  member = (await subscriptionOf(people, people.autumn, CANARY.autumn)).id;
  await people.house.stopKeeper();
});
afterAll(async () => {
  await keeper.end();
  await people.house.close();
});

const before = ({ id, fence }: Held): Held => ({ id, fence: String(Number(fence) - 1) });

/** As the database sees one who asks for the same delivery twice at once: by the fence that it lost, and by its own. */
const both = [
  ['the lost one first', (held: Held) => [before(held), held]],
  ['the lost one last', (held: Held) => [held, before(held)]],
] as const;

const columns = (held: readonly Held[]) => [held.map(({ id }) => id), held.map(({ fence }) => fence)];

test.each(both)(
  'pass the gate by two fences at once, %s: only the one that holds it passes',
  async (_, asks) => {
    const held = await claimFor(people, await sendingCampaign(people, people.autumn, 'To hegn'), member);
    const { rows } = await keeper.query<{ verdict: string }>('select verdict from jatakk.gate($1, $2)', [
      ...columns(asks(held)),
    ]);
    expect(rows.map(({ verdict }) => verdict).sort()).toEqual(['go', 'lost-lease']);
  },
);

test.each(both)(
  'have the keeper itself ask for both in one go, %s: only the one that holds it passes',
  async (_, asks) => {
    const held = await claimFor(
      people,
      await sendingCampaign(people, people.autumn, 'I samme slengen'),
      member,
    );
    const database = await new DataSource({
      type: 'postgres',
      url: people.house.database.keeperUrl,
      installExtensions: false,
    }).initialize();
    const writes = new DeliveryWrites(database);
    const asked = asks(held);
    const verdicts = await Promise.all(asked.map((one) => writes.gate({ ...one, attempts: 0 })));
    await database.destroy();
    expect(verdicts).toEqual(asked.map((one) => (one === held ? 'go' : 'lost-lease')));
  },
);

test.each(both)(
  'settle by two fences at once, %s: only the one that holds it is written',
  async (_, asks) => {
    const held = await claimFor(people, await sendingCampaign(people, people.autumn, 'To utfall'), member);
    const told = asks(held);
    await keeper.query('select jatakk.settle_deliveries($1, $2, $3, $4, $5, $6, 12)', [
      ...columns(told),
      told.map((one) => (one === held ? 'accepted' : 'queued')),
      told.map(() => null),
      told.map(() => 0),
      told.map(() => true),
    ]);
    const { rows } = await keeper.query('select state, attempts from jatakk.delivery where id = $1', [
      held.id,
    ]);
    expect(rows).toEqual([{ state: 'accepted', attempts: 1 }]);
  },
);
