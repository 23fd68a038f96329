import pg from 'pg';
import type { TwoRegisters } from './two-registers.js';

/** A role that may do everything web and keeper may, and make objects of its own to stand in front of ours. */
const SHADOWS = `
  create schema evil;
  grant usage on schema evil to public;
  create function evil.yes(bytea, bytea) returns boolean language sql as 'select true';
  create operator evil.= (leftarg = bytea, rightarg = bytea, function = evil.yes);
  create function evil.yes(uuid, uuid) returns boolean language sql as 'select true';
  create operator evil.= (leftarg = uuid, rightarg = uuid, function = evil.yes);
  create function evil.yes(text, text) returns boolean language sql as 'select true';
  create operator evil.= (leftarg = text, rightarg = text, function = evil.yes);
  create operator evil.<> (leftarg = text, rightarg = text, function = evil.yes);
  create function evil.clock_timestamp() returns timestamptz language sql as $$ select '-infinity'::timestamptz $$;
  create function evil.why_not_due(jatakk.campaign, jatakk.subscription) returns text language sql as 'select null::text';
  create temp table subscription as select * from jatakk.subscription where false;
  create temp table subscriber as select * from jatakk.subscriber where false;
  create temp table notice as select * from jatakk.notice where false;
  create temp table delivery as select * from jatakk.delivery where false;
  create temp table installation as select * from jatakk.installation;
  create temp table suppression as select * from jatakk.suppression where false;
  grant all on all tables in schema pg_temp to public;
  set search_path = evil, pg_temp, pg_catalog, jatakk, vault`;

/** What a token that nobody has, or a delivery that nobody holds, must not get. Rows that come back are what leaked. */
const QUESTIONS = [
  `select * from jatakk.peek_leave('\\x00')`,
  `select * from jatakk.leave('\\x00', null)`,
  `select * from jatakk.undo_leave('\\x00')`,
  `select * from jatakk.peek_confirmation('\\x00')`,
  `select x from jatakk.confirm('\\x00') x where x operator(pg_catalog.<>) 'unknown'`,
  `select * from jatakk.peek_invitation('\\x00')`,
  `select x from jatakk.use_setup_link('\\x00') x where x`,
  `select x from jatakk.accept_invitation('\\x00', 'x') x where x is not null`,
  `select * from jatakk.open_deliveries(array[gen_random_uuid()], array[1]) o
     where o.address is not null or o.row_key is not null or o.verdict operator(pg_catalog.<>) 'lost-lease'`,
  `select * from jatakk.gate(array[gen_random_uuid()], array[1]) g where g.verdict operator(pg_catalog.<>) 'lost-lease'`,
  `select * from jatakk.notice_gate(gen_random_uuid(), 1) g
     where g.address is not null or g.verdict operator(pg_catalog.<>) 'lost-lease'`,
];

/**
 * Asks every function that runs as its owner something nobody may know, plainly and behind shadows: tables, functions
 * and operators of the same name earlier in the caller's path. Even as a role that may make such things, which
 * neither web nor keeper may. Returns the questions that were answered.
 */
export async function attackFunctions({ house }: Pick<TwoRegisters, 'house'>) {
  const attacker = new pg.Client({ connectionString: house.database.ownerUrl });
  await attacker.connect();
  try {
    const withoutShadows = await answered(attacker);
    await attacker.query('begin');
    await attacker.query(SHADOWS);
    const shadowed = await attacker.query(
      `select 1 from jatakk.subscription s where s.unsubscribe_hash = '\\x00'`,
    );
    if (shadowed.rowCount === 0)
      throw new Error('the shadows do not stand in front: the attack proves nothing');
    const withShadows = await answered(attacker);
    await attacker.query('rollback');
    return { withoutShadows, withShadows };
  } finally {
    await attacker.end();
  }
}

async function answered(attacker: pg.Client): Promise<string[]> {
  const leaks: string[] = [];
  for (const question of QUESTIONS) if ((await attacker.query(question)).rowCount) leaks.push(question);
  return leaks;
}
