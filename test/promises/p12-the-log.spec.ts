import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { NoteAuditHead } from '../../src/keeper/audit/note-audit-head.service.js';
import { type AuditFault, checkAudit } from '../../src/staff/audit/check-audit.js';
import { NotedAuditHead } from '../../src/staff/audit/noted-head.js';
import { TestHouse } from '../support/house.js';
import { exceptions, outcomeOf, signInto } from './support/attempt.js';

let house: TestHouse;
let state: string;
let database: DataSource;
let owner: pg.Client;
let last: number;

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'jatakk-state-'));
  house = await TestHouse.open({ env: { KEEPER_STATE: state } });
  ({ owner } = house.database);
  await house.setUp();
  const list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  await house.writes(list, 'Oktober');
  await house.staff.submit('/staff/members', '/staff/members', { name: 'Ola', address: 'ola@x.example' });
  database = await new DataSource({
    type: 'postgres',
    url: house.database.ownerUrl,
    installExtensions: false,
    poolSize: 1,
  }).initialize();
  await keeperNotes();
  ({ last } = (await owner.query('select max(number)::integer as last from jatakk.audit')).rows[0]);
});
afterAll(async () => {
  await database.destroy();
  await house.close();
  rmSync(state, { recursive: true, force: true });
});

const keeperNotes = () => house.keeper!.get(NoteAuditHead).note();
const noteFile = () => readFileSync(join(state, 'audit-head.json'), 'utf8');
const noted = () => new NotedAuditHead(state).read();

/** What is wrong by the log alone, and beside what the keeper noted. */
async function faults(): Promise<{ alone: AuditFault | null; noted: AuditFault | null }> {
  return {
    alone: (await checkAudit(database, undefined)).fault,
    noted: (await checkAudit(database, noted())).fault,
  };
}
const both = (fault: AuditFault) => ({ alone: fault, noted: fault });

/** As the database's owner, who takes every guard off first, does something to the log; afterwards all is as it was. */
async function after<T>(attacks: string[], look: () => Promise<T>): Promise<T> {
  const { rows } = await owner.query<{ name: string; definition: string }>(
    `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
      where conrelid = 'jatakk.audit'::regclass and (contype = 'c' or contype = 'n' and 1 <> all (conkey))`,
  );
  await owner.query('create table public.kept as table jatakk.audit');
  const head = noted()!;
  await owner.query('alter table jatakk.audit disable trigger user');
  for (const { name } of rows) await owner.query(`alter table jatakk.audit drop constraint ${name}`);
  try {
    for (const attack of attacks) await owner.query(attack);
    return await look();
  } finally {
    new NotedAuditHead(state).write(head);
    await owner.query('delete from jatakk.audit');
    await owner.query('insert into jatakk.audit select * from public.kept');
    await owner.query('drop table public.kept');
    for (const { name, definition } of rows)
      await owner.query(`alter table jatakk.audit add constraint ${name} ${definition}`);
    await owner.query('alter table jatakk.audit enable trigger user');
  }
}

/** Every hash made anew, by whoever knows how. */
const REWRITE = `do $$ declare a jatakk.audit; before bytea := decode(repeat('00', 32), 'hex'); begin
  for a in select * from jatakk.audit order by number loop
    a.previous := before;
    a.hash := jatakk.audit_hash(a);
    update jatakk.audit x set previous = a.previous, hash = a.hash where x.number = a.number;
    before := a.hash;
  end loop; end $$`;

/** Another value for each column. */
const CHANGES = {
  at: `at + interval '1 microsecond'`,
  actor_kind: `case actor_kind when 'staff' then 'operator' else 'staff' end`,
  actor_id: 'gen_random_uuid()',
  act: `'house.changed'`,
  of_register: 'gen_random_uuid()',
  of_list: 'gen_random_uuid()',
  target: 'gen_random_uuid()',
  detail: `detail || '{"status": 500}'`,
  previous: `sha256('x')`,
  hash: `sha256('x')`,
};

test('nothing done: nothing is wrong, and the end of the log lies outside the database', async () => {
  expect(await faults()).toEqual({ alone: null, noted: null });
  expect(last).toBeGreaterThan(8);
  expect(noted()!.number).toBe(last);
});

test('change any one column of any line as the database’s owner: that line is named', async () => {
  const columns = await owner.query(
    `select attname::text as name from pg_attribute where attrelid = 'jatakk.audit'::regclass and attnum > 0`,
  );
  expect(columns.rows.map(({ name }) => name as string).toSorted()).toEqual(
    ['number', ...Object.keys(CHANGES)].toSorted(),
  );
  for (const [column, value] of Object.entries(CHANGES))
    for (let line = 1; line <= last; line += 1) {
      const attack = `update jatakk.audit set ${column} = ${value} where number = ${line}`;
      const found = await after([attack], faults);
      expect([column, found]).toEqual([column, both({ what: 'line-changed', line })]);
    }
  // A hundred attacks and more, each with all guards taken off and put back.
}, 240_000);

test('empty any one column of a line, or give it a time that is none: that line is named', async () => {
  for (const column of Object.keys(CHANGES)) {
    const attacks = [
      `update jatakk.audit set of_register = gen_random_uuid(), of_list = gen_random_uuid(), target = gen_random_uuid()
        where number = 5`,
      `update jatakk.audit set ${column} = null where number = 5`,
    ];
    expect([column, await after(attacks, faults)]).toEqual([column, both({ what: 'line-changed', line: 5 })]);
  }
  const never = `update jatakk.audit set at = 'infinity' where number = 5`;
  expect(await after([never], faults)).toEqual(both({ what: 'line-changed', line: 5 }));
});

test('give any one line another number: the first that is not where it was is named', async () => {
  for (let line = 1; line <= last; line += 1) {
    const found = await after([`update jatakk.audit set number = 1000 where number = ${line}`], faults);
    expect(found).toEqual(both({ what: 'line-missing', line }));
  }
  const toTheFront = await after([`update jatakk.audit set number = 0 where number = 4`], faults);
  expect(toTheFront).toEqual(both({ what: 'line-changed', line: 0 }));
});

test('drop any one line: that line is named as missing, the last by the keeper’s note', async () => {
  for (let line = 1; line < last; line += 1)
    expect(await after([`delete from jatakk.audit where number = ${line}`], faults)).toEqual(
      both({ what: 'line-missing', line }),
    );
  expect(await after([`delete from jatakk.audit where number = ${last}`], faults)).toEqual({
    alone: null,
    noted: { what: 'end-missing', line: last, noted: last },
  });
});

test('drop a line and close the gap: the first line that moved is named', async () => {
  const attacks = [
    'delete from jatakk.audit where number = 4',
    'update jatakk.audit set number = number + 1000 where number > 4',
    'update jatakk.audit set number = number - 1001 where number > 1000',
  ];
  expect(await after(attacks, faults)).toEqual(both({ what: 'line-changed', line: 4 }));
});

test('let two lines change places: the first of them is named', async () => {
  const attacks = [
    'update jatakk.audit set number = 1000 where number = 3',
    'update jatakk.audit set number = 3 where number = 6',
    'update jatakk.audit set number = 6 where number = 1000',
  ];
  expect(await after(attacks, faults)).toEqual(both({ what: 'line-changed', line: 3 }));
});

test('put a line in between, with a hash that is its own: the line behind it is named', async () => {
  const attacks = [
    'update jatakk.audit set number = number + 1000 where number > 4',
    'update jatakk.audit set number = number - 999 where number > 1000',
    `insert into jatakk.audit select 5, at, actor_kind, actor_id, 'house.invite', of_register, of_list, target, detail, hash,
            hash from jatakk.audit where number = 4`,
    'update jatakk.audit x set hash = jatakk.audit_hash(x) where number = 5',
  ];
  expect(await after(attacks, faults)).toEqual(both({ what: 'line-changed', line: 6 }));
});

test('change a line and its hash with it: the link behind it is named', async () => {
  const attacks = [
    `update jatakk.audit set act = 'house.invite' where number = 5`,
    'update jatakk.audit x set hash = jatakk.audit_hash(x) where number = 5',
  ];
  expect(await after(attacks, faults)).toEqual(both({ what: 'line-unlinked', line: 6 }));
});

test('make every hash anew: the log alone fits together, and the keeper’s note does not fit it', async () => {
  const change = `update jatakk.audit set actor_id = gen_random_uuid() where actor_kind = 'staff' and number < 6`;
  expect(await after([change, REWRITE], faults)).toEqual({
    alone: null,
    noted: { what: 'noted-head-differs', line: last },
  });
});

test('cut the end, or all of it: the keeper’s note names the first line that is gone', async () => {
  expect(await after([`delete from jatakk.audit where number > ${last - 3}`], faults)).toEqual({
    alone: null,
    noted: { what: 'end-missing', line: last - 2, noted: last },
  });
  expect(await after(['delete from jatakk.audit'], faults)).toEqual({
    alone: { what: 'line-missing', line: 1 },
    noted: { what: 'end-missing', line: 1, noted: last },
  });
});

test('cut the end and let the log grow over it: the keeper leaves its note alone, and it does not fit', async () => {
  const grow = Array.from(
    { length: 5 },
    () => `select jatakk.note_act(null, 'member-made', null, null, null, '{}')`,
  );
  const before = noteFile();
  const found = await after([`delete from jatakk.audit where number > ${last - 3}`, ...grow], async () => {
    await keeperNotes();
    return { ...(await faults()), untouched: noteFile() === before };
  });
  expect(found).toEqual({ alone: null, noted: { what: 'noted-head-differs', line: last }, untouched: true });
});

test('say that a restore has lost the end: the log itself tells of it, with the last line that was noted', async () => {
  const lost = noted()!;
  const restored = [
    `delete from jatakk.audit where number > ${last - 3}`,
    `insert into jatakk.restore_question (id, kind, highest, answer, answered_at)
     values (gen_random_uuid(), 'restored', 1, 'restored', clock_timestamp())`,
  ];
  const found = await after(restored, async () => {
    await keeperNotes();
    const { fault, gaps, lines } = await checkAudit(database, noted());
    return { fault, gaps, goesOn: noted()!.number === lines, twice: await sayItAgain() };
  });
  expect(found).toEqual({
    fault: null,
    // The answer that was put there has its line too.
    gaps: [{ line: last - 1, lost }],
    goesOn: true,
    twice: false,
  });
  await owner.query('delete from jatakk.restore_question');
});

const sayItAgain = async () =>
  (await owner.query(`select jatakk.go_on_with_audit(3, sha256('x')) as again`)).rows[0].again as boolean;

test('change, drop or empty the log as its owner, with the guards on: each is refused', async () => {
  const attempts = [
    `update jatakk.audit set act = 'x' where number = 1`,
    'update jatakk.audit set act = act where false',
    'delete from jatakk.audit where number = 1',
    'truncate jatakk.audit',
    'truncate jatakk.audit cascade',
  ];
  for (const attempt of attempts)
    expect(await outcomeOf(owner, attempt)).toMatch(/^P0001 what staff have done is kept: .* is refused$/);
});

test('write, change or read past it as web or keeper: permission denied', async () => {
  const attempts = [
    `insert into jatakk.audit select number + 1000, at, actor_kind, actor_id, act, of_register, of_list, target, detail, hash,
       hash from jatakk.audit`,
    `update jatakk.audit set act = 'x'`,
    'delete from jatakk.audit',
    'truncate jatakk.audit',
    `select jatakk.note_act(null, 'house.invite', null, null, null, '{}')`,
    'select hash from jatakk.audit a where jatakk.audit_hash(a) is null',
    `alter table jatakk.audit disable trigger user`,
  ];
  for (const url of [house.database.webUrl, house.database.keeperUrl]) {
    const client = await signInto(url);
    const others = await exceptions(client, attempts, 'permission denied');
    expect(others.map((one) => one.replace(/.*: 42501 /, ''))).toEqual([]);
    await client.end();
  }
  const keeper = await signInto(house.database.keeperUrl);
  expect(await outcomeOf(keeper, 'select act, actor_id from jatakk.audit')).toBe('permission denied');
  expect(await outcomeOf(keeper, `select jatakk.note_nothing(1, 400)`)).toBe('permission denied');
  await keeper.end();
});

test('put an address, a name or a sentence into a line’s particulars: none of it gets in', async () => {
  const detail = {
    address: 'kari@fjellhallen.example',
    sentence: 'ringte og ba om det',
    long: 'x'.repeat(101),
    nested: { address: 'kari@fjellhallen.example' },
    several: ['kari@fjellhallen.example'],
    'kari@fjellhallen.example': 1,
    status: 422,
    code: 'hard:5.1.1',
    yes: true,
  };
  await owner.query('begin');
  await owner.query(`select jatakk.note_act(null, 'member-made', null, null, null, $1)`, [detail]);
  const { rows } = await owner.query('select detail from jatakk.audit order by number desc limit 1');
  await owner.query('rollback');
  expect(rows[0].detail).toEqual({ status: 422, code: 'hard:5.1.1', yes: true });
  const by = `insert into jatakk.audit select number + 1, at, actor_kind, actor_id, act, of_register, of_list, target,
                '{"x": "kari@fjellhallen.example"}', hash, hash from jatakk.audit order by number desc limit 1`;
  expect(await outcomeOf(owner, by)).toMatch(/^23514 /);
});

test('write forty lines at once: each has its number, and they fit together', async () => {
  const clients = await Promise.all(Array.from({ length: 8 }, () => signInto(house.database.ownerUrl)));
  const numbers: number[] = [];
  await Promise.all(
    clients.map(async (client) => {
      for (let n = 0; n < 5; n += 1) {
        const { rows } = await client.query(
          `select jatakk.note_act(null, 'member-made', null, null, null, '{}') as line`,
        );
        numbers.push(Number(rows[0].line));
      }
    }),
  );
  for (const client of clients) await client.end();
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => last + 1 + n));
  expect(await faults()).toEqual({ alone: null, noted: null });
});
