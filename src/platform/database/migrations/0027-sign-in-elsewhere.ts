import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

/**
 * Signing in with a provider. Web speaks with the provider, and says here who it was by a keyed hash of issuer and
 * subject. A member who has a second factor is still asked for it by the keeper, unless the owner has set otherwise.
 */
export class SignInElsewhere1700000000027 implements MigrationInterface {
  name = 'SignInElsewhere1700000000027';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Set from the operator's setting by whoever migrates. No role of a running process may change it.
      alter table jatakk.installation add column trusts_provider boolean not null default false;

      create table jatakk.staff_provider_link (
        staff_id uuid primary key references jatakk.staff (id) on delete cascade,
        -- Keyed by web's secret. Null: the member has closed this way in.
        subject_hash bytea unique check (octet_length(subject_hash) = 32),
        since timestamptz not null default now()
      );

      -- Attempts that have come back from the provider: each once. Nothing of an attempt is stored before.
      create unlogged table jatakk.spent_provider_attempt (
        hash bytea primary key check (octet_length(hash) = 32),
        spent_at timestamptz not null default now()
      );

      alter table jatakk.staff_session drop constraint staff_session_confirmed_by_check;
      alter table jatakk.staff_session add constraint staff_session_confirmed_by_check
        check (confirmed_by in ('sign-in', 'password', 'totp', 'passkey', 'recovery', 'provider'));
    `);

    await runner.query(`
      create function jatakk.spend_provider_attempt(attempt bytea) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        insert into jatakk.spent_provider_attempt (hash) values (attempt) on conflict do nothing;
        return found;
      end $$;
      revoke execute on function jatakk.spend_provider_attempt(bytea) from public;
      grant execute on function jatakk.spend_provider_attempt(bytea) to jatakk_web;

      -- Whether somebody here is linked to this subject, whatever has become of them.
      create function jatakk.is_provider_linked(subject bytea) returns boolean
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select exists (select 1 from jatakk.staff_provider_link l where l.subject_hash = subject)
      $$;
      revoke execute on function jatakk.is_provider_linked(bytea) from public;
      grant execute on function jatakk.is_provider_linked(bytea) to jatakk_web;

      -- The first time, by an address that the provider vouches for. Only somebody active who has no link and has not
      -- closed this way in; they are told by mail.
      create function jatakk.link_provider(subject bytea, login bytea) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare who uuid;
      begin
        select s.id into who from jatakk.staff s where s.login_hash = login and s.state = 'active' for no key update;
        if who is null then
          return false;
        end if;
        insert into jatakk.staff_provider_link (staff_id, subject_hash) values (who, subject) on conflict do nothing;
        if not found then
          return false;
        end if;
        perform jatakk.tell_account_changed(who, 'provider-linked');
        return true;
      end $$;
      revoke execute on function jatakk.link_provider(bytea, bytea) from public;
      grant execute on function jatakk.link_provider(bytea, bytea) to jatakk_web;

      -- 'full', 'half' for whoever is asked for the second factor next, null where nobody active is linked. A whole session
      -- of somebody with a factor confirms nothing: what could do harm asks the keeper for it all the same.
      create function jatakk.open_provider_session(hash bytea, subject bytea, in_browser text, strong boolean)
        returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare who uuid;
      begin
        select s.id into who
          from jatakk.staff_provider_link l join jatakk.staff s on s.id = l.staff_id
         where l.subject_hash = subject and s.state = 'active'
           for no key update of s;
        if who is null then
          return null;
        end if;
        if jatakk.has_factor(who)
           and not (strong and (select i.trusts_provider from jatakk.installation i)) then
          insert into jatakk.staff_half_session (token_hash, staff_id, ends_at, browser)
          values (hash, who, now() + interval '10 minutes', in_browser);
          return 'half';
        end if;
        insert into jatakk.staff_session (token_hash, staff_id, seen_at, ends_at, browser, confirmed_at, confirmed_by)
        values (hash, who, now(), now() + interval '12 hours', in_browser, now(), 'provider');
        return 'full';
      end $$;
      revoke execute on function jatakk.open_provider_session(bytea, bytea, text, boolean) from public;
      grant execute on function jatakk.open_provider_session(bytea, bytea, text, boolean) to jatakk_web;

      -- One's own link: 'linked', 'closed', or null where there is none yet.
      create function jatakk.provider_link(session bytea) returns text
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select case when l.subject_hash is null then 'closed' else 'linked' end
          from jatakk.staff_provider_link l where l.staff_id = jatakk.session_owner(session)
      $$;
      revoke execute on function jatakk.provider_link(bytea) from public;
      grant execute on function jatakk.provider_link(bytea) to jatakk_web;

      -- Closes this way in, and every session that came by it but this one. Nothing links it again by itself.
      create function jatakk.close_provider(session bytea) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare who uuid := jatakk.session_owner(session); before bytea;
      begin
        if who is null then
          return false;
        end if;
        perform 1 from jatakk.staff s where s.id = who for no key update;
        select l.subject_hash into before from jatakk.staff_provider_link l where l.staff_id = who;
        insert into jatakk.staff_provider_link (staff_id) values (who)
        on conflict (staff_id) do update set subject_hash = null, since = now();
        delete from jatakk.staff_session x
         where x.staff_id = who and x.token_hash <> session and x.confirmed_by = 'provider';
        if before is not null then
          perform jatakk.tell_account_changed(who, 'provider-removed');
        end if;
        return true;
      end $$;
      revoke execute on function jatakk.close_provider(bytea) from public;
      grant execute on function jatakk.close_provider(bytea) to jatakk_web;

      -- Lets the next sign-in link again. It opens a way in, so it takes what such things take.
      create function jatakk.reopen_provider(session bytea) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if not jatakk.is_confirmed_by_keeper(session) then
          return false;
        end if;
        delete from jatakk.staff_provider_link l
         where l.staff_id = jatakk.session_owner(session) and l.subject_hash is null;
        return found;
      end $$;
      revoke execute on function jatakk.reopen_provider(bytea) from public;
      grant execute on function jatakk.reopen_provider(bytea) to jatakk_web;
    `);

    // A new factor ends every session that began without one, by whichever door.
    await amendFunction(runner, 'jatakk.factor_added(bytea, uuid, text)', [
      {
        from: `x.confirmed_by in ('sign-in', 'password')`,
        to: `x.confirmed_by in ('sign-in', 'password', 'provider')`,
      },
    ]);
    await amendFunction(runner, 'jatakk.forget_sessions()', [
      {
        from: `delete from jatakk.staff_totp_begun b`,
        to: `delete from jatakk.spent_provider_attempt a where a.spent_at < clock_timestamp() - interval '1 hour';
        delete from jatakk.staff_totp_begun b`,
      },
    ]);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
