import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

/** No bounce is refused because a key was rotated, and no mail because it has filled the disk: it is told to wait. */
export class LoseNoMail1700000000048 implements MigrationInterface {
  name = 'LoseNoMail1700000000048';

  async up(runner: QueryRunner): Promise<void> {
    await this.#knownBeforeUsed(runner);
    await this.#waiting(runner);
  }

  async #knownBeforeUsed(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table jatakk.receiver_key add column given_at timestamptz not null default clock_timestamp()`,
    );
    await amendFunction(runner, 'jatakk.rotation_begin(uuid, integer, bytea, text, bytea)', [
      {
        from: `not in ('index', 'suppression', 'link')`,
        to: `not in ('index', 'suppression', 'link', 'verp')`,
      },
    ]);
    await amendFunction(runner, 'jatakk.rotation_finish(uuid, uuid[])', [
      {
        from: `not in ('index', 'suppression', 'link')`,
        to: `not in ('index', 'suppression', 'link', 'verp')`,
      },
    ]);
    await amendFunction(runner, 'jatakk.rotation_switch(uuid)', [
      { from: `in ('index', 'suppression', 'link')`, to: `in ('index', 'suppression', 'link', 'verp')` },
      {
        from: `if r.purpose = 'link' then`,
        to: `if r.purpose = 'verp' then
          -- No return path is made with it before every receiver can check it. Each reads its keys anew before it says
          -- no; twenty seconds are more than such a look may take. One that nothing can be sealed to delays it by an hour.
          -- Of what is none of a register's nothing is given to them, and nothing made.
          if r.begun_at > clock_timestamp() - interval '1 hour'
             and exists (select 1 from jatakk.register g where g.id = r.ring_id) and exists (
            select 1 from jatakk.receiver c where not exists (
              select 1 from jatakk.receiver_key x
               where x.public_key = c.public_key and x.ring_id = r.ring_id and x.version = r.version
                 and x.given_at < clock_timestamp() - interval '20 seconds')) then
            return false;
          end if;
        elsif r.purpose = 'link' then`,
      },
    ]);
  }

  async #waiting(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Octets that have come and that no keeper has opened. What was put aside counts too: it lies there all the same.
      create function jatakk.arrivals_wait() returns bigint
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select coalesce((select sum(octet_length(a.sealed)) from jatakk.arrival a), 0)::bigint
             + coalesce((select sum(octet_length(p.sealed)) from jatakk.arrival_part p), 0)::bigint
      $$;
      revoke execute on function jatakk.arrivals_wait() from public;
      grant execute on function jatakk.arrivals_wait() to jatakk_receiver;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
