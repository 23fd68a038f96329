import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Members of staff and their sessions. A member's address is sealed: only the keeper opens it. */
export class CreateStaff1700000000002 implements MigrationInterface {
  name = 'CreateStaff1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table jatakk.staff (
        id uuid primary key,
        name text not null,
        role text not null check (role in ('administrator', 'editor')),
        state text not null check (state in ('invited', 'active', 'disabled')),
        locale text not null default 'nb',
        login_hash bytea not null unique check (octet_length(login_hash) = 32),
        address_sealed bytea not null,
        address_key_version integer not null,
        password_hash text,
        check (state <> 'active' or password_hash is not null)
      );
      grant select (id, name, role, state, locale, login_hash, password_hash) on jatakk.staff to jatakk_web;
      grant insert on jatakk.staff to jatakk_web;
      grant update (name, role, state, locale, password_hash) on jatakk.staff to jatakk_web;
      grant select (id, name, role, state, locale) on jatakk.staff to jatakk_keeper;

      create table jatakk.staff_session (
        token_hash bytea primary key check (octet_length(token_hash) = 32),
        staff_id uuid not null references jatakk.staff (id),
        seen_at timestamptz not null,
        ends_at timestamptz not null
      );
      create index staff_session_of on jatakk.staff_session (staff_id);
      grant select, insert, delete on jatakk.staff_session to jatakk_web;
      grant update (seen_at) on jatakk.staff_session to jatakk_web;

      -- The one-time set-up link: uses up the hash and makes the first administrator, or does nothing.
      create function jatakk.use_setup_link(hash bytea) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare used integer;
      begin
        if exists (select 1 from jatakk.staff where state = 'active') then
          return false;
        end if;
        update jatakk.installation set setup_hash = null where setup_hash = hash;
        get diagnostics used = row_count;
        return used = 1;
      end $$;
      revoke execute on function jatakk.use_setup_link(bytea) from public;
      grant execute on function jatakk.use_setup_link(bytea) to jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
