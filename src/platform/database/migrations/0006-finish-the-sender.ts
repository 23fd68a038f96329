import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What replies mean: hard ends a subscription, soft in a row pauses it, ours holds the campaign and punishes nobody. */
export class FinishTheSender1700000000006 implements MigrationInterface {
  name = 'FinishTheSender1700000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Why a campaign is held, as a code that the pages put into words.
      alter table jatakk.campaign add column held_reason text
        check (held_reason ~ '^[a-z-]{1,40}(:[0-9a-z.-]{1,20})?$');
      grant update (held_reason) on jatakk.campaign to jatakk_keeper;

      -- Kept when a paused one leaves, for the undo of that.
      alter table jatakk.subscription add column paused_by text check (paused_by in ('self', 'bounces'));
      alter table jatakk.subscription add constraint subscription_paused_by_whom
        check (state <> 'paused' or paused_by is not null);

      -- From the first failure on: a delivery is given up after five days (RFC 5321 §4.5.4.1).
      alter table jatakk.delivery add column first_failed_at timestamptz;
      create index delivery_failed on jatakk.delivery (subscription_id, campaign_id)
        where state in ('bounced', 'dead');
      create index delivery_failure_class on jatakk.delivery (campaign_id, state, reply_class)
        where state in ('bounced', 'dead');
    `);

    await runner.query(`
      -- Three deliveries in a row that failed for a soft reason, the first at least a week before the last. An accepted
      -- one in between begins the count anew.
      create function jatakk.keeps_failing(s jatakk.subscription) returns boolean
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select count(*) >= 3 and max(f.started_at) - min(f.started_at) >= interval '7 days'
          from (select c.started_at from jatakk.delivery d join jatakk.campaign c on c.id = d.campaign_id
                 where d.subscription_id = s.id and d.state in ('bounced', 'dead') and d.reply_class like 'soft:%'
                   -- Our relay has no SMTPUTF8: that is no fault of theirs.
                   and d.reply_class <> 'soft:5.6.7'
                   and not exists (
                     select 1 from jatakk.campaign later join jatakk.delivery l
                         on l.campaign_id = later.id and l.subscription_id = s.id and l.state = 'accepted'
                      where later.list_id = s.list_id and later.started_at >= c.started_at)) f
      $$;
      revoke execute on function jatakk.keeps_failing(jatakk.subscription) from public;

      -- What became of deliveries, each only under the fence of the worker that held it. A hard bounce ends every
      -- subscription of that person in that register and suppresses; soft ones in a row pause.
      create function jatakk.settle_deliveries(
          ids uuid[], fences bigint[], states text[], classes text[], in_seconds float8[], counts boolean[],
          max_attempts integer) returns void
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare mine uuid[]; failed uuid[];
      begin
        -- Subscriptions before deliveries, each in id order, as everywhere. Most batches have nobody to punish.
        if exists (select 1 from unnest(classes) as c (class) where c.class like 'hard:%' or c.class like 'soft:%') then
          perform 1 from jatakk.subscription s
           where (s.register_id, s.subscriber_id) in (
             select o.register_id, o.subscriber_id
               from unnest(ids, classes) as a (id, class)
               join jatakk.delivery d on d.id = a.id
               join jatakk.subscription o on o.register_id = d.register_id and o.id = d.subscription_id
              where a.class like 'hard:%' or a.class like 'soft:%')
           order by s.id for update of s;
        end if;
        with locked as materialized (
          select d.id, d.fence, d.state from jatakk.delivery d where d.id = any (ids) order by d.id for update)
        select coalesce(array_agg(x.id), '{}') into mine
          from locked x
          join unnest(ids, fences, states) as a (id, fence, state) on a.id = x.id and a.fence = x.fence
         where x.state in ('claimed', 'handed') or (x.state = 'unknown' and a.state in ('accepted', 'bounced'));
        with settled as (
          update jatakk.delivery d
             set state = case when a.state = 'queued' and a.counts and (
                                d.attempts + 1 >= max_attempts
                                or clock_timestamp() + make_interval(secs => a.in_seconds)
                                   > d.first_failed_at + interval '5 days')
                              then 'dead' else a.state end,
                 lease_until = null,
                 reply_class = coalesce(a.class, d.reply_class),
                 attempts = d.attempts + a.counts::integer,
                 first_failed_at = case when a.state = 'queued' and a.counts
                                        then coalesce(d.first_failed_at, clock_timestamp()) else d.first_failed_at end,
                 not_before = case when a.state = 'queued'
                                   then clock_timestamp() + make_interval(secs => a.in_seconds) else d.not_before end
            from unnest(ids, fences, states, classes, in_seconds, counts)
                   as a (id, fence, state, class, in_seconds, counts)
           where d.id = a.id and d.fence = a.fence and d.id = any (mine)
          returning d.id, d.state, d.reply_class)
        select coalesce(array_agg(s.id), '{}') into failed from settled s
         where s.state in ('bounced', 'dead') and (s.reply_class like 'hard:%' or s.reply_class like 'soft:%');
        if cardinality(failed) > 0 then
          perform jatakk.judge_failures(failed);
        end if;
      end $$;
      revoke execute on function
        jatakk.settle_deliveries(uuid[], bigint[], text[], text[], float8[], boolean[], integer) from public;
      grant execute on function
        jatakk.settle_deliveries(uuid[], bigint[], text[], text[], float8[], boolean[], integer) to jatakk_keeper;

      -- Called with the people's subscriptions locked.
      create function jatakk.judge_failures(failed uuid[]) returns void
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        with gone as (
          select distinct s.register_id, s.subscriber_id
            from jatakk.delivery d
            join jatakk.subscription s on s.register_id = d.register_id and s.id = d.subscription_id
           where d.id = any (failed) and d.state = 'bounced' and d.reply_class like 'hard:%'
        ), ended as (
          update jatakk.subscription s set state = 'ended', ended_reason = 'bounced'
            from gone g
           where s.register_id = g.register_id and s.subscriber_id = g.subscriber_id and s.state <> 'ended'
        )
        insert into jatakk.suppression (register_id, hash, kind)
        select p.register_id, p.suppression_hash, 'hard-bounce'
          from gone g join jatakk.subscriber p on p.register_id = g.register_id and p.id = g.subscriber_id
        on conflict do nothing;
        update jatakk.subscription s set state = 'paused', paused_by = 'bounces'
          from jatakk.delivery d
         where d.id = any (failed) and d.reply_class like 'soft:%'
           and s.register_id = d.register_id and s.id = d.subscription_id
           and s.state = 'confirmed' and jatakk.keeps_failing(s);
      end $$;
      revoke execute on function jatakk.judge_failures(uuid[]) from public;

      -- Whoever signs up anew for a list that bounces had paused begins from the start, with a confirmation of their own.
      create function jatakk.end_paused_by_bounces(of_subscription uuid) returns void
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        update jatakk.subscription s set state = 'ended', ended_reason = 'bounced'
         where s.id = of_subscription and s.state = 'paused' and s.paused_by = 'bounces'
      $$;
      revoke execute on function jatakk.end_paused_by_bounces(uuid) from public;
      grant execute on function jatakk.end_paused_by_bounces(uuid) to jatakk_keeper;

      -- How many failed for which reason: classes and numbers, no person.
      create function jatakk.failure_classes(of_campaign uuid)
        returns table (state text, reply_class text, count bigint)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select d.state, d.reply_class, count(*) from jatakk.delivery d
         where d.campaign_id = of_campaign and d.state in ('bounced', 'dead') group by d.state, d.reply_class
      $$;
      revoke execute on function jatakk.failure_classes(uuid) from public;
      grant execute on function jatakk.failure_classes(uuid) to jatakk_web;
    `);

    await runner.query(`
      -- May these deliveries go, as things stand in this snapshot? why is null for yes. One row per delivery that exists.
      -- Without a search path of its own it is inlined, which makes look and gate three times cheaper; nobody but the
      -- two definer functions below may call it.
      create function jatakk.judge_deliveries(ids uuid[])
        returns table (id uuid, fence bigint, state text, lease_until timestamptz, register_id uuid,
                       subscription_id uuid, subscriber_id uuid, campaign_state text, why text)
        language sql stable as $$
        select d.id, d.fence, d.state, d.lease_until, d.register_id, s.id, s.subscriber_id, c.state,
               case when s.id is null or p.id is null then 'erased'
                    when s.list_id <> c.list_id then 'other-list'
                    when s.state <> 'confirmed' then 'not-confirmed'
                    when s.purpose_version <> c.purpose_version then 'other-purpose'
                    when l.state <> 'open' then 'list-closed'
                    when x.hash is not null then 'suppressed' end
          from pg_catalog.unnest(ids) as a (id)
          join jatakk.delivery d on d.id = a.id
          join jatakk.campaign c on c.register_id = d.register_id and c.id = d.campaign_id
          left join jatakk.subscription s on s.register_id = d.register_id and s.id = d.subscription_id
          left join jatakk.subscriber p on p.register_id = s.register_id and p.id = s.subscriber_id
          left join jatakk.list l on l.register_id = s.register_id and l.id = s.list_id
          left join lateral (
            select y.hash from jatakk.suppression y
             where y.register_id = p.register_id and y.hash = p.suppression_hash and y.kind <> 'erased' limit 1) x on true
      $$;
      revoke execute on function jatakk.judge_deliveries(uuid[]) from public;

      create or replace function jatakk.open_deliveries(ids uuid[], fences bigint[])
        returns table (delivery_id uuid, verdict text, register_id uuid, subscriber_id uuid, subscription_id uuid,
                       address bytea, key_version integer, row_key bytea)
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      begin
        return query
        with judged as (
          select a.id, j.register_id, j.subscriber_id, j.subscription_id,
                 case when j.id is null or j.fence <> a.fence or j.state <> 'claimed'
                           or j.lease_until < clock_timestamp() then 'lost-lease'
                      when j.campaign_state <> 'sending' then 'paused'
                      when j.why is not null then 'skip:' || j.why
                      else 'go' end as verdict
            from unnest(ids, fences) as a (id, fence)
            left join jatakk.judge_deliveries(ids) j on j.id = a.id
        )
        select j.id, j.verdict, j.register_id, j.subscriber_id, j.subscription_id, p.address, p.key_version, k.key
          from judged j
          left join jatakk.subscriber p on j.verdict = 'go' and p.register_id = j.register_id and p.id = j.subscriber_id
          left join vault.row_key k on k.register_id = p.register_id and k.row_id = p.id;
      end $$;

      create or replace function jatakk.gate(ids uuid[], fences bigint[])
        returns table (delivery_id uuid, verdict text)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare held uuid[]; mine uuid[];
      begin
        select coalesce(array_agg(x.id), '{}') into held from (
          select s.id from jatakk.subscription s
           where s.id in (select d.subscription_id from jatakk.delivery d where d.id = any (ids))
           order by s.id for share skip locked) x;
        -- Locked by their ids alone, then judged: the planner would else walk the index of all that is in flight.
        with locked as materialized (
          select d.id, d.fence, d.state, d.lease_until from jatakk.delivery d
           where d.id = any (ids) order by d.id for update)
        select coalesce(array_agg(x.id), '{}') into mine
          from locked x join unnest(ids, fences) as a (id, fence) on a.id = x.id and a.fence = x.fence
         where x.state = 'claimed' and x.lease_until >= clock_timestamp();
        return query
        with judged as materialized (
          select a.id,
                 case when j.id is null then 'lost-lease'
                      when j.subscription_id is not null and not (j.subscription_id = any (held)) then 'busy'
                      when j.campaign_state = 'cancelled' then 'skip:cancelled'
                      when j.campaign_state <> 'sending' then 'paused'
                      else coalesce('skip:' || j.why, 'go') end as verdict
            from unnest(ids, fences) as a (id, fence)
            left join jatakk.judge_deliveries(mine) j on j.id = a.id and j.fence = a.fence
        ), moved as (
          update jatakk.delivery d
             set state = case when j.verdict = 'go' then 'handed' when j.verdict like 'skip:%' then 'skipped' else 'queued' end,
                 handed_at = case when j.verdict = 'go' then clock_timestamp() end,
                 lease_until = case when j.verdict = 'go' then clock_timestamp() + interval '60 seconds' end,
                 not_before = case when j.verdict = 'busy' then clock_timestamp() + interval '1 second' else d.not_before end,
                 reply_class = case when j.verdict like 'skip:%' then substr(j.verdict, 6) end
            from judged j
           where d.id = j.id and j.verdict <> 'lost-lease'
        )
        select j.id, j.verdict from judged j;
      end $$;
      drop function jatakk.why_not_due(jatakk.campaign, jatakk.subscription);
    `);

    await runner.query(`
      -- Sends once more what may or may not have arrived. Only web may ask, for a person who was told how many: with
      -- another number by now nothing happens.
      create function jatakk.resend_unknown(of_campaign uuid, told bigint) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.campaign; found_now bigint;
      begin
        select * into c from jatakk.campaign x where x.id = of_campaign for update;
        if not found or c.state not in ('sending', 'paused', 'held', 'sent') then
          return 'not-now';
        end if;
        select count(*) into found_now from (
          select 1 from jatakk.delivery d where d.campaign_id = of_campaign and d.state = 'unknown'
           order by d.id for update) x;
        if found_now <> told or told = 0 then
          return 'other-number';
        end if;
        update jatakk.delivery d
           set state = 'queued', fence = d.fence + 1, attempts = 0, first_failed_at = null,
               not_before = clock_timestamp(), reply_class = 'resent'
         where d.campaign_id = of_campaign and d.state = 'unknown';
        if c.state = 'sent' then
          update jatakk.campaign x set state = 'sending', finished_at = null where x.id = of_campaign;
        end if;
        return 'resent';
      end $$;
      revoke execute on function jatakk.resend_unknown(uuid, bigint) from public;
      grant execute on function jatakk.resend_unknown(uuid, bigint) to jatakk_web;

      -- Why a campaign cannot go out, whoever asks; null when it can. Whether its domain is signed for is the keeper's
      -- to find out, who asks DNS.
      create function jatakk.why_not_sendable(of_campaign uuid) returns text
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select case
          when c.subject !~ '\\S' then 'no-subject'
          when c.body !~ '\\S' then 'no-body'
          when l.state is distinct from 'open' then 'list-closed'
          when l.sender_name !~ '\\S' or l.sender_address !~ '^[^@\\s]+@[^@\\s]+$' then 'no-sender'
          when p.list_id is null then 'no-purpose'
          when o.name is null or o.name !~ '\\S' or o.postal_address !~ '\\S' then 'no-postal-address' end
          from jatakk.campaign c
          left join jatakk.list l on l.register_id = c.register_id and l.id = c.list_id
          left join jatakk.purpose_text p
            on p.list_id = c.list_id and p.version = c.purpose_version and p.locale = c.locale
          left join jatakk.organisation o on true
         where c.id = of_campaign
      $$;
      revoke execute on function jatakk.why_not_sendable(uuid) from public;
      grant execute on function jatakk.why_not_sendable(uuid) to jatakk_web, jatakk_keeper;

      -- As before, and: what cannot go out is refused with the reason, and a campaign that was held before it began is
      -- started anew, with its undo time.
      create or replace function jatakk.act_on_campaign(campaign_id uuid, act text) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.campaign; undo integer; became text;
      begin
        select * into c from jatakk.campaign x where x.id = campaign_id for update;
        if not found then
          return null;
        end if;
        if act = 'send' and c.state = 'draft' and jatakk.why_not_sendable(campaign_id) is not null then
          return 'refused:' || jatakk.why_not_sendable(campaign_id);
        end if;
        select undo_seconds into undo from jatakk.installation;
        became := case
          when act = 'send' and c.state = 'draft' then 'scheduled'
          when act = 'undo' and c.state = 'scheduled' and c.starts_at > clock_timestamp() then 'draft'
          when act = 'pause' and c.state = 'sending' then 'paused'
          when act = 'resume' and c.state = 'held' and c.started_at is null then 'scheduled'
          when act = 'resume' and c.state in ('paused', 'held') then 'sending'
          when act = 'cancel' and c.state in ('scheduled', 'sending', 'paused', 'held') then 'cancelled'
        end;
        if became is not null then
          update jatakk.campaign x
             set state = became,
                 held_reason = null,
                 starts_at = case became when 'scheduled' then clock_timestamp() + make_interval(secs => undo)
                                         when 'draft' then null else x.starts_at end
           where x.id = campaign_id;
        end if;
        return became;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
