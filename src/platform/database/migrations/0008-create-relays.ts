import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who carries the mail, the first and one that takes over, with a record of every change that nobody can leave out. */
export class CreateRelays1700000000008 implements MigrationInterface {
  name = 'CreateRelays1700000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table jatakk.relay (
        position smallint primary key check (position in (1, 2)),
        host text not null,
        port integer not null check (port between 1 and 65535),
        security text not null check (security in ('tls', 'starttls', 'plain')),
        username text,
        password_sealed bytea,
        -- Null for one that was in use before this was written down.
        since timestamptz
      );
      insert into jatakk.relay (position, host, port, security, username, password_sealed)
      select 1, i.relay_host, i.relay_port, i.relay_security, i.relay_user, i.relay_password_sealed
        from jatakk.installation i where i.mode = 'live';
      -- Nobody but the owner changes one: a web that has been taken over cannot send the mail another way.
      grant select (position, host, port, security, since) on jatakk.relay to jatakk_web;
      grant select on jatakk.relay to jatakk_keeper;

      alter table jatakk.installation
        drop column relay_host, drop column relay_port, drop column relay_security,
        drop column relay_user, drop column relay_password_sealed,
        add constraint installation_live_has_url check (mode = 'trial' or public_url is not null);

      create table jatakk.relay_change (
        id bigint generated always as identity primary key,
        at timestamptz not null default clock_timestamp(),
        position smallint not null,
        act text not null check (act in ('set', 'removed')),
        host text not null,
        port integer not null,
        security text not null
      );
      grant select on jatakk.relay_change to jatakk_web, jatakk_keeper;
    `);

    await runner.query(`
      -- A new login on the same server does not begin its time anew.
      create function jatakk.date_relay() returns trigger
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if tg_op = 'UPDATE'
           and (new.position, new.host, new.port, new.security) = (old.position, old.host, old.port, old.security) then
          new.since := old.since;
        else
          new.since := clock_timestamp();
        end if;
        return new;
      end $$;
      revoke execute on function jatakk.date_relay() from public;
      create trigger relay_dated before insert or update on jatakk.relay
        for each row execute function jatakk.date_relay();

      -- After, not before: an insert that becomes an update is one change. Neither user nor password is written down.
      create function jatakk.record_relay_change() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.position <> old.position) then
          insert into jatakk.relay_change (position, act, host, port, security)
          values (old.position, 'removed', old.host, old.port, old.security);
        end if;
        if tg_op <> 'DELETE' then
          insert into jatakk.relay_change (position, act, host, port, security)
          values (new.position, 'set', new.host, new.port, new.security);
        end if;
        return null;
      end $$;
      revoke execute on function jatakk.record_relay_change() from public;
      create trigger relay_recorded after insert or update or delete on jatakk.relay
        for each row execute function jatakk.record_relay_change();

      create function jatakk.refuse_unrecorded() returns trigger
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        raise exception 'what became of the relays is kept: % of % is refused', lower(tg_op), tg_table_name;
      end $$;
      revoke execute on function jatakk.refuse_unrecorded() from public;
      create trigger relay_change_is_kept before update or delete or truncate on jatakk.relay_change
        for each statement execute function jatakk.refuse_unrecorded();
      create trigger relay_is_not_truncated before truncate on jatakk.relay
        for each statement execute function jatakk.refuse_unrecorded();
    `);

    await runner.query(`
      -- Once, for good. What the trial made up goes: the reserved example addresses are the only ones it accepts.
      create or replace function jatakk.go_live(
          url text, host text, port integer, security text, username text, password_sealed bytea)
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare switched integer;
      begin
        update jatakk.installation set mode = 'live', public_url = url
         where mode = 'trial' and exists (select 1 from jatakk.organisation);
        get diagnostics switched = row_count;
        if switched = 0 then
          return false;
        end if;
        delete from jatakk.relay;
        insert into jatakk.relay (position, host, port, security, username, password_sealed)
        values (1, go_live.host, go_live.port, go_live.security, go_live.username, go_live.password_sealed);
        delete from jatakk.delivery;
        delete from jatakk.delivery_tally;
        delete from jatakk.notice;
        delete from jatakk.campaign where state <> 'draft';
        delete from jatakk.leave_undo;
        delete from jatakk.intake;
        delete from jatakk.consent_record;
        delete from jatakk.subscription;
        delete from jatakk.subscriber;
        delete from jatakk.suppression;
        delete from vault.row_key;
        return true;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
