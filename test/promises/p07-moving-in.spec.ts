import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { colleague } from '../support/colleague.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';
import { exceptions, outcomeOf, signInto } from './support/attempt.js';

let house: TestHouse;
let web: pg.Client;
let keeper: pg.Client;
let list: ListIds;
let path: string;
let importId: string;
let sessions: Buffer[];

const imports = () => `/staff/registers/${list.registerId}/lists/${list.listId}/imports`;
const rows =
  'Email Address,OPTIN_TIME,CONFIRM_TIME\n' +
  ['a', 'b', 'c'].map((name) => `${name}@example.org,2024-03-01 10:00:00,2024-03-01 10:05:00`).join('\n');
const people = async () =>
  (await house.database.owner.query<{ id: string }>('select id from jatakk.subscription')).rows.length;
const stateOf = async () =>
  (await house.database.owner.query<{ state: string }>('select state from jatakk.import')).rows[0]!.state;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', 'Høstprogrammet');
  await colleague(house);
  await house.stopKeeper();
  [web, keeper] = [await signInto(house.database.webUrl), await signInto(house.database.keeperUrl)];
  const answer = await house.staff.submit(imports(), imports(), {
    tool: 'mailchimp',
    language: 'nb',
    from_1: '2024-01-01',
    to_1: '2024-12-31',
    text_1: 'Ja.',
    note_1: 'Arkivet.',
    rows,
  });
  path = answer.headers.get('location')!;
  importId = path.split('/').at(-1)!;
  const { rows: open } = await house.database.owner.query<{ hash: Buffer }>(
    'select token_hash as hash from jatakk.staff_session',
  );
  sessions = open.map(({ hash }) => hash);
}, 240_000);
afterAll(async () => {
  await Promise.all([web.end(), keeper.end()]);
  await house.close();
});

const TRANSFER = `select jatakk.transfer(r.id, gen_random_uuid(), sha256('i'), sha256('s'), array[sha256('s')], 'x', 1,
  decode(repeat('00', 16), 'hex'), gen_random_uuid(), sha256('l'), 'x', 1, decode(repeat('00', 16), 'hex')) as outcome
  from jatakk.import_row r limit 1`;

test('as web, read what an import holds, approve it, or move it on: permission denied', async () => {
  expect(
    await exceptions(
      web,
      [
        'select sealed from jatakk.import_row',
        `update jatakk.import set state = 'approved'`,
        `insert into jatakk.import (id, register_id, list_id, tool, locale, state) select gen_random_uuid(), register_id, list_id, tool, locale, 'approved' from jatakk.import`,
        'update jatakk.import_wording set text = text',
        'delete from jatakk.import_row',
        `select jatakk.empty_import('${importId}')`,
        `select jatakk.import_content(i) from jatakk.import i`,
        `select jatakk.transfer(gen_random_uuid(), null, null, null, null, null, null, null, null, null, null, null, null)`,
      ],
      'permission denied',
    ),
  ).toEqual([]);
});

test('as web, add a row to what has been read: refused', async () => {
  const sql = `insert into jatakk.import_row (id, register_id, import_id, key_version, sealed) values ($1, $2, $3, 1, 'x')`;
  expect(await outcomeOf(web, sql, [randomUUID(), list.registerId, importId])).toBe(
    '23514 this import has been read',
  );
});

test('as web, with nobody’s session or as the owner without one, begin, propose or drop: nothing', async () => {
  const nobody = Buffer.alloc(32);
  for (const session of [nobody, null]) {
    const begun = await web.query(
      `select jatakk.begin_import($1, gen_random_uuid(), $2, 'other', 'nb', '[{}]') as outcome`,
      [session, list.listId],
    );
    expect(begun.rows).toEqual([{ outcome: 'not-yours' }]);
    const proposed = await web.query(`select jatakk.propose_import($1, $2, 'x') as outcome`, [
      session,
      importId,
    ]);
    expect(proposed.rows).toEqual([{ outcome: 'not-yours' }]);
    expect((await web.query('select jatakk.drop_import($1, $2) as x', [session, importId])).rows[0]).toEqual({
      x: false,
    });
  }
  expect(await stateOf()).toBe('read');
});

test('as keeper, take in a row that nobody has approved: not approved, whatever it says of the person', async () => {
  expect((await keeper.query(TRANSFER)).rows).toEqual([{ outcome: 'not-approved' }]);
  expect(
    await exceptions(
      keeper,
      [
        `update jatakk.import set state = 'approved'`,
        `insert into jatakk.import_row select * from jatakk.import_row`,
      ],
      'permission denied',
    ),
  ).toEqual([]);
  expect(await people()).toBe(0);
});

test('approve one’s own import, by every session and with the right digest: own, and nobody is taken in', async () => {
  await house.staff.submit(path, `${path}/propose`, { why: 'Samme ord.' });
  const { rows: found } = await web.query<{ id: string; digest: Buffer; author: string }>(
    'select id, digest, author_id as author from jatakk.proposal',
  );
  const { rows: mine } = await house.database.owner.query<{ hash: Buffer }>(
    'select token_hash as hash from jatakk.staff_session where staff_id = $1',
    [found[0]!.author],
  );
  expect(sessions.length).toBeGreaterThan(mine.length);
  for (const { hash } of mine) {
    const { rows: answers } = await keeper.query(
      `select jatakk.decide_proposal($1, $2, $3, true, null, 'password', null, null) as answer`,
      [hash, found[0]!.id, found[0]!.digest],
    );
    expect(answers).toEqual([{ answer: 'own' }]);
  }
  expect(await stateOf()).toBe('proposed');
});

async function sessionsOf(name: string): Promise<Buffer[]> {
  const { rows: found } = await house.database.owner.query<{ hash: Buffer }>(
    'select x.token_hash as hash from jatakk.staff_session x join jatakk.staff s on s.id = x.staff_id where s.name like $1',
    [name],
  );
  return found.map(({ hash }) => hash);
}

test('as keeper, after approval, take in one row twice, or more people than two have approved: one each', async () => {
  // The keeper is at rest here: as it would, once it has seen the second person's proof.
  const { rows: found } = await web.query<{ id: string; digest: Buffer }>(
    'select id, digest from jatakk.proposal',
  );
  for (const session of await sessionsOf('Ola%'))
    await keeper.query(`select jatakk.decide_proposal($1, $2, $3, true, null, 'password', null, null)`, [
      session,
      found[0]!.id,
      found[0]!.digest,
    ]);
  expect(await stateOf()).toBe('approved');
  const { rows: ids } = await keeper.query<{ id: string }>('select id from jatakk.import_row');
  const one = TRANSFER.replace('r limit 1', `r where r.id = '${ids[0]!.id}'`);
  expect((await keeper.query(one)).rows).toEqual([{ outcome: 'taken' }]);
  expect((await keeper.query(one)).rows).toEqual([]);
  const again = await keeper.query(
    `select jatakk.transfer($1, gen_random_uuid(), sha256('j'), sha256('t'), array[sha256('t')], 'x', 1,
       decode(repeat('00', 16), 'hex'), gen_random_uuid(), sha256('m'), 'x', 1, decode(repeat('00', 16), 'hex')) as outcome`,
    [ids[0]!.id],
  );
  expect(again.rows).toEqual([{ outcome: 'not-approved' }]);
  expect(await people()).toBe(1);
});

test('begin a keeper when some of the rows are in already: it takes in the others, everybody once', async () => {
  await house.startKeeper();
  await until('done', async () => (await stateOf()) === 'done');
  expect(await people()).toBe(3);
  const { rows: counted } = await house.database.owner.query('select taken, not_taken from jatakk.import');
  expect(counted).toEqual([{ taken: 3, not_taken: 0 }]);
});

test('go live with an import of the trial waiting: nothing of it is left to be approved', async () => {
  const { owner } = house.database;
  await owner.query('begin');
  await owner.query('select jatakk.forget_trial()');
  const { rows } = await owner.query(
    `select (select count(*)::integer from jatakk.import) as imports,
            (select count(*)::integer from jatakk.import_wording) as wordings,
            (select count(*)::integer from jatakk.paper_count) as slips`,
  );
  await owner.query('rollback');
  expect(rows).toEqual([{ imports: 0, wordings: 0, slips: 0 }]);
});
