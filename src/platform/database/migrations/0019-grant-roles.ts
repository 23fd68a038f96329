import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

const IS_ADMINISTRATOR = `me.role <> 'administrator'`;
const MANAGES_LIST = `not jatakk.may(me.id, 'manage-list', l.register_id, l.id)`;
const MANAGES_ITS_LIST = `not jatakk.may(me.id, 'manage-list', i.register_id, i.list_id)`;

/**
 * Roles for the house, for a register, or for one list. What a role allows is a table, the same as src/staff/policy.ts;
 * functions that act for a session ask it.
 */
export class GrantRoles1700000000019 implements MigrationInterface {
  name = 'GrantRoles1700000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table jatakk.role_act (
        role text not null,
        act text not null,
        primary key (role, act)
      );
      grant select on jatakk.role_act to jatakk_web;
      insert into jatakk.role_act (act, role)
      select p.act, r from (values
        ('manage-staff', array['administrator']),
        ('manage-organisation', array['administrator']),
        ('manage-sending', array['administrator']),
        ('go-live', array['administrator']),
        ('make-register', array['administrator']),
        ('read-log', array['administrator', 'privacy-officer']),
        ('handle-rights', array['privacy-officer']),
        ('delete-register', array['administrator']),
        ('make-list', array['administrator']),
        ('look-up', array['privacy-officer']),
        ('see', array['administrator', 'editor', 'approver', 'correspondent', 'privacy-officer', 'viewer']),
        ('write-campaign', array['administrator', 'editor']),
        ('send-campaign', array['administrator', 'editor']),
        ('stop-campaign', array['administrator', 'editor', 'approver']),
        ('approve', array['approver']),
        ('manage-list', array['administrator']),
        ('enter-paper', array['administrator', 'editor'])
      ) as p (act, roles) cross join lateral unnest(p.roles) r;

      create table jatakk.staff_grant (
        id uuid primary key default gen_random_uuid(),
        staff_id uuid not null references jatakk.staff (id) on delete cascade,
        role text not null check (role in
          ('administrator', 'editor', 'approver', 'correspondent', 'privacy-officer', 'viewer')),
        register_id uuid references jatakk.register (id) on delete cascade,
        list_id uuid,
        check (list_id is null or register_id is not null),
        foreign key (register_id, list_id) references jatakk.list (register_id, id) on delete cascade,
        unique nulls not distinct (staff_id, role, register_id, list_id)
      );
      create index staff_grant_of_register on jatakk.staff_grant (register_id) where register_id is not null;
      grant select on jatakk.staff_grant to jatakk_web;

      -- Whoever was an administrator could do all of this alone.
      insert into jatakk.staff_grant (staff_id, role)
      select s.id, r from jatakk.staff s
       cross join lateral unnest(case s.role when 'administrator' then array['administrator', 'approver', 'privacy-officer']
                                             else array['editor', 'approver'] end) r;

      -- May somebody do this, here? Without a register: in the house as a whole.
      create function jatakk.may(who uuid, of_act text, of_register uuid default null, of_list uuid default null)
        returns boolean
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select exists (
          select 1 from jatakk.staff s
            join jatakk.staff_grant g on g.staff_id = s.id
            join jatakk.role_act a on a.role = g.role
           where s.id = who and s.state = 'active' and a.act = of_act
             and (g.register_id is null or g.register_id = of_register)
             and (g.list_id is null or g.list_id = of_list))
      $$;
      revoke execute on function jatakk.may(uuid, text, uuid, uuid) from public;

      -- Whose session this is, if they may; null otherwise.
      create function jatakk.session_may(
          session bytea, of_act text, of_register uuid default null, of_list uuid default null) returns uuid
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select me.id from jatakk.signed_in(session) me
         where me.id is not null and jatakk.may(me.id, of_act, of_register, of_list)
      $$;
      revoke execute on function jatakk.session_may(bytea, text, uuid, uuid) from public;
    `);

    // Everything that asked for an administrator asks the table.
    for (const signature of [
      'jatakk.propose_purpose(bytea, uuid, jsonb, text, text)',
      'jatakk.change_list(bytea, uuid, text)',
      'jatakk.draft_reconsent(bytea, uuid, text, text)',
      'jatakk.draft_farewell(bytea, uuid, text, text, text)',
      'jatakk.begin_import(bytea, uuid, uuid, text, text, jsonb)',
    ])
      await amendFunction(runner, signature, [{ from: IS_ADMINISTRATOR, to: MANAGES_LIST }]);
    await amendFunction(runner, 'jatakk.propose_import(bytea, uuid, text)', [
      { from: IS_ADMINISTRATOR, to: MANAGES_ITS_LIST },
    ]);
    await amendFunction(runner, 'jatakk.drop_import(bytea, uuid)', [
      { from: 'declare me jatakk.staff;', to: 'declare me jatakk.staff; i jatakk.import;' },
      {
        from: 'perform 1 from jatakk.import i where i.id',
        to: 'select * into i from jatakk.import x where x.id',
      },
      { from: 'and i.state in', to: 'and x.state in' },
      { from: IS_ADMINISTRATOR, to: MANAGES_ITS_LIST },
    ]);
    await amendFunction(runner, 'jatakk.draft_correction(bytea, uuid, text)', [
      {
        from: 'if me.id is null or c.id is null',
        to: `if me.id is null or c.id is null or not jatakk.may(me.id, 'write-campaign', c.register_id, c.list_id)`,
      },
    ]);
    await amendFunction(runner, 'jatakk.look_up_records(bytea, uuid, bytea, text)', [
      { from: `s.role = 'administrator'`, to: `jatakk.may(s.id, 'look-up', of_register)` },
    ]);
    for (const [signature, name] of [
      [
        'jatakk.order_register_deletion(uuid, bytea, text)',
        'who uuid := jatakk.administrator_of(session_hash)',
      ],
      ['jatakk.call_off_register_deletion(uuid, bytea)', 'if jatakk.administrator_of(session_hash)'],
    ] as const)
      await amendFunction(runner, signature, [
        {
          from: name,
          to: name.replace(
            'administrator_of(session_hash)',
            `session_may(session_hash, 'delete-register', of_register)`,
          ),
        },
      ]);
    // Whoever decides may: an approver of that list.
    await amendFunction(runner, 'jatakk.decide(bytea, uuid, bytea, boolean, text)', [
      {
        from: `elsif p.author_id = me.id then`,
        to: `elsif not jatakk.may(me.id, 'approve', p.register_id, p.list_id) then
          return 'not-yours';
        elsif p.author_id = me.id then`,
      },
    ]);

    await runner.query(`
      drop function jatakk.administrator_of(bytea);
      alter table jatakk.staff drop column role;

      -- Is there nobody else who could be the second person, here?
      drop function jatakk.is_alone(uuid);
      create function jatakk.is_alone(of_staff uuid, of_register uuid, of_list uuid) returns boolean
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select not exists (select 1 from jatakk.staff s where s.id <> of_staff and jatakk.may(s.id, 'approve', of_register, of_list))
      $$;
      revoke execute on function jatakk.is_alone(uuid, uuid, uuid) from public;
    `);
    await amendFunction(runner, 'jatakk.propose_purpose(bytea, uuid, jsonb, text, text)', [
      { from: 'jatakk.is_alone(me.id)', to: 'jatakk.is_alone(me.id, l.register_id, l.id)' },
    ]);

    await runner.query(`
      -- All roles of one member, at once, by an administrator of the house. Sessions of theirs end. 'granted', 'not-yours',
      -- 'unknown', 'bad-grants', or 'last-administrator' where nobody would be left who can administer.
      create function jatakk.set_grants(session bytea, of_staff uuid, grants jsonb) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        -- One at a time, or two administrators could make each other the last one.
        perform pg_advisory_xact_lock(hashtext('jatakk staff grants'));
        if jatakk.session_may(session, 'manage-staff') is null then
          return 'not-yours';
        elsif not exists (select 1 from jatakk.staff s where s.id = of_staff and s.state <> 'disabled') then
          return 'unknown';
        elsif not jatakk.replace_grants(of_staff, grants) then
          return 'bad-grants';
        elsif not jatakk.has_administrator() then
          raise exception 'nobody would administer' using errcode = 'JT001';
        end if;
        delete from jatakk.staff_session x where x.staff_id = of_staff and x.token_hash <> session;
        return 'granted';
      exception when sqlstate 'JT001' then
        return 'last-administrator';
      end $$;
      revoke execute on function jatakk.set_grants(bytea, uuid, jsonb) from public;
      grant execute on function jatakk.set_grants(bytea, uuid, jsonb) to jatakk_web;

      create function jatakk.has_administrator() returns boolean
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select exists (select 1 from jatakk.staff s join jatakk.staff_grant g on g.staff_id = s.id
                        where s.state = 'active' and g.role = 'administrator' and g.register_id is null)
      $$;
      revoke execute on function jatakk.has_administrator() from public;

      -- False where one is of no known role or place: then nothing has changed.
      create function jatakk.replace_grants(of_staff uuid, grants jsonb) returns boolean
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        delete from jatakk.staff_grant g where g.staff_id = of_staff;
        insert into jatakk.staff_grant (staff_id, role, register_id, list_id)
        select of_staff, g.role, g.register, g.list
          from jsonb_to_recordset(grants) as g (role text, register uuid, list uuid)
        on conflict do nothing;
        return true;
      exception when check_violation or foreign_key_violation or not_null_violation or invalid_text_representation then
        return false;
      end $$;
      revoke execute on function jatakk.replace_grants(uuid, jsonb) from public;

      -- Somebody works here no longer: no session, no role, no way in. Their name stays beside what they did.
      create function jatakk.disable_member(session bytea, of_staff uuid) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        perform pg_advisory_xact_lock(hashtext('jatakk staff grants'));
        if jatakk.session_may(session, 'manage-staff') is null then
          return 'not-yours';
        end if;
        update jatakk.staff s set state = 'disabled', password_hash = null where s.id = of_staff and s.state <> 'disabled';
        if not found then
          return 'unknown';
        elsif not jatakk.has_administrator() then
          raise exception 'nobody would administer' using errcode = 'JT001';
        end if;
        delete from jatakk.staff_grant g where g.staff_id = of_staff;
        delete from jatakk.staff_session x where x.staff_id = of_staff;
        return 'disabled';
      exception when sqlstate 'JT001' then
        return 'last-administrator';
      end $$;
      revoke execute on function jatakk.disable_member(bytea, uuid) from public;
      grant execute on function jatakk.disable_member(bytea, uuid) to jatakk_web;

      -- The first administrator is alone: they get what one person needs to run a house.
      create function jatakk.grant_first(of_staff uuid) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        perform pg_advisory_xact_lock(hashtext('jatakk staff grants'));
        if exists (select 1 from jatakk.staff_grant) then
          return false;
        end if;
        return jatakk.replace_grants(of_staff,
          '[{"role": "administrator"}, {"role": "approver"}, {"role": "privacy-officer"}]');
      end $$;
      revoke execute on function jatakk.grant_first(uuid) from public;
      grant execute on function jatakk.grant_first(uuid) to jatakk_web;

      revoke update (state) on jatakk.staff from jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
