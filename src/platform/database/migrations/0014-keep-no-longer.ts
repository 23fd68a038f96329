import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How long each thing is kept, as functions that a daily job calls, and the nightly rewrite: who came on which day is
 * no longer told by the order, the transaction or the page in which their rows were written.
 */
export class KeepNoLonger1700000000014 implements MigrationInterface {
  name = 'KeepNoLonger1700000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The day a form was put aside, so that it does not lie there for ever.
      alter table jatakk.intake add column put_aside_on date;
      update jatakk.intake set put_aside_on = current_date where quarantined;
      alter table jatakk.intake add constraint intake_put_aside_when check (quarantined = (put_aside_on is not null));
      create function jatakk.date_putting_aside() returns trigger
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        new.put_aside_on := case when new.quarantined then coalesce(old.put_aside_on, current_date) end;
        return new;
      end $$;
      revoke execute on function jatakk.date_putting_aside() from public;
      create trigger intake_putting_aside_dated before update of quarantined on jatakk.intake
        for each row execute function jatakk.date_putting_aside();

      -- Why messages of a campaign failed, in numbers, once its deliveries are gone.
      create table jatakk.failure_count (
        campaign_id uuid not null references jatakk.campaign (id) on delete cascade,
        state text not null,
        reply_class text,
        count bigint not null
      );
      create index failure_count_of on jatakk.failure_count (campaign_id);
      create or replace function jatakk.failure_classes(of_campaign uuid)
        returns table (state text, reply_class text, count bigint)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select d.state, d.reply_class, count(*) from jatakk.delivery d
         where d.campaign_id = of_campaign and d.state in ('bounced', 'dead') group by d.state, d.reply_class
        union all
        select f.state, f.reply_class, f.count from jatakk.failure_count f where f.campaign_id = of_campaign
      $$;
    `);

    await runner.query(`
      create function jatakk.notice_is_answered(n jatakk.notice) returns boolean
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select n.kind = 'confirmation' and coalesce((
          select bool_and(s.state <> 'pending' and s.ended_reason is distinct from 'declined')
            from jatakk.notice_subscription ns
            join jatakk.subscription s on s.register_id = ns.register_id and s.id = ns.subscription_id
           where ns.notice_id = n.id), false)
      $$;
      -- A confirmation that was answered stays for whoever opens it again, a month and a week; any other notice a week.
      create function jatakk.notice_is_over(n jatakk.notice) returns boolean
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select n.state in ('accepted', 'unknown', 'bounced', 'skipped', 'dead')
           and coalesce(n.accepted_at, n.handed_at, n.not_before) < clock_timestamp() - case
                 when jatakk.notice_is_answered(n) then interval '1 month 7 days' else interval '7 days' end
      $$;
      revoke execute on function jatakk.notice_is_over(jatakk.notice) from public;
      revoke execute on function jatakk.notice_is_answered(jatakk.notice) from public;

      -- Sign-ups that nobody confirmed, or somebody declined, go after 7 days, with the person where nothing else is
      -- left of them; notices that are over go too.
      create or replace function jatakk.forget_unconfirmed() returns integer
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare old_notices uuid[]; gone record; forgotten integer := 0;
      begin
        select coalesce(array_agg(n.id), '{}') into old_notices from jatakk.notice n
         where n.kind not in ('invitation', 'campaign-test') and jatakk.notice_is_over(n);
        for gone in
          select s.register_id, s.id, s.subscriber_id from jatakk.subscription s
           where (s.state = 'pending' or s.ended_reason = 'declined')
             and not exists (select 1 from jatakk.notice_subscription o
                              where o.subscription_id = s.id and o.notice_id <> all (old_notices))
             and (exists (select 1 from jatakk.notice_subscription ns
                           where ns.subscription_id = s.id and ns.notice_id = any (old_notices))
                  -- Nothing asks about it any more: its month tells that it is old.
                  or s.since_month < date_trunc('month', clock_timestamp() - interval '7 days'))
           order by s.id for update of s
        loop
          perform jatakk.drop_last_subscription(gone.register_id, gone.id, gone.subscriber_id);
          forgotten := forgotten + 1;
        end loop;
        delete from vault.row_key k using jatakk.address_change a
         where a.notice_id = any (old_notices) and k.register_id = a.register_id and k.row_id = a.notice_id;
        delete from jatakk.notice n where n.id = any (old_notices);
        return forgotten;
      end $$;

      -- One subscription that its caller holds, and the person if it was the last that was kept of them. Locked before
      -- looking: a sign-up under way is seen.
      create function jatakk.drop_last_subscription(of_register uuid, of_subscription uuid, person uuid) returns void
        language plpgsql set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      begin
        perform jatakk.drop_subscriptions(of_register, array[of_subscription]);
        perform 1 from jatakk.subscriber p where p.register_id = of_register and p.id = person for update;
        if not exists (select 1 from jatakk.subscription s
                        where s.register_id = of_register and s.subscriber_id = person) then
          perform jatakk.drop_subscriber(of_register, person);
        end if;
      end $$;
      revoke execute on function jatakk.drop_last_subscription(uuid, uuid, uuid) from public;

      -- Three years after the month in which it ended nobody can claim anything of it any more (foreldelsesloven § 2).
      create function jatakk.forget_ended() returns integer
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare gone record; forgotten integer := 0;
      begin
        for gone in
          select s.register_id, s.id, s.subscriber_id from jatakk.subscription s
           where s.state = 'ended' and s.ended_month + interval '3 years 1 month' <= clock_timestamp()
           order by s.id for update of s
        loop
          perform jatakk.drop_last_subscription(gone.register_id, gone.id, gone.subscriber_id);
          forgotten := forgotten + 1;
        end loop;
        return forgotten;
      end $$;
      revoke execute on function jatakk.forget_ended() from public;
      grant execute on function jatakk.forget_ended() to jatakk_keeper;

      -- Of somebody who had all erased only the refusal of imports is kept, for three years. The day of a complaint or
      -- a bounce is forgotten when the week is over.
      create function jatakk.forget_suppressions() returns void
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        delete from jatakk.suppression x
         where x.kind = 'erased' and x.since_month + interval '3 years 1 month' <= clock_timestamp();
        update jatakk.suppression x set young_until = null where x.young_until < current_date;
      $$;
      revoke execute on function jatakk.forget_suppressions() from public;
      grant execute on function jatakk.forget_suppressions() to jatakk_keeper;

      -- Who got which campaign, half a year after it ended. The numbers stay.
      create function jatakk.forget_deliveries() returns integer
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c record; forgotten integer := 0;
      begin
        for c in
          select x.id from jatakk.campaign x
           where x.state in ('sent', 'cancelled')
             and coalesce(x.finished_at, x.started_at, x.starts_at) < clock_timestamp() - interval '180 days'
             and exists (select 1 from jatakk.delivery d where d.campaign_id = x.id)
           order by x.id for update
        loop
          insert into jatakk.failure_count
          select d.campaign_id, d.state, d.reply_class, count(*) from jatakk.delivery d
           where d.campaign_id = c.id and d.state in ('bounced', 'dead') group by 1, 2, 3;
          delete from jatakk.delivery d where d.campaign_id = c.id;
          forgotten := forgotten + 1;
        end loop;
        return forgotten;
      end $$;
      revoke execute on function jatakk.forget_deliveries() from public;
      grant execute on function jatakk.forget_deliveries() to jatakk_keeper;

      create function jatakk.forget_sessions() returns void
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        delete from jatakk.staff_session s where s.ends_at < clock_timestamp();
      $$;
      revoke execute on function jatakk.forget_sessions() from public;
      grant execute on function jatakk.forget_sessions() to jatakk_keeper;
    `);

    await runner.query(`
      -- What is taken out and put in again keeps the month in which it ended.
      create or replace function jatakk.date_end() returns trigger
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        new.ended_month := case when new.state = 'ended' then coalesce(
          case tg_op when 'INSERT' then new.ended_month else old.ended_month end,
          date_trunc('month', clock_timestamp())::date) end;
        return new;
      end $$;

      -- How far each register has been rewritten. Emptied by a crash: then all of it is rewritten once more.
      create unlogged table jatakk.rewrite (
        register_id uuid primary key,
        done_on date,
        -- What an earlier transaction wrote has been rewritten.
        since xid8 not null default '3',
        -- As above, once the run that is under way has come to its end.
        begun xid8,
        -- The transactions that did the rewriting: what they wrote is not written anew.
        own xid[] not null default '{}'
      );
      create unlogged table jatakk.rewrite_due (register_id uuid not null, person uuid, hash bytea);
      create index rewrite_due_person on jatakk.rewrite_due (register_id, person) where person is not null;
      create index rewrite_due_hash on jatakk.rewrite_due (register_id, hash) where hash is not null;

      create function jatakk.written_since(x xid, since xid8, own xid[]) returns boolean
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select age(x) <= pg_current_xact_id()::text::bigint - since::text::bigint and x <> all (own)
      $$;
      revoke execute on function jatakk.written_since(xid, xid8, xid[]) from public;

      -- Finds who is to be rewritten: everybody of whom something was written since the last time, and everybody who
      -- looks the same from outside (months, states, languages), so that they cannot be told apart. False when this
      -- register has had its turn today.
      create function jatakk.begin_rewrite(of_register uuid) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare r jatakk.rewrite;
      begin
        insert into jatakk.rewrite (register_id)
        select x.id from jatakk.register x where x.id = of_register on conflict do nothing;
        select * into r from jatakk.rewrite x where x.register_id = of_register for update skip locked;
        if not found or (r.begun is null and r.done_on >= current_date) then
          return false;
        end if;
        if r.begun is not null then
          return true;
        end if;
        -- Put back into another server, its own numbers mean nothing here.
        if r.since > pg_current_xact_id() then
          r.since := '3';
          r.own := '{}';
        end if;
        -- Whatever had not committed by now has this number or a higher one.
        r.begun := pg_snapshot_xmin(pg_current_snapshot());
        insert into jatakk.rewrite_due (register_id, person)
        with written as materialized (
          select p.id as person from jatakk.subscriber p
           where p.register_id = of_register and jatakk.written_since(p.xmin, r.since, r.own)
          union
          select s.subscriber_id from jatakk.subscription s
           where s.register_id = of_register and jatakk.written_since(s.xmin, r.since, r.own)
          union
          select s.subscriber_id from jatakk.consent_record c
            join jatakk.subscription s on s.register_id = c.register_id and s.id = c.subscription_id
           where c.register_id = of_register and jatakk.written_since(c.xmin, r.since, r.own)
          union
          select s.subscriber_id from jatakk.notice n
            join jatakk.notice_subscription ns on ns.notice_id = n.id
            join jatakk.subscription s on s.register_id = ns.register_id and s.id = ns.subscription_id
           where ns.register_id = of_register and jatakk.written_since(n.xmin, r.since, r.own)
          union
          select n.subscriber_id from jatakk.notice n
           where n.register_id = of_register and n.subscriber_id is not null
             and jatakk.written_since(n.xmin, r.since, r.own)
        ), looks as materialized (
          select s.subscriber_id as person,
                 array_agg(distinct concat_ws(' ', s.since_month, s.ended_month, s.state, s.locale)) as look
            from jatakk.subscription s
           where s.register_id = of_register and exists (select 1 from written) group by s.subscriber_id
        )
        select of_register, w.person from written w
        union
        select of_register, l.person from looks l
         where l.look in (select x.look from looks x join written w on w.person = x.person);
        insert into jatakk.rewrite_due (register_id, hash)
        select distinct of_register, x.hash from jatakk.suppression x
         where x.register_id = of_register and (x.kind, x.since_month) in (
           select y.kind, y.since_month from jatakk.suppression y
            where y.register_id = of_register and jatakk.written_since(y.xmin, r.since, r.own));
        update jatakk.rewrite x set since = r.since, begun = r.begun, own = r.own where x.register_id = of_register;
        return true;
      end $$;
      revoke execute on function jatakk.begin_rewrite(uuid) from public;
      grant execute on function jatakk.begin_rewrite(uuid) to jatakk_keeper;

      -- Rewrites so many people, in one transaction: takes all their rows out and puts them in again in the order of
      -- their random ids. Taken out and put in, since an update would leave a row on its page. The tables are locked for
      -- that moment, or else a leave that waits for a row would find it gone; who cannot have them soon lets go.
      -- Returns how many, 0 at the end, null when another keeper is at it.
      create function jatakk.rewrite_batch(of_register uuid, most integer) returns integer
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp
        set lock_timeout = '100ms' as $$
      declare
        r jatakk.rewrite;
        people uuid[];
        hashes bytea[];
        subscribers jatakk.subscriber[];
        subscriptions jatakk.subscription[];
        subscription_ids uuid[];
        records jatakk.consent_record[];
        notices jatakk.notice[];
        notice_ids uuid[];
        links jatakk.notice_subscription[];
        changes jatakk.address_change[];
        row_keys vault.row_key[];
        suppressions jatakk.suppression[];
      begin
        select * into r from jatakk.rewrite x where x.register_id = of_register for update skip locked;
        if not found or r.begun is null then
          return null;
        end if;
        with taken as (
          delete from jatakk.rewrite_due d
           where d.register_id = of_register and d.person in (
             select x.person from jatakk.rewrite_due x
              where x.register_id = of_register and x.person is not null order by x.person limit most)
          returning d.person)
        select coalesce(array_agg(t.person), '{}') into people from taken t;
        if cardinality(people) > 0 then
          lock table jatakk.subscription, jatakk.subscriber, jatakk.consent_record, jatakk.notice,
                     jatakk.notice_subscription, jatakk.address_change, vault.row_key in exclusive mode;
          select coalesce(array_agg(p), '{}') into subscribers from jatakk.subscriber p
           where p.register_id = of_register and p.id = any (people);
          select coalesce(array_agg(s), '{}'), coalesce(array_agg(s.id), '{}') into subscriptions, subscription_ids
            from jatakk.subscription s where s.register_id = of_register and s.subscriber_id = any (people);
          select coalesce(array_agg(c), '{}') into records from jatakk.consent_record c
           where c.register_id = of_register and c.subscription_id = any (subscription_ids);
          select coalesce(array_agg(ns), '{}') into links from jatakk.notice_subscription ns
           where ns.register_id = of_register and ns.subscription_id = any (subscription_ids);
          notice_ids := array(
            select x.notice_id from unnest(links) x
            union
            select n.id from jatakk.notice n where n.register_id = of_register and n.subscriber_id = any (people));
          perform jatakk.blur_notices(notice_ids);
          select coalesce(array_agg(n), '{}') into notices from jatakk.notice n where n.id = any (notice_ids);
          select coalesce(array_agg(a), '{}') into changes from jatakk.address_change a
           where a.register_id = of_register and a.subscriber_id = any (people);
          select coalesce(array_agg(k), '{}') into row_keys from vault.row_key k
           where k.register_id = of_register
             and k.row_id = any (people || subscription_ids || notice_ids
                                 || array(select c.id from unnest(records) c));
          -- Whatever hangs on a row goes before it: nothing cascades.
          delete from jatakk.notice_subscription x
           where x.register_id = of_register and x.subscription_id = any (subscription_ids);
          delete from jatakk.address_change x where x.register_id = of_register and x.subscriber_id = any (people);
          delete from jatakk.notice x where x.id = any (notice_ids);
          delete from jatakk.consent_record x
           where x.register_id = of_register and x.subscription_id = any (subscription_ids);
          delete from vault.row_key x using unnest(row_keys) k
           where x.register_id = of_register and x.row_id = k.row_id;
          delete from jatakk.subscription x where x.register_id = of_register and x.id = any (subscription_ids);
          delete from jatakk.subscriber x where x.register_id = of_register and x.id = any (people);
          insert into jatakk.subscriber select x.* from unnest(subscribers) x order by x.id;
          insert into jatakk.subscription select x.* from unnest(subscriptions) x order by x.id;
          insert into jatakk.consent_record select x.* from unnest(records) x order by x.id;
          insert into jatakk.notice select x.* from unnest(notices) x order by x.id;
          insert into jatakk.notice_subscription select x.* from unnest(links) x order by x.notice_id, x.subscription_id;
          insert into jatakk.address_change select x.* from unnest(changes) x order by x.notice_id;
          insert into vault.row_key select x.* from unnest(row_keys) x order by x.row_id;
        else
          with taken as (
            delete from jatakk.rewrite_due d
             where d.register_id = of_register and d.hash in (
               select x.hash from jatakk.rewrite_due x
                where x.register_id = of_register and x.hash is not null order by x.hash limit most)
            returning d.hash)
          select coalesce(array_agg(t.hash), '{}') into hashes from taken t;
          if cardinality(hashes) > 0 then
            lock table jatakk.suppression in exclusive mode;
            select coalesce(array_agg(x), '{}') into suppressions from jatakk.suppression x
             where x.register_id = of_register and x.hash = any (hashes);
            -- Nobody is suppressed or let go of by this: it is not for the journal.
            alter table jatakk.suppression disable trigger user;
            delete from jatakk.suppression x where x.register_id = of_register and x.hash = any (hashes);
            insert into jatakk.suppression select x.* from unnest(suppressions) x order by x.hash, x.kind;
            alter table jatakk.suppression enable trigger user;
          else
            update jatakk.rewrite x
               set done_on = current_date, since = r.begun, begun = null,
                   own = array(select o.x from unnest(r.own) o (x) where jatakk.written_since(o.x, r.begun, '{}'))
             where x.register_id = of_register;
            return 0;
          end if;
        end if;
        update jatakk.rewrite x set own = r.own || pg_current_xact_id()::xid where x.register_id = of_register;
        return cardinality(people) + coalesce(cardinality(hashes), 0);
      end $$;
      revoke execute on function jatakk.rewrite_batch(uuid, integer) from public;
      grant execute on function jatakk.rewrite_batch(uuid, integer) to jatakk_keeper;

      -- Of earlier days' notices only the day is kept, while it still matters when the link ends: at the end of that
      -- day, never before its hour. Then only the month.
      create function jatakk.blur_notices(ids uuid[]) returns void
        language sql set search_path = pg_catalog, jatakk, pg_temp as $$
        update jatakk.notice n
           set not_before = date_trunc(b.to_what, n.not_before),
               handed_at = date_trunc(b.to_what, n.handed_at),
               accepted_at = case b.to_what
                 when 'day' then date_trunc('day', n.accepted_at - interval '1 microsecond') + interval '1 day'
                 else date_trunc('month', n.accepted_at) end
          from (select x.id, case when jatakk.notice_is_answered(x) or (
                                         x.kind in ('manage', 'receipt') and coalesce(x.accepted_at, x.handed_at)
                                           < clock_timestamp() - interval '2 hours')
                                  then 'month' else 'day' end as to_what
                  from jatakk.notice x
                 where x.id = any (ids)
                   and coalesce(x.accepted_at, x.handed_at, x.not_before) < current_date
                   and (x.state in ('accepted', 'bounced', 'skipped', 'dead')
                        -- One that may still be repeated keeps the minutes that this is counted by.
                        or (x.state = 'unknown' and (x.repeated or x.handed_at < clock_timestamp() - interval '1 day')))) b
         where n.id = b.id
      $$;
      revoke execute on function jatakk.blur_notices(uuid[]) from public;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
