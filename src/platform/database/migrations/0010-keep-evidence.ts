import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What consent, leaving and erasure are built on: revisions of a purpose, sealed evidence of each answer, notices to
 * one person, a way back from a bounce, erasure, the journal that outlives a restore, and the window.
 */
export class KeepEvidence1700000000010 implements MigrationInterface {
  name = 'KeepEvidence1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table vault.ring_key drop constraint ring_key_purpose_check;
      alter table vault.ring_key add constraint ring_key_purpose_check
        check (purpose in ('seal', 'rest', 'index', 'link', 'notice', 'verp', 'suppression', 'ledger'));

      -- A version needs a new yes; a revision corrects its words.
      alter table jatakk.purpose_text add column revision integer not null default 1 check (revision > 0);
      alter table jatakk.purpose_text drop constraint purpose_text_pkey;
      alter table jatakk.purpose_text add primary key (list_id, version, revision, locale);
      grant insert (revision) on jatakk.purpose_text to jatakk_web;

      -- What each list publishes now, in every language.
      create view jatakk.current_purpose as
        select p.* from jatakk.purpose_text p
         where (p.version, p.revision) = (select x.version, x.revision from jatakk.purpose_text x
                                           where x.list_id = p.list_id order by x.version desc, x.revision desc limit 1);
      grant select on jatakk.current_purpose to jatakk_web, jatakk_keeper;

      -- Sealed at rest under a row key of the subscription's own.
      alter table jatakk.subscription
        add column purpose_revision integer not null default 1,
        add column evidence bytea,
        add column evidence_key_version integer,
        add column fields bytea,
        add column fields_key_version integer,
        add column ended_month date check (extract(day from ended_month) = 1),
        add constraint subscription_evidence_has_key check ((evidence is null) = (evidence_key_version is null)),
        add constraint subscription_fields_have_key check ((fields is null) = (fields_key_version is null));
      update jatakk.subscription set ended_month = date_trunc('month', clock_timestamp())::date where state = 'ended';
      alter table jatakk.subscription add constraint subscription_ended_when check ((state = 'ended') = (ended_month is not null));
      revoke select on jatakk.subscription from jatakk_keeper;
      grant select (id, register_id, list_id, subscriber_id, state, ended_reason, purpose_version, purpose_revision, locale,
                    unsubscribe_hash, since_month, paused_by, ended_month),
            insert (purpose_revision, evidence, evidence_key_version, fields, fields_key_version)
        on jatakk.subscription to jatakk_keeper;

      create function jatakk.date_end() returns trigger
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        new.ended_month := case when new.state = 'ended'
                                then coalesce(old.ended_month, date_trunc('month', clock_timestamp())::date) end;
        return new;
      end $$;
      revoke execute on function jatakk.date_end() from public;
      create trigger subscription_end_dated before update of state on jatakk.subscription
        for each row execute function jatakk.date_end();
      create trigger subscription_ended_from_the_start before insert on jatakk.subscription
        for each row when (new.state = 'ended') execute function jatakk.date_end();

      -- \`told\`: what web saw of the answer (when, which button), sealed to the register; gone once the keeper has
      -- entered the record: then \`detail\` holds all of it, under a row key of the record's own, and \`commitment\` is what
      -- the ledger shows of it.
      alter table jatakk.consent_record
        add column purpose_revision integer not null default 1,
        add column notice_id uuid,
        add column told_id uuid,
        add column told bytea check (octet_length(told) <= 4096),
        add column told_key_version integer,
        add column detail bytea,
        add column detail_key_version integer,
        add column commitment bytea unique check (octet_length(commitment) = 32),
        add constraint consent_record_entered check ((detail is null) = (commitment is null)
                                                     and (detail is null) = (detail_key_version is null)
                                                     and (detail is null or (told is null and notice_id is null)));
      alter table jatakk.consent_record drop constraint consent_record_method_check;
      alter table jatakk.consent_record add constraint consent_record_method_check check (method in
        ('double-opt-in', 'link', 'one-click', 'undo', 'preferences', 'reconsent', 'transferred', 'objection'));
      create index consent_record_to_enter on jatakk.consent_record (id) where detail is null;

      -- Young for a week: so long a complaint or a bounce also stops a confirmation. A daily job forgets the day.
      alter table jatakk.suppression
        add column since_month date not null default date_trunc('month', clock_timestamp())::date
          check (extract(day from since_month) = 1),
        add column young_until date default current_date + 7;
      update jatakk.suppression set young_until = null;
      revoke insert on jatakk.suppression from jatakk_keeper;
      grant insert (register_id, hash, kind) on jatakk.suppression to jatakk_keeper;

      -- What must hold after a restore too: copied outside the database, and read again when one is put back.
      create table jatakk.journal (
        id uuid primary key default gen_random_uuid(),
        kind text not null check (kind in ('left', 'back', 'erased', 'objected', 'register-deleted')),
        register_id uuid not null,
        row_id uuid,
        hash bytea check (octet_length(hash) = 32)
      );
      grant select, delete on jatakk.journal to jatakk_keeper;

      -- Notices to one person of a register, whatever they are on.
      alter table jatakk.notice
        add column register_id uuid,
        add column subscriber_id uuid,
        add foreign key (register_id, subscriber_id) references jatakk.subscriber (register_id, id) on delete cascade;
      create index notice_of_person on jatakk.notice (register_id, subscriber_id) where subscriber_id is not null;
      alter table jatakk.notice drop constraint notice_kind_check;
      alter table jatakk.notice add constraint notice_kind_check check (kind in
        ('confirmation', 'invitation', 'campaign-test', 'manage', 'receipt', 'address-change'));

      -- A new address that waits to be confirmed by whoever reads mail there. Its row key is the notice's.
      create table jatakk.address_change (
        notice_id uuid primary key references jatakk.notice (id) on delete cascade,
        register_id uuid not null,
        subscriber_id uuid not null,
        blind_index bytea not null check (octet_length(blind_index) = 32),
        suppression_hash bytea not null check (octet_length(suppression_hash) = 32),
        address bytea not null,
        key_version integer not null,
        foreign key (register_id, subscriber_id) references jatakk.subscriber (register_id, id) on delete cascade
      );
      grant insert on jatakk.address_change to jatakk_keeper;

      -- Forms of any kind; the keeper puts aside one that it does not know.
      alter table jatakk.intake drop constraint intake_kind_check;
      alter table jatakk.intake add constraint intake_kind_check check (kind ~ '^[a-z][a-z-]{0,29}$');

      -- The window: one sealed question to the keeper, one sealed answer, for a minute.
      create unlogged table jatakk.window_ask (
        id uuid primary key,
        act text not null check (act ~ '^[a-z][a-z-]{0,39}$'),
        ring_id uuid not null,
        key_version integer not null,
        ask bytea not null check (octet_length(ask) <= 8192),
        proof bytea not null check (octet_length(proof) = 32),
        reply_key bytea not null check (octet_length(reply_key) = 32),
        verdict text check (verdict ~ '^[a-z][a-z-]{0,39}$'),
        answer bytea,
        until timestamptz not null default clock_timestamp() + interval '60 seconds'
      );
      create index window_ask_waits on jatakk.window_ask (until) where verdict is null;
      grant insert (id, act, ring_id, key_version, ask, proof, reply_key) on jatakk.window_ask to jatakk_web;
      grant select, delete, update (verdict, answer) on jatakk.window_ask to jatakk_keeper;
    `);

    await runner.query(`
      -- The answer, once; no row while there is none yet.
      create function jatakk.take_answer(of_ask uuid) returns table (verdict text, answer bytea)
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        delete from jatakk.window_ask w
         where w.id = of_ask and w.verdict is not null and w.until > clock_timestamp()
        returning w.verdict, w.answer
      $$;
      revoke execute on function jatakk.take_answer(uuid) from public;
      grant execute on function jatakk.take_answer(uuid) to jatakk_web;

      drop function jatakk.record_consent(jatakk.subscription, text, text);
      create function jatakk.record_consent(
          s jatakk.subscription, answer text, method text, of_notice uuid default null,
          told_id uuid default null, told bytea default null, told_key_version integer default null) returns void
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        insert into jatakk.consent_record
          (id, register_id, list_id, subscription_id, answer, method, purpose_version, purpose_revision, locale,
           text_sha256, month, notice_id, told_id, told, told_key_version)
        select gen_random_uuid(), s.register_id, s.list_id, s.id, answer, method, s.purpose_version, s.purpose_revision,
               s.locale, p.sha256, date_trunc('month', clock_timestamp())::date, of_notice, told_id, told, told_key_version
          from jatakk.purpose_text p
         where p.list_id = s.list_id and p.version = s.purpose_version and p.revision = s.purpose_revision
           and p.locale = s.locale
      $$;
      revoke execute on function
        jatakk.record_consent(jatakk.subscription, text, text, uuid, uuid, bytea, integer) from public;

      drop function jatakk.peek_leave(bytea);
      create function jatakk.peek_leave(token_hash bytea)
        returns table (register_id uuid, list_id uuid, state text, locale text)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select s.register_id, s.list_id, s.state, s.locale from jatakk.subscription s where s.unsubscribe_hash = token_hash
      $$;
      revoke execute on function jatakk.peek_leave(bytea) from public;
      grant execute on function jatakk.peek_leave(bytea) to jatakk_web;

      -- Ends one subscription. The lock on its row orders this against the gate: once this has committed,
      -- no delivery of it passes.
      drop function jatakk.leave(bytea, bytea);
      create function jatakk.leave(
          token_hash bytea, undo_hash bytea, method text default 'link',
          told_id uuid default null, told bytea default null, told_key_version integer default null)
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
        perform jatakk.record_consent(s, 'no', case method when 'one-click' then 'one-click' else 'link' end,
                                      null, told_id, told, told_key_version);
        insert into jatakk.journal (kind, register_id, row_id) values ('left', s.register_id, s.id);
        if undo_hash is not null then
          insert into jatakk.leave_undo values (undo_hash, s.register_id, s.id, s.state, clock_timestamp() + interval '15 minutes');
        end if;
        return query select 'left'::text, s.list_id, s.locale;
      end $$;
      revoke execute on function jatakk.leave(bytea, bytea, text, uuid, bytea, integer) from public;
      grant execute on function jatakk.leave(bytea, bytea, text, uuid, bytea, integer) to jatakk_web;

      create or replace function jatakk.undo_leave(undo_hash bytea)
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
        -- What has been copied out already is taken back by a line of its own.
        delete from jatakk.journal j where j.kind = 'left' and j.register_id = s.register_id and j.row_id = s.id;
        if not found then
          insert into jatakk.journal (kind, register_id, row_id) values ('back', s.register_id, s.id);
        end if;
        -- Taking back a "no" to a confirmation is no "yes": that person is asked as before.
        if u.previous_state <> 'pending' then
          perform jatakk.record_consent(s, 'yes', 'undo');
        end if;
        return query select case u.previous_state when 'pending' then 'waits' else 'undone' end, s.list_id, s.locale;
      end $$;

      drop function jatakk.peek_confirmation(bytea);
      create function jatakk.peek_confirmation(hash bytea)
        returns table (register_id uuid, list_id uuid, state text, purpose_version integer, locale text, expired boolean)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select s.register_id, s.list_id, s.state, s.purpose_version, s.locale, jatakk.confirmation_expired(n)
          from jatakk.notice n
          join jatakk.notice_subscription ns on ns.notice_id = n.id
          join jatakk.subscription s on s.register_id = ns.register_id and s.id = ns.subscription_id
         where n.token_hash = hash and n.kind = 'confirmation'
      $$;
      revoke execute on function jatakk.peek_confirmation(bytea) from public;
      grant execute on function jatakk.peek_confirmation(bytea) to jatakk_web;

      -- The yes. Every pending subscription of this confirmation becomes confirmed, once. Whose mailbox had bounced or
      -- who had complained is back with it.
      drop function jatakk.confirm(bytea);
      create function jatakk.confirm(
          hash bytea, told_id uuid default null, told bytea default null, told_key_version integer default null)
        returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare n jatakk.notice; s jatakk.subscription; changed integer := 0; confirmed integer := 0;
      begin
        select * into n from jatakk.notice x where x.token_hash = hash and x.kind = 'confirmation';
        if not found then
          return 'unknown';
        end if;
        for s in
          select x.* from jatakk.subscription x
            join jatakk.notice_subscription ns on ns.register_id = x.register_id and ns.subscription_id = x.id
           where ns.notice_id = n.id order by x.id for update of x
        loop
          if s.state = 'confirmed' then
            confirmed := confirmed + 1;
          elsif s.state = 'pending' and not jatakk.confirmation_expired(n) then
            update jatakk.subscription x set state = 'confirmed' where x.register_id = s.register_id and x.id = s.id;
            perform jatakk.record_consent(s, 'yes', 'double-opt-in', n.id, told_id, told, told_key_version);
            delete from jatakk.suppression x using jatakk.subscriber p
             where p.register_id = s.register_id and p.id = s.subscriber_id and x.register_id = p.register_id
               and x.hash = p.suppression_hash and x.kind in ('complaint', 'hard-bounce');
            changed := changed + 1;
          end if;
        end loop;
        return case when changed > 0 then 'confirmed' when confirmed > 0 then 'already' else 'expired' end;
      end $$;
      revoke execute on function jatakk.confirm(bytea, uuid, bytea, integer) from public;
      grant execute on function jatakk.confirm(bytea, uuid, bytea, integer) to jatakk_web;
    `);

    await runner.query(`
      -- Does anything stop this notice to that person? Objection stops all; a complaint or a bounce, a confirmation for
      -- a week. Whoever asks for what is kept of them gets it.
      create function jatakk.stops_notice(of_register uuid, of_hash bytea, of_kind text) returns boolean
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select exists (
          select 1 from jatakk.suppression x where x.register_id = of_register and x.hash = of_hash
             and (x.kind = 'objection'
                  or (of_kind = 'confirmation' and x.kind in ('complaint', 'hard-bounce') and x.young_until >= current_date)))
      $$;
      revoke execute on function jatakk.stops_notice(uuid, bytea, text) from public;

      create or replace function jatakk.notice_gate(notice_id uuid, held_fence bigint)
        returns table (verdict text, register_id uuid, subscriber_id uuid, staff_id uuid,
                       address bytea, key_version integer, row_key bytea)
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare n jatakk.notice; person uuid; in_register uuid; due boolean;
      begin
        perform 1 from jatakk.subscription s
          join jatakk.notice_subscription ns on ns.register_id = s.register_id and ns.subscription_id = s.id
         where ns.notice_id = notice_gate.notice_id order by s.id for share of s;
        select * into n from jatakk.notice x where x.id = notice_gate.notice_id for update;
        if not found or n.fence <> held_fence or n.state <> 'claimed' or n.lease_until < clock_timestamp() then
          return query select 'lost-lease'::text, null::uuid, null::uuid, null::uuid, null::bytea, null::integer, null::bytea;
          return;
        end if;
        if n.kind = 'confirmation' then
          select s.register_id, s.subscriber_id into in_register, person
            from jatakk.subscription s
            join jatakk.notice_subscription ns on ns.register_id = s.register_id and ns.subscription_id = s.id
           where ns.notice_id = n.id and s.state = 'pending' limit 1;
          due := exists (select 1 from jatakk.subscriber p
                          where p.register_id = in_register and p.id = person
                            and not jatakk.stops_notice(p.register_id, p.suppression_hash, n.kind));
        elsif n.kind in ('manage', 'receipt') then
          in_register := n.register_id;
          person := n.subscriber_id;
          due := exists (select 1 from jatakk.subscriber p
                          where p.register_id = in_register and p.id = person
                            and not jatakk.stops_notice(p.register_id, p.suppression_hash, n.kind));
        elsif n.kind = 'address-change' then
          due := exists (select 1 from jatakk.address_change a
                          where a.notice_id = n.id
                            and not jatakk.stops_notice(a.register_id, a.suppression_hash, n.kind));
        else
          due := exists (select 1 from jatakk.staff s where s.id = n.staff_id
                           and s.state = case n.kind when 'invitation' then 'invited' else 'active' end);
        end if;
        update jatakk.notice x
           set state = case when due then 'handed' else 'skipped' end,
               -- The first time stays: the mail carries it as its Date, the same on every attempt.
               handed_at = case when due then coalesce(x.handed_at, clock_timestamp()) else x.handed_at end,
               lease_until = case when due then clock_timestamp() + interval '60 seconds' end
         where x.id = n.id;
        if not due then
          return query select 'skip:not-due'::text, null::uuid, null::uuid, null::uuid, null::bytea, null::integer, null::bytea;
        elsif n.kind in ('confirmation', 'manage', 'receipt') then
          return query select 'go'::text, p.register_id, p.id, null::uuid, p.address, p.key_version, k.key
            from jatakk.subscriber p join vault.row_key k on k.register_id = p.register_id and k.row_id = p.id
           where p.register_id = in_register and p.id = person;
        elsif n.kind = 'address-change' then
          -- Sealed for the notice's own row, not yet for the person's.
          return query select 'go'::text, a.register_id, a.notice_id, null::uuid, a.address, a.key_version, k.key
            from jatakk.address_change a join vault.row_key k on k.register_id = a.register_id and k.row_id = a.notice_id
           where a.notice_id = n.id;
        else
          return query select 'go'::text, null::uuid, null::uuid, s.id, s.address_sealed, s.address_key_version, null::bytea
            from jatakk.staff s where s.id = n.staff_id;
        end if;
      end $$;

      -- Everything that hangs on some subscriptions: their records, and the row keys of both.
      create function jatakk.drop_subscriptions(of_register uuid, ids uuid[]) returns void
        language sql set search_path = pg_catalog, jatakk, vault, pg_temp as $$
        delete from vault.row_key k using jatakk.consent_record c
         where c.register_id = of_register and c.subscription_id = any (ids)
           and k.register_id = c.register_id and k.row_id = c.id;
        delete from jatakk.consent_record c where c.register_id = of_register and c.subscription_id = any (ids);
        delete from jatakk.leave_undo u where u.register_id = of_register and u.subscription_id = any (ids);
        delete from jatakk.notice_subscription ns where ns.register_id = of_register and ns.subscription_id = any (ids);
        delete from vault.row_key k where k.register_id = of_register and k.row_id = any (ids);
        delete from jatakk.subscription s where s.register_id = of_register and s.id = any (ids);
      $$;
      revoke execute on function jatakk.drop_subscriptions(uuid, uuid[]) from public;

      -- A person and all that hangs on them, with every row key: what is left in a backup cannot be opened.
      create function jatakk.drop_subscriber(of_register uuid, person uuid) returns void
        language plpgsql set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      begin
        delete from vault.row_key k using jatakk.address_change a
         where a.register_id = of_register and a.subscriber_id = person
           and k.register_id = a.register_id and k.row_id = a.notice_id;
        delete from jatakk.notice n where n.register_id = of_register and n.subscriber_id = person;
        delete from jatakk.notice n where exists (
          select 1 from jatakk.notice_subscription ns
            join jatakk.subscription s on s.register_id = ns.register_id and s.id = ns.subscription_id
           where ns.notice_id = n.id and s.register_id = of_register and s.subscriber_id = person);
        perform jatakk.drop_subscriptions(of_register, (
          select coalesce(array_agg(s.id), '{}') from jatakk.subscription s
           where s.register_id = of_register and s.subscriber_id = person));
        delete from vault.row_key k where k.register_id = of_register and k.row_id = person;
        delete from jatakk.subscriber p where p.register_id = of_register and p.id = person;
      end $$;
      revoke execute on function jatakk.drop_subscriber(uuid, uuid) from public;

      -- Erasure, as a person asks for it. What remains is a keyed hash that refuses imports, and a line in the journal
      -- so that a restored backup forgets them again.
      create function jatakk.erase_subscriber(of_register uuid, person uuid) returns boolean
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare p jatakk.subscriber;
      begin
        -- Subscriptions before the person, in id order, as everywhere: a message under way is decided first.
        perform 1 from jatakk.subscription s
         where s.register_id = of_register and s.subscriber_id = person order by s.id for update;
        select * into p from jatakk.subscriber x where x.register_id = of_register and x.id = person for update;
        if not found then
          return false;
        end if;
        insert into jatakk.suppression (register_id, hash, kind) values (p.register_id, p.suppression_hash, 'erased')
          on conflict do nothing;
        insert into jatakk.journal (kind, register_id, row_id) values ('erased', p.register_id, p.id);
        perform jatakk.drop_subscriber(p.register_id, p.id);
        return true;
      end $$;
      revoke execute on function jatakk.erase_subscriber(uuid, uuid) from public;

      -- Sign-ups that nobody confirmed, or somebody declined, go after 7 days, with the person where nothing else is
      -- left of them; spent notices go too.
      create or replace function jatakk.forget_unconfirmed() returns integer
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare old_notices uuid[]; gone record; forgotten integer := 0;
      begin
        select coalesce(array_agg(n.id), '{}') into old_notices from jatakk.notice n
         where n.kind in ('confirmation', 'manage', 'receipt', 'address-change')
           and n.state in ('accepted', 'unknown', 'bounced', 'skipped', 'dead')
           and coalesce(n.accepted_at, n.handed_at, n.not_before) < clock_timestamp() - interval '7 days';
        for gone in
          select s.register_id, s.id, s.subscriber_id from jatakk.subscription s
           where (s.state = 'pending' or s.ended_reason = 'declined')
             and exists (select 1 from jatakk.notice_subscription ns
                          where ns.subscription_id = s.id and ns.notice_id = any (old_notices))
             and not exists (select 1 from jatakk.notice_subscription o
                              where o.subscription_id = s.id and o.notice_id <> all (old_notices))
           order by s.id for update of s
        loop
          perform jatakk.drop_subscriptions(gone.register_id, array[gone.id]);
          if not exists (select 1 from jatakk.subscription s
                          where s.register_id = gone.register_id and s.subscriber_id = gone.subscriber_id) then
            perform jatakk.drop_subscriber(gone.register_id, gone.subscriber_id);
          end if;
          forgotten := forgotten + 1;
        end loop;
        delete from vault.row_key k using jatakk.address_change a
         where a.notice_id = any (old_notices) and k.register_id = a.register_id and k.row_id = a.notice_id;
        delete from jatakk.notice n where n.id = any (old_notices);
        return forgotten;
      end $$;

      -- What the trial made up: people and all that came of them. Lists, texts, staff and drafts stay.
      create function jatakk.forget_trial() returns void
        language sql set search_path = pg_catalog, jatakk, vault, pg_temp as $$
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
        delete from jatakk.journal;
        delete from jatakk.window_ask;
        delete from vault.row_key;
      $$;
      revoke execute on function jatakk.forget_trial() from public;

      -- Once, for good. What the trial made up goes: the reserved example addresses are the only ones it accepts.
      create or replace function jatakk.go_live(
          url text, host text, port integer, security text, username text, password_sealed bytea)
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
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
        perform jatakk.forget_trial();
        return true;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
