import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every yes and no is entered: its evidence sealed into one record, its commitment put before the ledger. A receipt of
 * it for the person, a look at one person's records for the privacy work, and the log of rights requests.
 */
export class EnterRecords1700000000012 implements MigrationInterface {
  name = 'EnterRecords1700000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Who has looked somebody up, where and why; not whom.
      create table jatakk.record_look (
        id uuid primary key default gen_random_uuid(),
        at timestamptz not null default clock_timestamp(),
        staff_id uuid not null references jatakk.staff (id),
        register_id uuid not null references jatakk.register (id),
        reason text not null check (char_length(reason) between 5 and 200 and reason !~ '[@[:cntrl:]]')
      );
      create index record_look_by on jatakk.record_look (staff_id, at);
      grant select on jatakk.record_look to jatakk_web;
      grant delete, select (at) on jatakk.record_look to jatakk_keeper;

      -- What people have asked for by their rights, and by when it is due (GDPR art. 12(3)). Nothing says who they are.
      create table jatakk.rights_request (
        id uuid primary key,
        kind text not null check (kind in
          ('access', 'portability', 'rectification', 'erasure', 'restriction', 'objection', 'withdrawal', 'other')),
        received_on date not null,
        due_on date not null generated always as ((received_on + interval '1 month')::date) stored,
        note text not null check (char_length(note) <= 300 and note !~ '[@[:cntrl:]]'),
        noted_by uuid not null references jatakk.staff (id),
        done_on date,
        done_by uuid references jatakk.staff (id),
        check ((done_on is null) = (done_by is null)),
        check (done_on >= received_on)
      );
      create index rights_request_open on jatakk.rights_request (due_on) where done_on is null;
      grant select, insert (id, kind, received_on, note, noted_by), update (done_on, done_by)
        on jatakk.rights_request to jatakk_web;
      grant delete, select (done_on) on jatakk.rights_request to jatakk_keeper;
    `);

    await runner.query(`
      -- Whether what the relay says of the confirmation is known by now, or cannot be known any more.
      create function jatakk.may_be_entered(c jatakk.consent_record) returns boolean
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select c.detail is null and not exists (
          select 1 from jatakk.notice n
           where n.id = c.notice_id and n.state = 'handed' and n.lease_until >= clock_timestamp())
      $$;
      revoke execute on function jatakk.may_be_entered(jatakk.consent_record) from public;

      create function jatakk.records_wait() returns boolean
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select exists (select 1 from jatakk.consent_record c where c.detail is null and jatakk.may_be_entered(c))
      $$;
      revoke execute on function jatakk.records_wait() from public;
      grant execute on function jatakk.records_wait() to jatakk_keeper;

      -- Takes answers that wait to be entered, for as long as the transaction lasts; another keeper takes others. The
      -- lock on the subscription keeps an erasure from passing between this and the row key that the record will get.
      create function jatakk.take_records(at_most integer, among uuid[] default null)
        returns table (id uuid, register_id uuid, register_name text, list_id uuid, list_name text, subscription_id uuid,
                       answer text, method text, purpose_version integer, purpose_revision integer, locale text,
                       text_sha256 bytea, told_id uuid, told bytea, told_key_version integer,
                       evidence bytea, evidence_key_version integer, row_key bytea,
                       notice_id uuid, token_hash bytea, handed_at timestamptz, accepted_at timestamptz, relay text,
                       entered_at timestamptz)
        language sql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
        select c.id, c.register_id, r.name, c.list_id, l.name, c.subscription_id,
               c.answer, c.method, c.purpose_version, c.purpose_revision, c.locale,
               c.text_sha256, c.told_id, c.told, c.told_key_version,
               s.evidence, s.evidence_key_version, k.key,
               n.id, n.token_hash, n.handed_at, n.accepted_at,
               case when n.accepted_at is not null then 'accepted' when n.handed_at is not null then 'unknown' end,
               clock_timestamp()
          from jatakk.consent_record c
          join jatakk.subscription s on s.register_id = c.register_id and s.id = c.subscription_id
          join jatakk.register r on r.id = c.register_id
          join jatakk.list l on l.register_id = c.register_id and l.id = c.list_id
          left join vault.row_key k on k.register_id = s.register_id and k.row_id = s.id
          left join jatakk.notice n on n.id = c.notice_id
         where c.detail is null and jatakk.may_be_entered(c)
           and (among is null or c.id = any (among))
         limit at_most
           for key share of s skip locked for update of c skip locked
      $$;
      revoke execute on function jatakk.take_records(integer, uuid[]) from public;
      grant execute on function jatakk.take_records(integer, uuid[]) to jatakk_keeper;

      -- Enters one: what was told goes, and the leaf waits for the next head. False when somebody else has entered it.
      create function jatakk.enter_record(
          of_register uuid, record uuid, row_key bytea, detail bytea, detail_key_version integer, commitment bytea)
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      begin
        update jatakk.consent_record c
           set detail = enter_record.detail, detail_key_version = enter_record.detail_key_version,
               commitment = enter_record.commitment,
               told_id = null, told = null, told_key_version = null, notice_id = null
         where c.register_id = of_register and c.id = record and c.detail is null;
        if not found then
          return false;
        end if;
        insert into vault.row_key (register_id, row_id, key) values (of_register, record, enter_record.row_key);
        insert into jatakk.ledger_waiting (register_id, leaf) values (of_register, '\\x00'::bytea || enter_record.commitment);
        return true;
      end $$;
      revoke execute on function jatakk.enter_record(uuid, uuid, bytea, bytea, integer, bytea) from public;
      grant execute on function jatakk.enter_record(uuid, uuid, bytea, bytea, integer, bytea) to jatakk_keeper;
    `);

    await runner.query(`
      -- The records of some subscriptions of one person, as they lie: for functions that have checked who asks.
      create type jatakk.sealed_record as (
        id uuid, register_id uuid, list_id uuid, subscription_id uuid, answer text, method text,
        purpose_version integer, purpose_revision integer, locale text, month date,
        detail bytea, detail_key_version integer, row_key bytea);
      create function jatakk.sealed_records(of_register uuid, of_subscriptions uuid[]) returns setof jatakk.sealed_record
        language sql stable set search_path = pg_catalog, jatakk, vault, pg_temp as $$
        select c.id, c.register_id, c.list_id, c.subscription_id, c.answer, c.method,
               c.purpose_version, c.purpose_revision, c.locale, c.month, c.detail, c.detail_key_version, k.key
          from jatakk.consent_record c
          left join vault.row_key k on k.register_id = c.register_id and k.row_id = c.id
         where c.register_id = of_register and c.subscription_id = any (of_subscriptions)
         order by c.id
      $$;
      revoke execute on function jatakk.sealed_records(uuid, uuid[]) from public;

      -- What was said yes to by the link in this confirmation, to whoever holds it, as long as it is good for anything.
      create function jatakk.records_of_confirmation(hash bytea) returns setof jatakk.sealed_record
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select r.* from jatakk.notice n
          cross join lateral jatakk.sealed_records(n.ring_id, array(
            select ns.subscription_id from jatakk.notice_subscription ns
             where ns.notice_id = n.id and ns.register_id = n.ring_id)) r
         where n.token_hash = hash and n.kind = 'confirmation' and not jatakk.confirmation_expired(n)
           and r.answer = 'yes' and r.method = 'double-opt-in'
      $$;
      revoke execute on function jatakk.records_of_confirmation(bytea) from public;
      grant execute on function jatakk.records_of_confirmation(bytea) to jatakk_keeper;

      -- The receipt by mail, when the person presses for it; once an hour. 'asked', 'waits' or 'unknown'.
      create function jatakk.request_receipt(hash bytea) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare n jatakk.notice; person uuid; agreed uuid[]; receipt uuid := gen_random_uuid();
      begin
        select x.* into n from jatakk.notice x
         where x.token_hash = hash and x.kind = 'confirmation' and not jatakk.confirmation_expired(x);
        if not found then
          return 'unknown';
        end if;
        -- Subscriptions before the notice, as everywhere.
        perform 1 from jatakk.subscription s
          join jatakk.notice_subscription ns on ns.register_id = s.register_id and ns.subscription_id = s.id
         where ns.notice_id = n.id order by s.id for key share of s;
        perform 1 from jatakk.notice x where x.id = n.id for no key update;
        select array_agg(s.id), min(s.subscriber_id::text)::uuid into agreed, person from jatakk.subscription s
          join jatakk.notice_subscription ns on ns.register_id = s.register_id and ns.subscription_id = s.id
         where ns.notice_id = n.id and exists (
           select 1 from jatakk.consent_record c
            where c.subscription_id = s.id and c.answer = 'yes' and c.method = 'double-opt-in');
        if agreed is null then
          return 'unknown';
        end if;
        if exists (select 1 from jatakk.notice x
                    where x.register_id = n.ring_id and x.subscriber_id = person and x.kind = 'receipt'
                      and (x.state in ('queued', 'claimed', 'handed')
                           or coalesce(x.handed_at, x.not_before) > clock_timestamp() - interval '1 hour')) then
          return 'waits';
        end if;
        insert into jatakk.notice (id, ring_id, kind, locale, register_id, subscriber_id)
        values (receipt, n.ring_id, 'receipt', n.locale, n.ring_id, person);
        insert into jatakk.notice_subscription (notice_id, register_id, subscription_id)
        select receipt, n.ring_id, a from unnest(agreed) a;
        return 'asked';
      end $$;
      revoke execute on function jatakk.request_receipt(bytea) from public;
      grant execute on function jatakk.request_receipt(bytea) to jatakk_web;

      -- What a receipt by mail is about, to the keeper that holds it.
      create function jatakk.records_of_receipt(of_notice uuid, held_fence bigint) returns setof jatakk.sealed_record
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select r.* from jatakk.notice n
          cross join lateral jatakk.sealed_records(n.register_id, array(
            select ns.subscription_id from jatakk.notice_subscription ns
             where ns.notice_id = n.id and ns.register_id = n.register_id)) r
         where n.id = of_notice and n.kind = 'receipt' and n.state = 'claimed' and n.fence = held_fence
           and n.lease_until >= clock_timestamp() and r.answer = 'yes' and r.method = 'double-opt-in'
      $$;
      revoke execute on function jatakk.records_of_receipt(uuid, bigint) from public;
      grant execute on function jatakk.records_of_receipt(uuid, bigint) to jatakk_keeper;

      -- One person's records, to a privacy officer who is signed in and says why: twenty a day. That somebody looked is
      -- written before anything is found. A row says 'found', one for each record (none yet: one without); or one row
      -- says why there is nothing.
      create function jatakk.look_up_records(session_hash bytea, of_register uuid, of_index bytea, why text)
        returns table (verdict text, subscription_id uuid, list_name text, state text, ended_reason text,
                       since_month date, ended_month date, record jatakk.sealed_record)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare looker uuid; person uuid;
      begin
        select s.id into looker from jatakk.staff_session x join jatakk.staff s on s.id = x.staff_id
         where x.token_hash = session_hash and s.state = 'active' and s.role = 'administrator'
           and x.ends_at > clock_timestamp() and x.seen_at > clock_timestamp() - interval '2 hours'
           for no key update of s;
        if looker is null then
          verdict := 'forbidden';
          return next;
          return;
        end if;
        if (select count(*) from jatakk.record_look l
             where l.staff_id = looker and l.at > clock_timestamp() - interval '1 day') >= 20 then
          verdict := 'too-many';
          return next;
          return;
        end if;
        insert into jatakk.record_look (staff_id, register_id, reason) values (looker, of_register, why);
        select p.id into person from jatakk.subscriber p where p.register_id = of_register and p.blind_index = of_index;
        if person is null then
          verdict := 'nobody';
          return next;
          return;
        end if;
        return query
          select 'found'::text, s.id, l.name, s.state, s.ended_reason, s.since_month, s.ended_month, r
            from jatakk.subscription s
            join jatakk.list l on l.register_id = s.register_id and l.id = s.list_id
            left join lateral jatakk.sealed_records(s.register_id, array[s.id]) r on true
           where s.register_id = of_register and s.subscriber_id = person order by l.name, s.id;
      end $$;
      revoke execute on function jatakk.look_up_records(bytea, uuid, bytea, text) from public;
      grant execute on function jatakk.look_up_records(bytea, uuid, bytea, text) to jatakk_keeper;

      create or replace function jatakk.forget_trial() returns void
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
        delete from jatakk.ledger_waiting;
        delete from jatakk.ledger_log;
        delete from jatakk.record_look;
        delete from jatakk.rights_request;
        delete from vault.row_key;
      $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
