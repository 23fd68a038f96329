import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

/**
 * What mail that comes back does: to the delivery that it names, to the person it was for, and to the campaign. And
 * leaving by mail. Nothing here believes more than that a delivery or a subscription was named by a token of ours.
 */
export class TakeBackMail1700000000046 implements MigrationInterface {
  name = 'TakeBackMail1700000000046';

  async up(runner: QueryRunner): Promise<void> {
    await this.#kept(runner);
    await this.#returned(runner);
    await this.#failing(runner);
    await this.#complaints(runner);
    await this.#left(runner);
    await this.#shown(runner);
  }

  async #kept(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table jatakk.delivery
        -- What came back of it: the key of a fixed sentence. Or 'address-changed': whoever it was for has another mailbox
        -- since, and what comes back of this one is not about them.
        add column came_back text check (came_back ~ '^[a-z-]{1,40}$');

      -- How many messages of a campaign came back, and as what. Stays when its deliveries are forgotten.
      create table jatakk.came_back (
        campaign_id uuid not null references jatakk.campaign (id) on delete cascade,
        class text not null check (class in ('hard', 'soft', 'ours', 'complaint')),
        wording text not null check (wording ~ '^[a-z-]{1,40}$'),
        count bigint not null check (count > 0),
        primary key (campaign_id, class, wording)
      );

      -- So many had come back as our own fault when it was held for that: a person who lets it go on has seen these.
      alter table jatakk.campaign add column ours_seen bigint not null default 0;

      -- Complaints about what one list was sent on one day came to where sending stops. \`waits\`: nobody has looked yet.
      create table jatakk.complaint_alarm (
        list_id uuid not null,
        day date not null,
        complaints bigint not null,
        waits boolean not null default true,
        primary key (list_id, day)
      );
      create function jatakk.forget_alarms() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        delete from jatakk.complaint_alarm a where a.list_id = old.id;
        return null;
      end $$;
      revoke execute on function jatakk.forget_alarms() from public;
      create trigger list_forgets_alarms after delete on jatakk.list
        for each row execute function jatakk.forget_alarms();

      -- 'mail': to the mailto: of List-Unsubscribe, or a reply that asks for it. 'complaint': a provider told that the
      -- person calls it spam.
      alter table jatakk.consent_record drop constraint consent_record_method_check;
      alter table jatakk.consent_record add constraint consent_record_method_check check (method in
        ('double-opt-in', 'link', 'one-click', 'undo', 'preferences', 'reconsent', 'transferred', 'objection', 'staff',
         'mail', 'complaint'));
      alter table jatakk.notice drop constraint notice_kind_check;
      alter table jatakk.notice add constraint notice_kind_check check (kind in
        ('confirmation', 'invitation', 'campaign-test', 'manage', 'receipt', 'address-change',
         'account-changed', 'password-reset', 'welcome', 'left'));
    `);
    // What is sent to the mailbox of before may still come back for two weeks.
    await amendFunction(runner, 'jatakk.confirm_address_change(bytea)', [
      {
        from: `        update vault.row_key k set key = n.key from vault.row_key n`,
        to: `        update jatakk.delivery d set came_back = 'address-changed'
         where d.came_back is null and d.id in (
           select o.id from jatakk.subscription s
             join jatakk.campaign c on c.register_id = s.register_id and c.list_id = s.list_id
                                   and c.started_at > clock_timestamp() - interval '30 days'
             join jatakk.delivery o on o.campaign_id = c.id and o.subscription_id = s.id
            where s.register_id = a.register_id and s.subscriber_id = a.subscriber_id
              and o.handed_at > clock_timestamp() - interval '14 days'
            order by o.id for update of o);
        update vault.row_key k set key = n.key from vault.row_key n`,
      },
    ]);
    // What is handed over once more goes to the mailbox of now.
    await amendFunction(runner, 'jatakk.gate(uuid[],bigint[])', [
      {
        from: `handed_at = case when j.verdict = 'go' then clock_timestamp() end,`,
        to: `handed_at = case when j.verdict = 'go' then clock_timestamp() end,
                 came_back = case when j.verdict <> 'go' then d.came_back end,`,
      },
    ]);
    await amendFunction(runner, 'jatakk.forget_trial()', [
      {
        from: 'delete from jatakk.subscription_tally;',
        to: 'delete from jatakk.subscription_tally;\n        delete from jatakk.complaint_alarm;',
      },
    ]);
    await amendFunction(runner, 'jatakk.forget_deliveries()', [
      {
        from: '        for c in',
        to: `        delete from jatakk.complaint_alarm a where not a.waits and a.day < current_date - 180;
        for c in`,
      },
    ]);
    await amendFunction(runner, 'jatakk.end_again(uuid, uuid, text)', [
      {
        from: `if reason in ('unsubscribed', 'objected') then`,
        to: `if reason = 'complained' and s.state <> 'pending' then
          perform jatakk.record_consent(s, 'no', 'complaint');
        elsif reason in ('unsubscribed', 'objected') then`,
      },
    ]);
  }

  async #returned(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whether the person has said yes, for another list or anew, to a mail that was sent after this delivery: then
      -- somebody reads mail there, and what a server said of the mailbox before that is no longer so. Of older mails only
      -- the day or the month is known (blur_notices): the doubt is theirs.
      create function jatakk.has_answered_since(d jatakk.delivery) returns boolean
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select exists (
          select 1 from jatakk.subscription o
            join jatakk.subscription s on s.register_id = o.register_id and s.subscriber_id = o.subscriber_id
            join jatakk.notice_subscription ns on ns.register_id = s.register_id and ns.subscription_id = s.id
            join jatakk.notice n on n.id = ns.notice_id
           where o.register_id = d.register_id and o.id = d.subscription_id
             and s.id <> o.id and s.state in ('confirmed', 'paused') and n.kind = 'confirmation'
             and d.handed_at < n.handed_at + case n.handed_at
                   when date_trunc('month', n.handed_at) then interval '1 month'
                   when date_trunc('day', n.handed_at) then interval '1 day' else interval '0' end)
      $$;
      revoke execute on function jatakk.has_answered_since(jatakk.delivery) from public;

      -- Whom deliveries of a register were for.
      create function jatakk.people_of(of_register uuid, deliveries uuid[]) returns uuid[]
        language plpgsql stable set search_path = pg_catalog, jatakk, pg_temp as $$
      declare subscriptions uuid[];
      begin
        subscriptions := array(select d.subscription_id from jatakk.delivery d
                                where d.id = any (deliveries) and d.register_id = of_register);
        return array(select distinct s.subscriber_id from jatakk.subscription s
                      where s.register_id = of_register and s.id = any (subscriptions));
      end $$;
      revoke execute on function jatakk.people_of(uuid, uuid[]) from public;

      -- What has come back about deliveries of one register, each for itself: hard, soft and ours make a bounce of it;
      -- 'complaint' ends; 'delivered' settles what was unknown. Only of what was handed over in the last 14 days, and only
      -- once: whatever else is asked changes nothing. One row for each campaign that is held now, and why.
      --
      -- Campaigns before subscriptions before deliveries, each in id order, as everywhere.
      create function jatakk.take_back(
          of_register uuid, ids uuid[], classes text[], codes text[], wordings text[])
        returns table (held_id uuid, why text)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare named uuid[]; people uuid[]; mine uuid[]; failed uuid[]; refused uuid[]; blamed uuid[];
      begin
        named := array(select distinct d.campaign_id from jatakk.delivery d
                        where d.id = any (ids) and d.register_id = of_register);
        perform 1 from jatakk.campaign c
         where c.id = any (named)
            or ('complaint' = any (classes) and c.state = 'sending' and c.list_id in (
                  select o.list_id from jatakk.campaign o where o.id = any (named)))
         order by c.id for no key update;
        -- Everything by ids that are at hand: joined as a whole, a planner that knows no numbers yet reads everybody's.
        people := jatakk.people_of(of_register, array(
          select a.id from unnest(ids, classes) as a (id, class) where a.class in ('hard', 'soft', 'complaint')));
        perform 1 from jatakk.subscription s
         where s.register_id = of_register and s.subscriber_id = any (people) order by s.id for update of s;
        with locked as materialized (
          select d.id, d.handed_at from jatakk.delivery d
           where d.id = any (ids) and d.register_id = of_register order by d.id for update)
        select coalesce(array_agg(x.id), '{}') into mine from locked x
         where x.handed_at > clock_timestamp() - interval '14 days';

        update jatakk.delivery d set state = 'accepted'
          from unnest(ids, classes) as a (id, class)
         where a.class = 'delivered' and d.id = a.id and d.id = any (mine) and d.state = 'unknown';

        with told as (
          select distinct on (a.id) a.* from unnest(ids, classes, codes, wordings) with ordinality
                                           as a (id, class, code, wording, place)
           where a.class in ('hard', 'soft', 'ours') order by a.id, a.place
        ), moved as (
          update jatakk.delivery d
             set state = 'bounced', lease_until = null, reply_class = t.class || ':' || t.code, came_back = t.wording
            from told t
           where d.id = t.id and d.id = any (mine) and d.came_back is null
             and d.state in ('handed', 'accepted', 'unknown')
          returning d.id, d.campaign_id, t.class, t.wording, jatakk.has_answered_since(d) as stale
        ), counted as (
          insert into jatakk.came_back as b (campaign_id, class, wording, count)
          select m.campaign_id, m.class, m.wording, count(*) from moved m group by 1, 2, 3 order by 1, 2, 3
              on conflict (campaign_id, class, wording) do update set count = b.count + excluded.count
        )
        select coalesce(array_agg(m.id) filter (where m.class = 'soft' or m.class = 'hard' and not m.stale), '{}'),
               coalesce(array_agg(distinct m.campaign_id) filter (where m.class = 'ours'), '{}')
          into failed, refused from moved m;
        if cardinality(failed) > 0 then
          perform jatakk.judge_failures(failed);
        end if;

        with marked as (
          update jatakk.delivery d set came_back = 'reported-as-spam'
            from unnest(ids, classes) as a (id, class)
           where a.class = 'complaint' and d.id = a.id and d.id = any (mine)
             and d.state in ('handed', 'accepted', 'unknown', 'bounced')
             and (d.came_back is null or d.came_back not in ('reported-as-spam', 'address-changed'))
          returning d.id, d.campaign_id
        ), counted as (
          insert into jatakk.came_back as b (campaign_id, class, wording, count)
          select m.campaign_id, 'complaint', 'reported-as-spam', count(*) from marked m group by 1 order by 1
              on conflict (campaign_id, class, wording) do update set count = b.count + excluded.count
        )
        select coalesce(array_agg(distinct m.campaign_id), '{}'), coalesce(array_agg(m.id), '{}')
          into blamed, failed from marked m;
        perform jatakk.end_complaining(of_register, jatakk.people_of(of_register, failed));

        return query select * from jatakk.hold_refused(refused);
        return query select * from jatakk.hold_complained(blamed);
      end $$;
      revoke execute on function jatakk.take_back(uuid, uuid[], text[], text[], text[]) from public;
      grant execute on function jatakk.take_back(uuid, uuid[], text[], text[], text[]) to jatakk_keeper;

      -- Whoever calls it spam is on none of that register's lists any more: the suppression would stop each of them, and
      -- one that says it goes on would not be true. Called with the people's subscriptions locked.
      create function jatakk.end_complaining(of_register uuid, people uuid[]) returns void
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare s jatakk.subscription;
      begin
        for s in
          select x.* from jatakk.subscription x
           where x.register_id = of_register and x.subscriber_id = any (people) and x.state in ('confirmed', 'paused')
           order by x.id
        loop
          update jatakk.subscription x set state = 'ended', ended_reason = 'complained'
           where x.register_id = s.register_id and x.id = s.id;
          perform jatakk.record_consent(s, 'no', 'complaint');
        end loop;
        insert into jatakk.suppression (register_id, hash, kind)
        select p.register_id, p.suppression_hash, 'complaint' from jatakk.subscriber p
         where p.register_id = of_register and p.id = any (people) order by p.suppression_hash
            on conflict do nothing;
      end $$;
      revoke execute on function jatakk.end_complaining(uuid, uuid[]) from public;

      -- Several servers refuse us while the rest is still being sent: a person looks first. Three of them, so that one
      -- strict server, or two of one firm, hold nobody up; of a large campaign one in two hundred. What somebody has seen
      -- when they let it go on is not counted again.
      create function jatakk.hold_refused(campaigns uuid[]) returns table (held_id uuid, why text)
        language sql set search_path = pg_catalog, jatakk, pg_temp as $$
        update jatakk.campaign c
           set state = 'held', held_reason = 'returned-ours', ours_seen = n.ours
          from (select x.id,
                       (select coalesce(sum(b.count), 0) from jatakk.came_back b
                         where b.campaign_id = x.id and b.class = 'ours') as ours,
                       (select coalesce(sum(t.count), 0) from jatakk.delivery_tally t
                         where t.campaign_id = x.id and t.state in ('accepted', 'unknown')) as sent
                  from jatakk.campaign x where x.id = any (campaigns)) n
         where c.id = n.id and c.state = 'sending' and n.ours - c.ours_seen >= greatest(3, n.sent / 200)
        returning c.id, c.held_reason
      $$;
      revoke execute on function jatakk.hold_refused(uuid[]) from public;
    `);
  }

  /** Three in a row over a week. */
  async #failing(runner: QueryRunner): Promise<void> {
    // Where messages come back later, one that was taken over a moment ago says nothing yet: servers give up after five
    // days (RFC 5321 §4.5.4.1). Of a daily letter there would always be one such, and nobody would ever be paused.
    await amendFunction(runner, 'jatakk.keeps_failing(jatakk.subscription)', [
      {
        from: `where later.list_id = s.list_id`,
        to: `where (l.handed_at < clock_timestamp() - interval '6 days'
                             or (select i.return_domain from jatakk.installation i) is null)
                        and later.list_id = s.list_id`,
      },
    ]);
  }

  async #complaints(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Of what a list was sent on the day on which this campaign began: how many messages were taken over, and how many
      -- readers have called one spam. On that day, and not on the day of the complaint: the two numbers are of the same
      -- messages.
      create function jatakk.complaint_rate(of_campaign uuid)
        returns table (list_id uuid, day date, complaints bigint, sent bigint)
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        with day_of as (
          select c.register_id, c.list_id, (c.started_at at time zone 'Europe/Oslo')::date as day
            from jatakk.campaign c where c.id = of_campaign and c.started_at is not null
        ), same as (
          select o.id, d.list_id, d.day from day_of d join jatakk.campaign o
              on o.register_id = d.register_id and o.list_id = d.list_id
             and (o.started_at at time zone 'Europe/Oslo')::date = d.day
        )
        select d.list_id, d.day,
               (select coalesce(sum(b.count), 0)::bigint from jatakk.came_back b join same s on s.id = b.campaign_id
                 where b.class = 'complaint'),
               (select coalesce(sum(t.count), 0)::bigint from jatakk.delivery_tally t join same s on s.id = t.campaign_id
                 where t.state in ('accepted', 'unknown'))
          from day_of d
      $$;
      revoke execute on function jatakk.complaint_rate(uuid) from public;

      -- 'warns' from one in a thousand on, 'stops' from three, as the large providers have it. Of a small list one reader
      -- is more than that, so three complaints at least warn and five stop: nobody is pointed at, and no list is held
      -- because somebody pressed the wrong button.
      create function jatakk.complaint_level(complaints bigint, sent bigint) returns text
        language sql immutable set search_path = pg_catalog, jatakk, pg_temp as $$
        select case when complaints >= 5 and complaints * 1000 >= sent * 3 then 'stops'
                    when complaints >= 3 and complaints * 1000 >= sent then 'warns' end
      $$;
      revoke execute on function jatakk.complaint_level(bigint, bigint) from public;

      -- What is being sent to that list is held until a person has looked; and the next that begins, if nobody has by then.
      -- Only complaints since the last look count.
      create function jatakk.hold_complained(campaigns uuid[]) returns table (held_id uuid, why text)
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare r record; seen bigint;
      begin
        for r in
          select distinct x.* from unnest(campaigns) as c (id), jatakk.complaint_rate(c.id) x order by x.list_id, x.day
        loop
          select a.complaints into seen from jatakk.complaint_alarm a where a.list_id = r.list_id and a.day = r.day;
          continue when jatakk.complaint_level(r.complaints - coalesce(seen, 0), r.sent) is distinct from 'stops';
          insert into jatakk.complaint_alarm (list_id, day, complaints) values (r.list_id, r.day, r.complaints)
              on conflict (list_id, day) do update set complaints = excluded.complaints, waits = true;
          return query
          update jatakk.campaign c set state = 'held', held_reason = 'complaints'
           where c.list_id = r.list_id and c.state = 'sending'
          returning c.id, c.held_reason;
        end loop;
      end $$;
      revoke execute on function jatakk.hold_complained(uuid[]) from public;

      -- Why what is about to begin is held instead: nobody has looked yet at what readers of that list complained about.
      create function jatakk.why_held_at_start(of_campaign uuid) returns text
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select 'complaints' from jatakk.campaign c join jatakk.complaint_alarm a on a.list_id = c.list_id and a.waits
         where c.id = of_campaign limit 1
      $$;
      revoke execute on function jatakk.why_held_at_start(uuid) from public;
      grant execute on function jatakk.why_held_at_start(uuid) to jatakk_keeper;
    `);
    // Whoever lets one of them go on has looked.
    await amendFunction(runner, 'jatakk.act_on_campaign(uuid,text)', [
      {
        from: `        if became is not null then`,
        to: `        if act = 'resume' and became is not null and c.held_reason = 'complaints' then
          update jatakk.complaint_alarm a set waits = false where a.list_id = c.list_id and a.waits;
        end if;
        if became is not null then`,
      },
    ]);
  }

  async #left(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Ends one subscription that was named by a token of ours, or in a reply by whoever it is of. 'left', 'told' where
      -- the person is sent a mail about it too, 'already', or null where there is none such. The mail is sent at most once
      -- a week, and holds the one thing by which the leave is taken back.
      create function jatakk.leave_by_mail(
          of_register uuid, of_subscription uuid, of_notice uuid, undo_hash bytea) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare s jatakk.subscription;
      begin
        select * into s from jatakk.subscription x
         where x.register_id = of_register and x.id = of_subscription for update;
        if not found then
          return null;
        elsif s.state = 'ended' then
          return 'already';
        end if;
        update jatakk.subscription x
           set state = 'ended', ended_reason = case s.state when 'pending' then 'declined' else 'unsubscribed' end
         where x.register_id = s.register_id and x.id = s.id;
        perform jatakk.record_consent(s, 'no', 'mail');
        insert into jatakk.journal (kind, register_id, row_id) values ('left', s.register_id, s.id);
        if exists (select 1 from jatakk.notice n join jatakk.notice_subscription ns on ns.notice_id = n.id
                    where ns.register_id = s.register_id and ns.subscription_id = s.id and n.kind = 'left'
                      and coalesce(n.handed_at, n.not_before) > clock_timestamp() - interval '7 days') then
          return 'left';
        end if;
        insert into jatakk.notice (id, ring_id, kind, locale, register_id, subscriber_id)
        values (of_notice, s.register_id, 'left', s.locale, s.register_id, s.subscriber_id);
        insert into jatakk.notice_subscription (notice_id, register_id, subscription_id)
        values (of_notice, s.register_id, s.id);
        -- To the end of a day: when exactly somebody left is nobody's business for a week.
        insert into jatakk.leave_undo values
          (undo_hash, s.register_id, s.id, s.state, date_trunc('day', clock_timestamp()) + interval '8 days');
        return 'told';
      end $$;
      revoke execute on function jatakk.leave_by_mail(uuid, uuid, uuid, bytea) from public;
      grant execute on function jatakk.leave_by_mail(uuid, uuid, uuid, bytea) to jatakk_keeper;

      -- What a way back leads to, to whoever holds it; nothing changes.
      create function jatakk.peek_undo(of_hash bytea) returns table (list_id uuid, locale text, state text)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select s.list_id, s.locale,
               case when s.state <> 'ended' then 'undone' when u.until < clock_timestamp() then 'expired' else 'waits' end
          from jatakk.leave_undo u
          join jatakk.subscription s on s.register_id = u.register_id and s.id = u.subscription_id
         where u.hash = of_hash
      $$;
      revoke execute on function jatakk.peek_undo(bytea) from public;
      grant execute on function jatakk.peek_undo(bytea) to jatakk_web;
    `);
    await amendFunction(runner, 'jatakk.notice_gate(uuid,bigint)', [
      {
        // Whoever is back by now is told nothing.
        from: `elsif n.kind in ('manage', 'receipt') then`,
        to: `elsif n.kind = 'left' then
          select s.register_id, s.subscriber_id into in_register, person
            from jatakk.subscription s
            join jatakk.notice_subscription ns on ns.register_id = s.register_id and ns.subscription_id = s.id
           where ns.notice_id = n.id and s.state = 'ended' limit 1;
          due := exists (select 1 from jatakk.subscriber p
                          where p.register_id = in_register and p.id = person
                            and not jatakk.stops_notice(p.register_id, p.suppression_hash, n.kind));
        elsif n.kind in ('manage', 'receipt') then`,
      },
      {
        from: `elsif n.kind in ('confirmation', 'manage', 'receipt', 'welcome') then`,
        to: `elsif n.kind in ('confirmation', 'manage', 'receipt', 'welcome', 'left') then`,
      },
    ]);
  }

  async #shown(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What came back of one campaign, as the keys of sentences. Fewer than five complaints have no number: of a small
      -- list it would point at somebody.
      create function jatakk.came_back_of(of_campaign uuid) returns table (class text, wording text, count bigint)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select b.class, b.wording, case when b.class <> 'complaint' or b.count >= 5 then b.count end
          from jatakk.came_back b where b.campaign_id = of_campaign
      $$;
      revoke execute on function jatakk.came_back_of(uuid) from public;
      grant execute on function jatakk.came_back_of(uuid) to jatakk_web;

      create function jatakk.complaints_about(of_campaign uuid) returns text
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select jatakk.complaint_level(x.complaints, x.sent) from jatakk.complaint_rate(of_campaign) x
      $$;
      revoke execute on function jatakk.complaints_about(uuid) from public;
      grant execute on function jatakk.complaints_about(uuid) to jatakk_web;

      -- Campaigns of the last week that servers refused as our fault, three times or more, or that readers complain about.
      create function jatakk.came_back_lately()
        returns table (campaign_id uuid, register_id uuid, list_id uuid, subject text, list text, ours bigint, complaints text)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select x.* from (
          select c.id, c.register_id, c.list_id, c.subject, l.name,
                 coalesce((select sum(b.count)::bigint from jatakk.came_back b
                            where b.campaign_id = c.id and b.class = 'ours'), 0) as ours,
                 jatakk.complaints_about(c.id) as complaints
            from jatakk.campaign c join jatakk.list l on l.register_id = c.register_id and l.id = c.list_id
           where c.started_at > clock_timestamp() - interval '7 days' and c.kind <> 'welcome' and l.state <> 'deleting'
             and exists (select 1 from jatakk.came_back b where b.campaign_id = c.id and b.class in ('ours', 'complaint'))
           order by c.started_at, c.id limit 100) x
         where x.ours >= 3 or x.complaints is not null
      $$;
      revoke execute on function jatakk.came_back_lately() from public;
      grant execute on function jatakk.came_back_lately() to jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
