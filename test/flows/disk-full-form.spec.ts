import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { formTo } from '../../src/cli/demo/form-to.js';
import { textOf } from '../support/html.js';
import { type ListIds, TestHouse } from '../support/house.js';

let house: TestHouse;
let list: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', 'Høstprogrammet');
});
afterAll(() => house.close());

test('when no form can be stored, as on a full disk, the visitor gets it back with what they typed', async () => {
  const { owner } = house.database;
  // PostgreSQL's own words for it (appendix A: disk_full); test/crash/disk-full.mjs fills a disk for real.
  await owner.query(`
    create function jatakk.no_space() returns trigger language plpgsql as $$
    begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
    create trigger no_space before insert on jatakk.intake for each row execute function jatakk.no_space()`);
  const refused = await house.signsUpTo(list, 'ann@example.org');
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  const page = await refused.text();
  expect(textOf(page)).toContain('Det du skrev, står her fortsatt.');
  expect(page).toMatch(/<input[^>]*value="ann@example\.org"/);
  expect(textOf(page)).not.toContain('Sjekk innboksen');

  await owner.query('drop trigger no_space on jatakk.intake');
  // The same form again, as it stands on that page.
  const { action, hidden } = formTo(page, '/lists/hostprogrammet');
  const taken = await house.visitor.post(action, { ...hidden, list: list.slug, address: 'ann@example.org' });
  expect(taken.status).toBe(200);
  expect(await house.confirmationFor('ann@example.org', list)).toBeDefined();
});
