import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Published purposes, people and what they said yes to. Web has no right on any table of people: it seals into
 * `intake` and calls functions that each make one transition from a token's hash.
 */
export class CreateSubscriptions1700000000003 implements MigrationInterface {
  name = 'CreateSubscriptions1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table jatakk.purpose_text (
        register_id uuid not null,
        list_id uuid not null,
        version integer not null check (version > 0),
        locale text not null,
        text text not null,
        frequency text not null,
        sha256 bytea not null check (octet_length(sha256) = 32),
        published_on date not null default current_date,
        primary key (list_id, version, locale),
        foreign key (register_id, list_id) references jatakk.list (register_id, id)
      );
      grant select, insert (register_id, list_id, version, locale, text, frequency, sha256) on jatakk.purpose_text to jatakk_web;
      grant select on jatakk.purpose_text to jatakk_keeper;

      create table jatakk.intake (
        id uuid primary key,
        ring_id uuid not null,
        key_version integer not null,
        kind text not null check (kind in ('sign-up')),
        sealed bytea not null check (octet_length(sealed) <= 8192),
        quarantined boolean not null default false
      );
      grant insert (id, ring_id, key_version, kind, sealed) on jatakk.intake to jatakk_web;
      grant select, delete, update (quarantined) on jatakk.intake to jatakk_keeper;

      create table jatakk.subscriber (
        register_id uuid not null references jatakk.register (id),
        id uuid not null,
        blind_index bytea not null check (octet_length(blind_index) = 32),
        suppression_hash bytea not null check (octet_length(suppression_hash) = 32),
        address bytea not null,
        key_version integer not null,
        primary key (register_id, id),
        unique (register_id, blind_index)
      );
      grant select (register_id, id, blind_index), insert on jatakk.subscriber to jatakk_keeper;

      create table jatakk.subscription (
        id uuid not null unique,
        register_id uuid not null,
        list_id uuid not null,
        subscriber_id uuid not null,
        state text not null default 'pending' check (state in ('pending', 'confirmed', 'paused', 'ended')),
        ended_reason text check (ended_reason in ('unsubscribed', 'declined', 'complained', 'bounced', 'objected', 'expired', 'erased')),
        purpose_version integer not null,
        locale text not null,
        unsubscribe_hash bytea not null unique check (octet_length(unsubscribe_hash) = 32),
        since_month date not null check (extract(day from since_month) = 1),
        primary key (register_id, id),
        foreign key (register_id, list_id) references jatakk.list (register_id, id),
        foreign key (register_id, subscriber_id) references jatakk.subscriber (register_id, id),
        check ((state = 'ended') = (ended_reason is not null))
      );
      create unique index subscription_one_open on jatakk.subscription (register_id, list_id, subscriber_id)
        where state <> 'ended';
      create index subscription_of_list on jatakk.subscription (list_id, state, id);
      create index subscription_of_subscriber on jatakk.subscription (register_id, subscriber_id);
      -- Not the state: it begins as pending, and only the functions below move it. The keeper cannot forge a yes.
      grant select, insert (id, register_id, list_id, subscriber_id, purpose_version, locale, unsubscribe_hash, since_month)
        on jatakk.subscription to jatakk_keeper;

      create table jatakk.consent_record (
        id uuid primary key,
        register_id uuid not null,
        list_id uuid not null,
        subscription_id uuid not null,
        answer text not null check (answer in ('yes', 'no')),
        method text not null check (method in ('double-opt-in', 'link', 'undo')),
        purpose_version integer not null,
        locale text not null,
        text_sha256 bytea not null,
        month date not null check (extract(day from month) = 1)
      );
      create index consent_record_of on jatakk.consent_record (subscription_id);

      create table jatakk.suppression (
        register_id uuid not null references jatakk.register (id),
        hash bytea not null check (octet_length(hash) = 32),
        kind text not null check (kind in ('objection', 'complaint', 'hard-bounce', 'erased')),
        primary key (register_id, hash, kind)
      );
      grant select, insert on jatakk.suppression to jatakk_keeper;

      create table jatakk.leave_undo (
        hash bytea primary key check (octet_length(hash) = 32),
        register_id uuid not null,
        subscription_id uuid not null,
        previous_state text not null,
        until timestamptz not null
      );
      grant delete, select (until) on jatakk.leave_undo to jatakk_keeper;

      -- Lives for a day at most, without list, register or time; not in the log of changes, so not in backups.
      create unlogged table jatakk.throttle (
        key bytea primary key,
        day date not null,
        count integer not null
      );
      grant select, insert, update, delete on jatakk.throttle to jatakk_keeper;
    `);

    await runner.query(`
      create function jatakk.record_consent(s jatakk.subscription, answer text, method text) returns void
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        insert into jatakk.consent_record
          (id, register_id, list_id, subscription_id, answer, method, purpose_version, locale, text_sha256, month)
        select gen_random_uuid(), s.register_id, s.list_id, s.id, answer, method, s.purpose_version, s.locale,
               p.sha256, date_trunc('month', clock_timestamp())::date
          from jatakk.purpose_text p
         where p.list_id = s.list_id and p.version = s.purpose_version and p.locale = s.locale
      $$;
      revoke execute on function jatakk.record_consent(jatakk.subscription, text, text) from public;

      create function jatakk.peek_leave(token_hash bytea)
        returns table (list_id uuid, state text, locale text)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select s.list_id, s.state, s.locale from jatakk.subscription s where s.unsubscribe_hash = token_hash
      $$;
      revoke execute on function jatakk.peek_leave(bytea) from public;
      grant execute on function jatakk.peek_leave(bytea) to jatakk_web;

      -- Ends one subscription. The lock on its row orders this against the gate: once this has committed,
      -- no delivery of it passes.
      create function jatakk.leave(token_hash bytea, undo_hash bytea)
        returns table (outcome text, list_id uuid, locale text)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare s jatakk.subscription;
      begin
        select * into s from jatakk.subscription x where x.unsubscribe_hash = token_hash for update;
        if not found then
          return;
        end if;
        if s.state = 'ended' then
          return query select 'already'::text, s.list_id, s.locale;
          return;
        end if;
        update jatakk.subscription x
           set state = 'ended', ended_reason = case s.state when 'pending' then 'declined' else 'unsubscribed' end
         where x.register_id = s.register_id and x.id = s.id;
        perform jatakk.record_consent(s, 'no', 'link');
        if undo_hash is not null then
          insert into jatakk.leave_undo values (undo_hash, s.register_id, s.id, s.state, clock_timestamp() + interval '15 minutes');
        end if;
        return query select 'left'::text, s.list_id, s.locale;
      end $$;
      revoke execute on function jatakk.leave(bytea, bytea) from public;
      grant execute on function jatakk.leave(bytea, bytea) to jatakk_web;

      create function jatakk.undo_leave(undo_hash bytea)
        returns table (outcome text, list_id uuid, locale text)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare u jatakk.leave_undo; s jatakk.subscription;
      begin
        select * into u from jatakk.leave_undo x where x.hash = undo_hash for update;
        if not found then
          return;
        end if;
        select * into s from jatakk.subscription x
         where x.register_id = u.register_id and x.id = u.subscription_id for update;
        -- Pressed twice: all is as the first press left it.
        if s.state <> 'ended' then
          return query select case s.state when 'pending' then 'waits' else 'undone' end, s.list_id, s.locale;
          return;
        end if;
        if s.id is null or u.until < clock_timestamp() or exists (
          select 1 from jatakk.subscription o where o.register_id = s.register_id and o.list_id = s.list_id
             and o.subscriber_id = s.subscriber_id and o.state <> 'ended') then
          return query select 'expired'::text, s.list_id, s.locale;
          return;
        end if;
        update jatakk.subscription x set state = u.previous_state, ended_reason = null
         where x.register_id = s.register_id and x.id = s.id;
        -- Spent: whoever leaves once more is given another.
        update jatakk.leave_undo x set until = clock_timestamp() where x.hash = undo_hash;
        -- Taking back a "no" to a confirmation is no "yes": that person is asked as before.
        if u.previous_state <> 'pending' then
          perform jatakk.record_consent(s, 'yes', 'undo');
        end if;
        return query select case u.previous_state when 'pending' then 'waits' else 'undone' end, s.list_id, s.locale;
      end $$;
      revoke execute on function jatakk.undo_leave(bytea) from public;
      grant execute on function jatakk.undo_leave(bytea) to jatakk_web;

      -- The confirmed only: a number that moved when somebody else's address is signed up would tell whether it was known.
      create function jatakk.confirmed_count(of_list uuid) returns bigint
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select count(*) from jatakk.subscription s where s.list_id = of_list and s.state = 'confirmed'
      $$;
      revoke execute on function jatakk.confirmed_count(uuid) from public;
      grant execute on function jatakk.confirmed_count(uuid) to jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
