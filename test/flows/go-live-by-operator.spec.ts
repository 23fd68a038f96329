import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EndTrial } from '../../src/web/http/end-trial.service.js';
import { beacon, chooses, running, SITE } from '../support/beacons.js';
import { TestHouse } from '../support/house.js';

let house: TestHouse;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
});
afterAll(() => house.close());

const kept = async () => (await house.database.owner.query('select site from traffic.kept')).rows;
const keep = (site: string) =>
  house.database.owner.query(
    `insert into traffic.kept values ('2026-01-01', $1, 'views', 'total', '~all', 9)`,
    [site],
  );

test('a web that runs on while the operator goes live ends the trial by itself, and drops what it holds; one that starts does it too', async () => {
  const { owner } = house.database;
  await chooses(house, {});
  await keep('paa-proeve.example');
  await beacon(house.url, '/program\n');
  expect(await house.web.get(EndTrial).endIfLive()).toBe(false);
  expect(await kept()).toHaveLength(1);
  // As `jatakk go-live` does it: as the owner, and web is not told.
  await owner.query(
    `select jatakk.go_live('https://post.fjellhallen.example', 'smtp.example', 587, 'starttls', null, null)`,
  );
  expect(await house.web.get(EndTrial).endIfLive()).toBe(true);
  expect([await kept(), await running(house)]).toEqual([[], []]);

  // And where no web ran: it is done as the first one starts, and what is kept later stays through the next start.
  await owner.query('update traffic.setting set live = false');
  await keep('paa-proeve.example');
  await house.web.close();
  await house.startWeb();
  expect(await kept()).toEqual([]);
  await keep(SITE);
  await house.web.close();
  await house.startWeb();
  expect(await kept()).toEqual([{ site: SITE }]);
});
