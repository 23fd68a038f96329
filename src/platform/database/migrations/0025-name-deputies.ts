import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

/** An approver who is away names somebody to approve in their place, for some days; and whoever has left may come back. */
export class NameDeputies1700000000025 implements MigrationInterface {
  name = 'NameDeputies1700000000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table jatakk.staff_grant
        add column deputy_for uuid references jatakk.staff (id) on delete cascade,
        -- The last day.
        add column until date,
        add check ((deputy_for is null) = (until is null)),
        add check (deputy_for is null or (role = 'approver' and deputy_for <> staff_id));
      alter table jatakk.staff_grant drop constraint staff_grant_staff_id_role_register_id_list_id_key;
      alter table jatakk.staff_grant
        add unique nulls not distinct (staff_id, role, register_id, list_id, deputy_for);

      -- The roles that hold now: a deputy's up to its day, and only while it is still that of whom they stand in for.
      create view jatakk.grant_now as
        select g.* from jatakk.staff_grant g
         where g.deputy_for is null
            or (g.until >= current_date and exists (
                 select 1 from jatakk.staff_grant o join jatakk.staff s on s.id = o.staff_id
                  where o.staff_id = g.deputy_for and o.role = g.role and o.deputy_for is null and s.state = 'active'
                    and o.register_id is not distinct from g.register_id and o.list_id is not distinct from g.list_id));
      revoke select on jatakk.staff_grant from jatakk_web;
      grant select on jatakk.grant_now to jatakk_web;
    `);
    for (const signature of ['jatakk.may(uuid, text, uuid, uuid)', 'jatakk.needs_factor(uuid)'])
      await amendFunction(runner, signature, [{ from: 'jatakk.staff_grant g', to: 'jatakk.grant_now g' }]);
    // An administrator gives and takes roles; who stands in for whom is for the approver to say.
    await amendFunction(runner, 'jatakk.replace_grants(uuid, jsonb)', [
      { from: 'where g.staff_id = of_staff;', to: 'where g.staff_id = of_staff and g.deputy_for is null;' },
    ]);

    await runner.query(`
      -- Another member approves in one's place, at every place where one does, up to and with a day within sixty. 'named', or
      -- why not: 'not-yours', 'unknown', 'bad-day'. The deputy signs in anew.
      create function jatakk.name_deputy(session bytea, deputy uuid, last_day date) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me jatakk.staff;
      begin
        perform pg_advisory_xact_lock(hashtext('jatakk staff grants'));
        me := jatakk.signed_in(session);
        if me.id is null or not exists (
             select 1 from jatakk.staff_grant g where g.staff_id = me.id and g.role = 'approver' and g.deputy_for is null) then
          return 'not-yours';
        elsif not exists (select 1 from jatakk.staff s where s.id = deputy and s.id <> me.id and s.state = 'active') then
          return 'unknown';
        elsif last_day is null or last_day < current_date or last_day > current_date + 60 then
          return 'bad-day';
        end if;
        delete from jatakk.staff_grant g where g.deputy_for = me.id;
        insert into jatakk.staff_grant (staff_id, role, register_id, list_id, deputy_for, until)
        select deputy, g.role, g.register_id, g.list_id, me.id, last_day
          from jatakk.staff_grant g where g.staff_id = me.id and g.role = 'approver' and g.deputy_for is null;
        delete from jatakk.staff_session x where x.staff_id = deputy;
        return 'named';
      end $$;
      revoke execute on function jatakk.name_deputy(bytea, uuid, date) from public;
      grant execute on function jatakk.name_deputy(bytea, uuid, date) to jatakk_web;

      -- Back again. False when there was none.
      create function jatakk.end_deputy(session bytea) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me jatakk.staff;
      begin
        me := jatakk.signed_in(session);
        delete from jatakk.staff_grant g where g.deputy_for = me.id;
        return found;
      end $$;
      revoke execute on function jatakk.end_deputy(bytea) from public;
      grant execute on function jatakk.end_deputy(bytea) to jatakk_web;

      create function jatakk.forget_deputies() returns void
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        delete from jatakk.staff_grant g where g.until < current_date
      $$;
      revoke execute on function jatakk.forget_deputies() from public;
      grant execute on function jatakk.forget_deputies() to jatakk_keeper;

      -- Whoever left may be invited again, and comes with the roles of that invitation alone.
      create function jatakk.ask_back(session bytea, of_staff uuid) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if jatakk.session_may(session, 'manage-staff') is null then
          return false;
        end if;
        update jatakk.staff s set state = 'invited' where s.id = of_staff and s.state = 'disabled';
        return found;
      end $$;
      revoke execute on function jatakk.ask_back(bytea, uuid) from public;
      grant execute on function jatakk.ask_back(bytea, uuid) to jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
