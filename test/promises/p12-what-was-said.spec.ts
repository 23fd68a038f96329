import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { NoteFacts } from '../../src/keeper/note-facts.service.js';
import { TestHouse } from '../support/house.js';

let house: TestHouse;
let roles: Record<'web' | 'keeper', pg.Client>;
const first = () => house.database.owner.query('select * from jatakk.facts_version where number = 1');

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  await house.keeper!.get(NoteFacts).note();
  await house.database.owner.query(`update jatakk.organisation set name = 'Dansehuset'`);
  await house.keeper!.get(NoteFacts).note();
  // By itself it would note another whenever one of a test's own is not what is so.
  await house.stopKeeper();
  roles = {
    web: new pg.Client({ connectionString: house.database.webUrl }),
    keeper: new pg.Client({ connectionString: house.database.keeperUrl }),
  };
  await Promise.all(Object.values(roles).map((role) => role.connect()));
});
afterAll(async () => {
  await Promise.all(Object.values(roles).map((role) => role.end()));
  await house.close();
});

const REWRITES = [
  `update jatakk.facts_version set said = '[]'`,
  `update jatakk.facts_version set noted_at = noted_at - interval '1 year'`,
  'delete from jatakk.facts_version where number = 1',
  'truncate jatakk.facts_version',
  `insert into jatakk.facts_version (number, facts, said, content, previous, digest)
     select 0 + 99, facts, said, content, digest, digest from jatakk.facts_version where number = 1`,
  'alter table jatakk.facts_version disable trigger facts_are_kept',
  'drop trigger facts_are_kept on jatakk.facts_version',
  'drop table jatakk.facts_version',
];

test.each(['web', 'keeper'] as const)(
  'rewrite, date back, drop or slip in what the privacy page has said, as %s: refused, and it stands',
  async (role) => {
    const before = (await first()).rows;
    for (const rewrite of REWRITES)
      await expect(roles[role].query(rewrite)).rejects.toThrow(/permission|owner/);
    expect((await first()).rows).toEqual(before);
  },
);

test('rewrite it as the owner, who has not taken the guard off: refused', async () => {
  for (const rewrite of REWRITES.slice(0, 4))
    await expect(house.database.owner.query(rewrite)).rejects.toThrow(
      'what the privacy page has said is kept',
    );
});

test('as web, note a version of one’s own: permission denied', async () => {
  await expect(roles.web.query(`select jatakk.note_facts('{}', '[]')`)).rejects.toThrow('permission denied');
});

test('as keeper, note one: it comes after all others, dated now, and takes none away', async () => {
  const before = (await house.database.owner.query('select * from jatakk.facts_version order by number'))
    .rows;
  await expect(roles.keeper.query(`select jatakk.note_facts('[]', '[]')`)).rejects.toThrow(
    'facts are an object',
  );
  await roles.keeper.query(`select jatakk.note_facts('{"mode":"trial"}', '[]')`);
  const { rows } = await house.database.owner.query<{ number: number; late: boolean }>(
    `select *, noted_at > clock_timestamp() - interval '1 minute' as late from jatakk.facts_version order by number`,
  );
  expect(rows.slice(0, -1)).toMatchObject(before);
  expect(rows.at(-1)).toMatchObject({ number: before.length + 1, late: true });
});

test('change a version behind the guard’s back: the number of every later one no longer fits', async () => {
  const { owner } = house.database;
  const broken = `select number from jatakk.facts_version v
                   where v.content <> sha256(convert_to(v.facts::text || E'\\n' || v.said::text, 'UTF8'))
                      or v.digest <> sha256(coalesce(v.previous, '\\x') || v.content)
                      or v.previous is distinct from
                           (select b.digest from jatakk.facts_version b where b.number = v.number - 1)`;
  expect((await owner.query(broken)).rows).toEqual([]);
  await owner.query('alter table jatakk.facts_version disable trigger facts_are_kept');
  await owner.query(`update jatakk.facts_version set said = '[]' where number = 1`);
  expect((await owner.query(broken)).rows).toEqual([{ number: 1 }]);
  await owner.query(
    `update jatakk.facts_version set content = sha256(convert_to(facts::text || E'\\n' || said::text, 'UTF8')) where number = 1`,
  );
  await owner.query(`update jatakk.facts_version set digest = sha256(content) where number = 1`);
  expect((await owner.query(broken)).rows).toEqual([{ number: 2 }]);
});

test('look at the pages a hundred times, by every way in: nothing is noted', async () => {
  const count = async () =>
    (await house.database.owner.query('select count(*)::integer as n from jatakk.facts_version')).rows[0];
  const before = await count();
  for (let time = 0; time < 25; time += 1)
    for (const path of [
      '/personvern',
      '/personvern/endringer',
      '/personvern/oppbevaring',
      '/personvern?lang=nn',
    ])
      await (await house.visitor.get(path)).text();
  expect(await count()).toEqual(before);
});
