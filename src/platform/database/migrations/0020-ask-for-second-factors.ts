import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Second factors of staff. The keeper checks them and nobody else writes them: web knows that they are there, what they
 * are called and when they were used. A session of somebody who has one begins with the keeper's word.
 */
export class AskForSecondFactors1700000000020 implements MigrationInterface {
  name = 'AskForSecondFactors1700000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table jatakk.staff_passkey (
        id uuid primary key,
        staff_id uuid not null references jatakk.staff (id) on delete cascade,
        credential_id bytea not null unique check (octet_length(credential_id) between 1 and 1023),
        public_key bytea not null,
        counter bigint not null,
        transports text[] not null default '{}',
        -- The name of the site it was made for. It can sign for no other.
        rp_id text not null,
        name text not null check (length(name) between 1 and 60 and name !~ '[[:cntrl:]]'),
        made_at timestamptz not null default now(),
        used_at timestamptz
      );
      create index staff_passkey_of on jatakk.staff_passkey (staff_id);
      grant select (id, staff_id, credential_id, transports, rp_id, name, made_at, used_at)
        on jatakk.staff_passkey to jatakk_web;

      create table jatakk.staff_totp (
        staff_id uuid primary key references jatakk.staff (id) on delete cascade,
        -- Sealed to the staff's ring, in this version of its key.
        secret_sealed bytea not null,
        key_version integer not null,
        -- The newest step whose code was used: it, and every earlier one, is spent (RFC 6238 § 5.2).
        last_step bigint not null,
        wrong smallint not null default 0,
        wrong_since timestamptz,
        made_at timestamptz not null default now(),
        used_at timestamptz
      );
      grant select (staff_id, made_at, used_at) on jatakk.staff_totp to jatakk_web;

      create table jatakk.staff_recovery_code (
        staff_id uuid not null references jatakk.staff (id) on delete cascade,
        code_hash bytea not null check (octet_length(code_hash) = 32),
        primary key (staff_id, code_hash)
      );
      grant select (staff_id) on jatakk.staff_recovery_code to jatakk_web;

      -- Challenges that a passkey has signed: each works once.
      create table jatakk.staff_spent_challenge (
        staff_id uuid not null references jatakk.staff (id) on delete cascade,
        challenge bytea not null check (octet_length(challenge) = 32),
        spent_on date not null default current_date,
        primary key (staff_id, challenge)
      );

      -- The password was right, and the second factor is awaited. It opens nothing else.
      create table jatakk.staff_half_session (
        token_hash bytea primary key check (octet_length(token_hash) = 32),
        staff_id uuid not null references jatakk.staff (id) on delete cascade,
        ends_at timestamptz not null,
        browser text not null check (length(browser) <= 40),
        wrong smallint not null default 0
      );
      grant select (token_hash, staff_id, ends_at), delete on jatakk.staff_half_session to jatakk_web;

      alter table jatakk.staff_session
        add column id uuid not null unique default gen_random_uuid(),
        add column begun_at timestamptz not null default now(),
        add column browser text not null default '' check (length(browser) <= 40),
        -- When and how it was last shown who is sitting there. 'sign-in': web's own word, of somebody without a factor.
        add column confirmed_at timestamptz,
        add column confirmed_by text check (confirmed_by in ('sign-in', 'password', 'totp', 'passkey', 'recovery')),
        add column wrong smallint not null default 0;
      revoke insert on jatakk.staff_session from jatakk_web;

      -- The secret of an authenticator that has not given its first code yet.
      create table jatakk.staff_totp_begun (
        session_hash bytea primary key references jatakk.staff_session (token_hash) on delete cascade,
        secret_sealed bytea not null,
        key_version integer not null,
        begun_at timestamptz not null default now()
      );

      -- Whether the password is long enough to stand without a second factor.
      alter table jatakk.staff add column password_alone boolean not null default true;
      grant select (password_alone) on jatakk.staff to jatakk_web;

      alter table jatakk.notice add column detail text check (length(detail) <= 40);
      alter table jatakk.notice drop constraint notice_kind_check;
      alter table jatakk.notice add constraint notice_kind_check check (kind in
        ('confirmation', 'invitation', 'campaign-test', 'manage', 'receipt', 'address-change',
         'account-changed', 'password-reset'));
    `);

    await runner.query(`
      create function jatakk.usable_passkeys(of_staff uuid) returns setof jatakk.staff_passkey
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select p.* from jatakk.staff_passkey p cross join jatakk.installation i
         where p.staff_id = of_staff
           and (i.public_url is null or p.rp_id = substring(i.public_url from '^https?://([^/:]+)'))
      $$;
      revoke execute on function jatakk.usable_passkeys(uuid) from public;

      create function jatakk.has_factor(of_staff uuid) returns boolean
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select exists (select 1 from jatakk.staff_totp t where t.staff_id = of_staff)
            or exists (select 1 from jatakk.usable_passkeys(of_staff))
      $$;
      revoke execute on function jatakk.has_factor(uuid) from public;
      grant execute on function jatakk.has_factor(uuid) to jatakk_web;

      -- Once real people can be reached, whoever can reach them or open the door to others has a second factor.
      create function jatakk.needs_factor(of_staff uuid) returns boolean
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select exists (select 1 from jatakk.installation i where i.mode = 'live')
           and exists (select 1 from jatakk.staff_grant g
                        where g.staff_id = of_staff and g.role in ('administrator', 'approver'))
      $$;
      revoke execute on function jatakk.needs_factor(uuid) from public;
      grant execute on function jatakk.needs_factor(uuid) to jatakk_web;

      -- Whose session this is, or whose half of one; nobody's once it is over. The same limits as web's own look.
      create function jatakk.half_signed_in(session bytea) returns uuid
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select s.id from jatakk.staff_half_session h join jatakk.staff s on s.id = h.staff_id
         where h.token_hash = session and h.ends_at > now() and s.state = 'active'
      $$;
      revoke execute on function jatakk.half_signed_in(bytea) from public;

      create function jatakk.session_owner(session bytea) returns uuid
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select s.id from jatakk.staff_session x join jatakk.staff s on s.id = x.staff_id
         where x.token_hash = session and s.state = 'active' and x.ends_at > now()
           and x.seen_at > now() - interval '2 hours'
      $$;
      revoke execute on function jatakk.session_owner(bytea) from public;

      -- Nobody who lacks the factor that they need does anything by a session of theirs, but get one.
      create or replace function jatakk.signed_in(session bytea) returns jatakk.staff
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select s from jatakk.staff s
         where s.id = jatakk.session_owner(session)
           and (jatakk.has_factor(s.id) or not jatakk.needs_factor(s.id))
      $$;

      -- Was it shown within ten minutes who is sitting there? By the second factor, where there is one.
      create function jatakk.is_confirmed(session bytea) returns boolean
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select exists (
          select 1 from jatakk.staff_session x
           where x.token_hash = session and x.staff_id = (jatakk.signed_in(session)).id
             and x.confirmed_at > now() - interval '10 minutes'
             and (x.confirmed_by in ('totp', 'passkey', 'recovery') or not jatakk.has_factor(x.staff_id)))
      $$;
      revoke execute on function jatakk.is_confirmed(bytea) from public;

      -- The same, for what changes the factors themselves: there web's word never counts, and whoever must get one may.
      create function jatakk.is_confirmed_by_keeper(session bytea) returns boolean
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select exists (
          select 1 from jatakk.staff_session x
           where x.token_hash = session and x.staff_id = jatakk.session_owner(session)
             and x.confirmed_at > now() - interval '10 minutes'
             and (x.confirmed_by in ('totp', 'passkey', 'recovery')
                  or x.confirmed_by = 'password' and not jatakk.has_factor(x.staff_id)))
      $$;
      revoke execute on function jatakk.is_confirmed_by_keeper(bytea) from public;

      -- A mail to somebody whose account was changed, by whomever.
      create function jatakk.tell_account_changed(of_staff uuid, what text) returns void
        language sql set search_path = pg_catalog, jatakk, pg_temp as $$
        insert into jatakk.notice (id, ring_id, kind, locale, staff_id, detail)
        select gen_random_uuid(), '00000000-0000-0000-0000-000000000000', 'account-changed', s.locale, s.id, what
          from jatakk.staff s where s.id = of_staff and s.state = 'active'
      $$;
      revoke execute on function jatakk.tell_account_changed(uuid, text) from public;
    `);

    await runner.query(`
      -- Web's, once it has seen the right password: 'full' for somebody without a factor, otherwise 'half'. 'short-password'
      -- where neither can be: the factor is gone that let the password be short.
      create function jatakk.open_session(hash bytea, of_staff uuid, in_browser text) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        perform 1 from jatakk.staff s where s.id = of_staff and s.state = 'active' for no key update;
        if not found then
          return null;
        end if;
        delete from jatakk.staff_session x where x.ends_at < now();
        delete from jatakk.staff_half_session x where x.ends_at < now();
        if not jatakk.has_factor(of_staff)
           and not (select s.password_alone from jatakk.staff s where s.id = of_staff) then
          return 'short-password';
        elsif jatakk.has_factor(of_staff) then
          insert into jatakk.staff_half_session (token_hash, staff_id, ends_at, browser)
          values (hash, of_staff, now() + interval '10 minutes', in_browser);
          return 'half';
        end if;
        insert into jatakk.staff_session (token_hash, staff_id, seen_at, ends_at, browser, confirmed_at, confirmed_by)
        values (hash, of_staff, now(), now() + interval '12 hours', in_browser, now(), 'sign-in');
        return 'full';
      end $$;
      revoke execute on function jatakk.open_session(bytea, uuid, text) from public;
      grant execute on function jatakk.open_session(bytea, uuid, text) to jatakk_web;

      -- What the keeper checks a proof against. One proof of a person at a time: the next waits for this one's end. The
      -- password only of somebody who has nothing else.
      create function jatakk.open_factors(session bytea)
        returns table (staff_id uuid, name text, half boolean, has_factor boolean, needs_factor boolean,
                       password_hash text, totp_sealed bytea, totp_locked boolean, confirmed boolean)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare who uuid := coalesce(jatakk.session_owner(session), jatakk.half_signed_in(session));
      begin
        perform 1 from jatakk.staff s where s.id = who for no key update;
        return query
          select s.id, s.name, jatakk.session_owner(session) is null, jatakk.has_factor(s.id), jatakk.needs_factor(s.id),
                 case when not jatakk.has_factor(s.id) then s.password_hash end, t.secret_sealed,
                 coalesce(t.wrong >= 10 and t.wrong_since > clock_timestamp() - interval '1 hour', false),
                 jatakk.is_confirmed_by_keeper(session)
            from jatakk.staff s left join jatakk.staff_totp t on t.staff_id = s.id
           where s.id = coalesce(jatakk.session_owner(session), jatakk.half_signed_in(session));
      end $$;
      revoke execute on function jatakk.open_factors(bytea) from public;
      grant execute on function jatakk.open_factors(bytea) to jatakk_keeper;

      create function jatakk.find_passkey(session bytea, credential bytea)
        returns table (id uuid, public_key bytea, counter bigint)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select p.id, p.public_key, p.counter
          from jatakk.usable_passkeys(coalesce(jatakk.session_owner(session), jatakk.half_signed_in(session))) p
         where p.credential_id = credential
      $$;
      revoke execute on function jatakk.find_passkey(bytea, bytea) from public;
      grant execute on function jatakk.find_passkey(bytea, bytea) to jatakk_keeper;

      -- The three ways to use a factor up. False when this very proof was used before.
      create function jatakk.use_passkey(session bytea, of_passkey uuid, signed bytea, new_counter bigint) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare who uuid := coalesce(jatakk.session_owner(session), jatakk.half_signed_in(session));
      begin
        update jatakk.staff_passkey p set counter = new_counter, used_at = now()
         where p.id = of_passkey and p.staff_id = who and (p.counter < new_counter or p.counter = 0 and new_counter = 0);
        if not found then
          return false;
        end if;
        insert into jatakk.staff_spent_challenge (staff_id, challenge) values (who, signed) on conflict do nothing;
        return found;
      end $$;
      revoke execute on function jatakk.use_passkey(bytea, uuid, bytea, bigint) from public;
      grant execute on function jatakk.use_passkey(bytea, uuid, bytea, bigint) to jatakk_keeper;

      create function jatakk.use_totp(session bytea, step bigint) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        update jatakk.staff_totp t set last_step = step, used_at = now(), wrong = 0, wrong_since = null
         where t.staff_id = coalesce(jatakk.session_owner(session), jatakk.half_signed_in(session)) and t.last_step < step;
        return found;
      end $$;
      revoke execute on function jatakk.use_totp(bytea, bigint) from public;
      grant execute on function jatakk.use_totp(bytea, bigint) to jatakk_keeper;

      create function jatakk.use_recovery_code(session bytea, hash bytea) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare who uuid := jatakk.half_signed_in(session);
      begin
        delete from jatakk.staff_recovery_code c where c.staff_id = who and c.code_hash = hash;
        if not found then
          return false;
        end if;
        perform jatakk.tell_account_changed(who, 'recovery-code-used');
        return true;
      end $$;
      revoke execute on function jatakk.use_recovery_code(bytea, bytea) from public;
      grant execute on function jatakk.use_recovery_code(bytea, bytea) to jatakk_keeper;

      -- A proof was wrong. The fifth ends the session it was tried in; the tenth code within an hour stops codes for the
      -- rest of it, and its owner is told that somebody knows the password.
      create function jatakk.count_wrong_proof(session bytea, was_code boolean) returns void
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare who uuid := coalesce(jatakk.session_owner(session), jatakk.half_signed_in(session)); tries integer;
      begin
        if was_code then
          update jatakk.staff_totp t
             set wrong = case when t.wrong_since > clock_timestamp() - interval '1 hour' then least(t.wrong + 1, 1000) else 1 end,
                 wrong_since = case when t.wrong_since > clock_timestamp() - interval '1 hour' then t.wrong_since
                                    else clock_timestamp() end
           where t.staff_id = who returning t.wrong into tries;
          if tries = 10 then
            perform jatakk.tell_account_changed(who, 'codes-guessed');
          end if;
        end if;
        update jatakk.staff_half_session h set wrong = h.wrong + 1 where h.token_hash = session;
        update jatakk.staff_session x set wrong = x.wrong + 1 where x.token_hash = session;
        delete from jatakk.staff_half_session h where h.token_hash = session and h.wrong >= 5;
        delete from jatakk.staff_session x where x.token_hash = session and x.wrong >= 5;
      end $$;
      revoke execute on function jatakk.count_wrong_proof(bytea, boolean) from public;
      grant execute on function jatakk.count_wrong_proof(bytea, boolean) to jatakk_keeper;

      -- Half a session becomes a whole one, under another token: whoever knew the first knows nothing.
      create function jatakk.lift_session(half bytea, hash bytea, by text) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare who uuid := jatakk.half_signed_in(half); seen text;
      begin
        delete from jatakk.staff_half_session h where h.token_hash = half and h.staff_id = who returning h.browser into seen;
        if not found then
          return false;
        end if;
        insert into jatakk.staff_session (token_hash, staff_id, seen_at, ends_at, browser, confirmed_at, confirmed_by)
        values (hash, who, now(), now() + interval '12 hours', seen, now(), by);
        return true;
      end $$;
      revoke execute on function jatakk.lift_session(bytea, bytea, text) from public;
      grant execute on function jatakk.lift_session(bytea, bytea, text) to jatakk_keeper;

      create function jatakk.confirm_session(session bytea, by text) returns void
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        update jatakk.staff_session x set confirmed_at = now(), confirmed_by = by, wrong = 0
         where x.token_hash = session and jatakk.session_owner(session) is not null
      $$;
      revoke execute on function jatakk.confirm_session(bytea, text) from public;
      grant execute on function jatakk.confirm_session(bytea, text) to jatakk_keeper;
    `);

    await runner.query(`
      create function jatakk.begin_totp(session bytea, sealed bytea, in_key_version integer) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if not jatakk.is_confirmed_by_keeper(session) then
          return false;
        end if;
        insert into jatakk.staff_totp_begun (session_hash, secret_sealed, key_version)
        values (session, sealed, in_key_version)
        on conflict (session_hash) do update
          set secret_sealed = excluded.secret_sealed, key_version = excluded.key_version, begun_at = now();
        return true;
      end $$;
      revoke execute on function jatakk.begin_totp(bytea, bytea, integer) from public;
      grant execute on function jatakk.begin_totp(bytea, bytea, integer) to jatakk_keeper;

      create function jatakk.begun_totp(session bytea) returns bytea
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select b.secret_sealed from jatakk.staff_totp_begun b
         where b.session_hash = session and b.begun_at > now() - interval '15 minutes'
           and jatakk.session_owner(session) is not null
      $$;
      revoke execute on function jatakk.begun_totp(bytea) from public;
      grant execute on function jatakk.begun_totp(bytea) to jatakk_keeper;

      -- The first code was right: the authenticator counts from now on, in place of one that was there before.
      create function jatakk.enrol_totp(session bytea, step bigint) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare who uuid := jatakk.session_owner(session); b jatakk.staff_totp_begun;
      begin
        if not jatakk.is_confirmed_by_keeper(session) then
          return false;
        end if;
        delete from jatakk.staff_totp_begun x where x.session_hash = session returning * into b;
        if not found then
          return false;
        end if;
        insert into jatakk.staff_totp (staff_id, secret_sealed, key_version, last_step)
        values (who, b.secret_sealed, b.key_version, step)
        on conflict (staff_id) do update
          set secret_sealed = excluded.secret_sealed, key_version = excluded.key_version, last_step = excluded.last_step,
              wrong = 0, wrong_since = null, made_at = now(), used_at = null;
        perform jatakk.confirm_session(session, 'totp');
        perform jatakk.factor_added(session, who, 'totp-added');
        return true;
      end $$;
      revoke execute on function jatakk.enrol_totp(bytea, bigint) from public;
      grant execute on function jatakk.enrol_totp(bytea, bigint) to jatakk_keeper;

      create function jatakk.enrol_passkey(session bytea, signed bytea, credential bytea, of_key bytea, of_counter bigint,
                                           over text[], of_site text, called text) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare who uuid := jatakk.session_owner(session);
      begin
        if not jatakk.is_confirmed_by_keeper(session)
           or (select count(*) from jatakk.staff_passkey p where p.staff_id = who) >= 20 then
          return false;
        end if;
        insert into jatakk.staff_spent_challenge (staff_id, challenge) values (who, signed) on conflict do nothing;
        if not found then
          return false;
        end if;
        insert into jatakk.staff_passkey (id, staff_id, credential_id, public_key, counter, transports, rp_id, name)
        values (gen_random_uuid(), who, credential, of_key, of_counter, over, of_site, called)
        on conflict (credential_id) do nothing;
        if not found then
          return false;
        end if;
        perform jatakk.confirm_session(session, 'passkey');
        perform jatakk.factor_added(session, who, 'passkey-added');
        return true;
      end $$;
      revoke execute on function jatakk.enrol_passkey(bytea, bytea, bytea, bytea, bigint, text[], text, text) from public;
      grant execute on function jatakk.enrol_passkey(bytea, bytea, bytea, bytea, bigint, text[], text, text) to jatakk_keeper;

      -- Sessions that were begun with less end.
      create function jatakk.factor_added(session bytea, of_staff uuid, what text) returns void
        language sql set search_path = pg_catalog, jatakk, pg_temp as $$
        delete from jatakk.staff_session x
         where x.staff_id = of_staff and x.token_hash <> session and x.confirmed_by in ('sign-in', 'password');
        select jatakk.tell_account_changed(of_staff, what);
      $$;
      revoke execute on function jatakk.factor_added(bytea, uuid, text) from public;

      -- Takes a factor away: a passkey by its id, the authenticator without one. 'removed', or why not: 'not-confirmed',
      -- 'unknown', 'needed' (the last of somebody who must have one), 'short-password' (which cannot stand alone).
      create function jatakk.remove_factor(session bytea, of_passkey uuid) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare who uuid := jatakk.session_owner(session);
      begin
        if not jatakk.is_confirmed_by_keeper(session) then
          return 'not-confirmed';
        end if;
        if of_passkey is null then
          delete from jatakk.staff_totp t where t.staff_id = who;
        else
          delete from jatakk.staff_passkey p where p.staff_id = who and p.id = of_passkey;
        end if;
        if not found then
          return 'unknown';
        elsif not jatakk.has_factor(who) then
          if jatakk.needs_factor(who) then
            raise exception 'needed' using errcode = 'JT002';
          elsif not (select s.password_alone from jatakk.staff s where s.id = who) then
            raise exception 'short-password' using errcode = 'JT002';
          end if;
          delete from jatakk.staff_recovery_code c where c.staff_id = who;
        end if;
        perform jatakk.tell_account_changed(who, case when of_passkey is null then 'totp-removed' else 'passkey-removed' end);
        return 'removed';
      exception when sqlstate 'JT002' then
        return sqlerrm;
      end $$;
      revoke execute on function jatakk.remove_factor(bytea, uuid) from public;
      grant execute on function jatakk.remove_factor(bytea, uuid) to jatakk_keeper;

      -- Ten new codes in the place of those that are left.
      create function jatakk.put_recovery_codes(session bytea, hashes bytea[]) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare who uuid := jatakk.session_owner(session);
      begin
        if not jatakk.is_confirmed_by_keeper(session) or not jatakk.has_factor(who) or cardinality(hashes) <> 10 then
          return false;
        end if;
        delete from jatakk.staff_recovery_code c where c.staff_id = who;
        if found then
          perform jatakk.tell_account_changed(who, 'recovery-codes-made');
        end if;
        insert into jatakk.staff_recovery_code (staff_id, code_hash) select who, h from unnest(hashes) h;
        return true;
      end $$;
      revoke execute on function jatakk.put_recovery_codes(bytea, bytea[]) from public;
      grant execute on function jatakk.put_recovery_codes(bytea, bytea[]) to jatakk_keeper;

      create or replace function jatakk.forget_sessions() returns void
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        delete from jatakk.staff_session s where s.ends_at < clock_timestamp();
        delete from jatakk.staff_half_session s where s.ends_at < clock_timestamp();
        delete from jatakk.staff_totp_begun b where b.begun_at < clock_timestamp() - interval '15 minutes';
        -- A challenge is of one session, and no session lasts for two days.
        delete from jatakk.staff_spent_challenge c where c.spent_on < current_date - 2;
      $$;
    `);

    await runner.query(`
      revoke update (password_hash, name) on jatakk.staff from jatakk_web;

      -- Every other way in ends with a new password. 'changed', 'not-yours', or 'short-password' for one that cannot stand
      -- alone, of somebody who has nothing beside it.
      create function jatakk.put_password(of_staff uuid, but bytea, hash text, alone boolean) returns text
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        perform 1 from jatakk.staff s where s.id = of_staff and s.state = 'active' for no key update;
        if not found then
          return 'not-yours';
        elsif not alone and not jatakk.has_factor(of_staff) then
          return 'short-password';
        end if;
        update jatakk.staff s set password_hash = hash, password_alone = alone where s.id = of_staff;
        delete from jatakk.staff_session x where x.staff_id = of_staff and x.token_hash is distinct from but;
        delete from jatakk.staff_half_session h where h.staff_id = of_staff;
        -- A link that was asked for before is worth nothing after it.
        update jatakk.notice n set token_hash = null where n.staff_id = of_staff and n.kind = 'password-reset';
        perform jatakk.tell_account_changed(of_staff, 'password-changed');
        return 'changed';
      end $$;
      revoke execute on function jatakk.put_password(uuid, bytea, text, boolean) from public;

      create function jatakk.change_password(session bytea, hash text, alone boolean) returns text
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select jatakk.put_password(jatakk.session_owner(session), session, hash, alone)
      $$;
      revoke execute on function jatakk.change_password(bytea, text, boolean) from public;
      grant execute on function jatakk.change_password(bytea, text, boolean) to jatakk_web;

      create function jatakk.rename_me(session bytea, called text) returns void
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        update jatakk.staff s set name = called where s.id = jatakk.session_owner(session)
      $$;
      revoke execute on function jatakk.rename_me(bytea, text) from public;
      grant execute on function jatakk.rename_me(bytea, text) to jatakk_web;

      create function jatakk.rename_passkey(session bytea, of_passkey uuid, called text) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        update jatakk.staff_passkey p set name = called
         where p.id = of_passkey and p.staff_id = jatakk.session_owner(session);
        return found;
      end $$;
      revoke execute on function jatakk.rename_passkey(bytea, uuid, text) from public;
      grant execute on function jatakk.rename_passkey(bytea, uuid, text) to jatakk_web;

      -- The keeper's, for an address that was typed into a form: a mail to whoever works here under it, three an hour.
      create function jatakk.request_password_reset(hash bytea) returns void
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        insert into jatakk.notice (id, ring_id, kind, locale, staff_id)
        select gen_random_uuid(), '00000000-0000-0000-0000-000000000000', 'password-reset', s.locale, s.id
          from jatakk.staff s
         where s.login_hash = hash and s.state = 'active'
           and (select count(*) from jatakk.notice n
                 where n.staff_id = s.id and n.kind = 'password-reset' and n.not_before > now() - interval '1 hour') < 3
      $$;
      revoke execute on function jatakk.request_password_reset(bytea) from public;
      grant execute on function jatakk.request_password_reset(bytea) to jatakk_keeper;

      create function jatakk.owner_of_reset(hash bytea) returns uuid
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select s.id from jatakk.notice n join jatakk.staff s on s.id = n.staff_id
         where n.token_hash = hash and n.kind = 'password-reset' and s.state = 'active'
           and coalesce(n.accepted_at, n.handed_at, now()) > now() - interval '1 hour'
      $$;
      revoke execute on function jatakk.owner_of_reset(bytea) from public;

      create function jatakk.peek_password_reset(hash bytea) returns table (name text, locale text, has_factor boolean)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select s.name, s.locale, jatakk.has_factor(s.id) from jatakk.staff s where s.id = jatakk.owner_of_reset(hash)
      $$;
      revoke execute on function jatakk.peek_password_reset(bytea) from public;
      grant execute on function jatakk.peek_password_reset(bytea) to jatakk_web;

      -- A new password by the link of a mail. It signs nobody in, and takes no factor away.
      create function jatakk.reset_password(link bytea, hash text, alone boolean) returns text
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select jatakk.put_password(jatakk.owner_of_reset(link), null, hash, alone)
      $$;
      revoke execute on function jatakk.reset_password(bytea, text, boolean) from public;
      grant execute on function jatakk.reset_password(bytea, text, boolean) to jatakk_web;

      -- All of somebody's factors, and every session, because what they signed in with is lost. A short password may not
      -- stand alone: then only a link by mail gives them a new one.
      create function jatakk.drop_factors(of_staff uuid) returns boolean
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        perform 1 from jatakk.staff s where s.id = of_staff and s.state = 'active' for no key update;
        if not found then
          return false;
        end if;
        delete from jatakk.staff_passkey p where p.staff_id = of_staff;
        delete from jatakk.staff_totp t where t.staff_id = of_staff;
        delete from jatakk.staff_recovery_code c where c.staff_id = of_staff;
        delete from jatakk.staff_session x where x.staff_id = of_staff;
        delete from jatakk.staff_half_session h where h.staff_id = of_staff;
        perform jatakk.tell_account_changed(of_staff, 'factors-reset');
        return true;
      end $$;
      revoke execute on function jatakk.drop_factors(uuid) from public;

      -- An administrator's, for a colleague and never for themselves: 'reset', or 'not-yours', 'not-confirmed', 'unknown'.
      create function jatakk.reset_factors(session bytea, of_staff uuid) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me uuid := jatakk.session_may(session, 'manage-staff');
      begin
        if me is null or me = of_staff then
          return 'not-yours';
        elsif not jatakk.is_confirmed(session) then
          return 'not-confirmed';
        end if;
        return case when jatakk.drop_factors(of_staff) then 'reset' else 'unknown' end;
      end $$;
      revoke execute on function jatakk.reset_factors(bytea, uuid) from public;
      grant execute on function jatakk.reset_factors(bytea, uuid) to jatakk_web;
    `);

    await runner.query(`
      -- What is sealed to the staff's ring and stays: their addresses, the secrets of authenticators, the keys that sign.
      create or replace function jatakk.rotation_boxes(of_rotation uuid, at_most integer)
        returns table (kind text, ref text, sealed bytea, key_version integer)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        (select 'staff', f.id::text, f.address_sealed, f.address_key_version
           from jatakk.open_rotation(of_rotation) r
           join jatakk.staff f on r.purpose = 'seal' and r.ring_id = '00000000-0000-0000-0000-000000000000'
                              and f.address_key_version < r.version
          limit at_most)
        union all
        (select 'totp', t.staff_id::text, t.secret_sealed, t.key_version
           from jatakk.open_rotation(of_rotation) r
           join jatakk.staff_totp t on r.purpose = 'seal' and r.ring_id = '00000000-0000-0000-0000-000000000000'
                                   and t.key_version < r.version
          limit at_most)
        union all
        (select 'dkim', d.domain || '|' || d.selector, d.private_key_sealed, d.key_version
           from jatakk.open_rotation(of_rotation) r
           join jatakk.dkim_key d on r.purpose = 'seal' and r.ring_id = '00000000-0000-0000-0000-000000000000'
                                 and d.key_version < r.version and d.private_key_sealed is not null
          limit at_most)
      $$;

      create or replace function jatakk.rotation_put_box(of_rotation uuid, of_kind text, of_ref text, was bytea, becomes bytea)
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare r jatakk.rotation;
      begin
        select * into r from jatakk.open_rotation(of_rotation) x
         where x.purpose = 'seal' and x.ring_id = '00000000-0000-0000-0000-000000000000';
        if r.id is null then
          return false;
        end if;
        if of_kind = 'staff' then
          update jatakk.staff f set address_sealed = becomes, address_key_version = r.version
           where f.id::text = of_ref and f.address_sealed = was;
        elsif of_kind = 'totp' then
          update jatakk.staff_totp t set secret_sealed = becomes, key_version = r.version
           where t.staff_id::text = of_ref and t.secret_sealed = was;
        elsif of_kind = 'dkim' then
          update jatakk.dkim_key d set private_key_sealed = becomes, key_version = r.version
           where d.domain || '|' || d.selector = of_ref and d.private_key_sealed = was;
        elsif of_kind = 'relay' then
          update jatakk.relay y set password_sealed = becomes
           where y.position::text = of_ref and y.password_sealed = was;
        end if;
        return found;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
