import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

/**
 * Numbers that tell of nobody: who comes and who goes is counted by list and day, and a count is kept only once it is
 * five; what is less goes on to the next day. So every number that is ever shown, and every difference between two of
 * them, is made of fives and more. The links of a campaign may be counted in the same way, where its author wants it.
 */
export class CountAtLeastFive1700000000031 implements MigrationInterface {
  name = 'CountAtLeastFive1700000000031';

  async up(runner: QueryRunner): Promise<void> {
    await this.#counts(runner);
    await this.#moves(runner);
    await this.#known(runner);
    await this.#links(runner);
  }

  async #counts(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The day on the clocks of whoever reads the numbers.
      create function jatakk.day_here() returns date
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select (clock_timestamp() at time zone 'Europe/Oslo')::date
      $$;
      revoke execute on function jatakk.day_here() from public;

      -- Before this day nothing was counted by day.
      alter table jatakk.installation add column counts_since date not null default jatakk.day_here();
      grant select (counts_since) on jatakk.installation to jatakk_web;

      -- What is not shown yet: a ledger of differences, so that nobody waits for anybody. Of earlier days there is one line
      -- for what has not come to five, and it says no day ('-infinity'). No role may read it.
      create table jatakk.count_waiting (
        -- A list, or a link of a campaign.
        counted uuid not null,
        kind text not null,
        day date not null,
        count bigint not null
      );
      create index count_waiting_of on jatakk.count_waiting (counted, kind, day);

      create table jatakk.count_shown (
        counted uuid not null,
        kind text not null,
        -- Of before there were counters only the month is known: then this is its first day.
        grain text not null default 'day' check (grain in ('day', 'month')),
        day date not null check (grain = 'day' or extract(day from day) = 1),
        count bigint not null check (count >= 5),
        primary key (counted, kind, day, grain)
      );
      grant select on jatakk.count_shown to jatakk_web;

      create function jatakk.count_move(what uuid, of_kind text, step bigint) returns void
        language sql set search_path = pg_catalog, jatakk, pg_temp as $$
        insert into jatakk.count_waiting (counted, kind, day, count) values (what, of_kind, jatakk.day_here(), step)
      $$;
      revoke execute on function jatakk.count_move(uuid, text, bigint) from public;

      -- Makes one line of a day's many. Of days that are over it shows what has come to five, on the day on which it did,
      -- and carries the rest. Then every line is put anew, so that none tells when it was last added to. At once in two
      -- keepers the second does nothing.
      create function jatakk.gather_counts() returns void
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare today date := jatakk.day_here(); r record; carried bigint;
      begin
        if not pg_try_advisory_xact_lock(hashtext('jatakk.count_waiting')) then
          return;
        end if;
        with taken as (
          delete from jatakk.count_waiting w using (
            select x.counted, x.kind, x.day from jatakk.count_waiting x where x.day >= today
             group by x.counted, x.kind, x.day having count(*) > 1) m
           where w.counted = m.counted and w.kind = m.kind and w.day = m.day
          returning w.counted, w.kind, w.day, w.count
        )
        insert into jatakk.count_waiting
        select t.counted, t.kind, t.day, sum(t.count) from taken t group by 1, 2, 3 having sum(t.count) <> 0;

        if not exists (select 1 from jatakk.count_waiting w where w.day < today and w.day > '-infinity') then
          return;
        end if;
        for r in
          with taken as (
            delete from jatakk.count_waiting w where w.day < today returning w.counted, w.kind, w.day, w.count
          ), days as (
            select t.counted, t.kind, t.day, sum(t.count) as count from taken t group by 1, 2, 3
          )
          select d.counted, d.kind, array_agg(d.day order by d.day) as days, array_agg(d.count order by d.day) as counts
            from days d group by d.counted, d.kind order by d.counted, d.kind
        loop
          carried := 0;
          for n in 1 .. cardinality(r.days) loop
            carried := carried + r.counts[n];
            if carried >= 5 then
              insert into jatakk.count_shown as s (counted, kind, day, count)
              values (r.counted, r.kind, case when r.days[n] = '-infinity' then today - 1 else r.days[n] end, carried)
                  on conflict (counted, kind, day, grain) do update set count = s.count + excluded.count;
              carried := 0;
            end if;
          end loop;
          if carried <> 0 then
            insert into jatakk.count_waiting values (r.counted, r.kind, '-infinity', carried);
          end if;
        end loop;
      end $$;
      revoke execute on function jatakk.gather_counts() from public;
      grant execute on function jatakk.gather_counts() to jatakk_keeper;

      create function jatakk.forget_counts() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        delete from jatakk.count_waiting w where w.counted = old.id;
        delete from jatakk.count_shown s where s.counted = old.id;
        return null;
      end $$;
      revoke execute on function jatakk.forget_counts() from public;
      create trigger list_forgets_counts after delete on jatakk.list
        for each row execute function jatakk.forget_counts();
    `);
    await amendFunction(runner, 'jatakk.forget_trial()', [
      {
        from: 'delete from jatakk.subscription_tally;',
        to: `delete from jatakk.subscription_tally;
        delete from jatakk.count_waiting;
        delete from jatakk.count_shown;`,
      },
    ]);
  }

  /** Whoever has not confirmed moves no number: it would tell of somebody else's form (migration 0026). */
  async #moves(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A yes, an end and why, an end that was taken back. A pause is neither: who pauses is still on the list.
      create function jatakk.count_change() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if old.state = 'pending' and new.state in ('confirmed', 'paused') then
          perform jatakk.count_move(new.list_id, 'joined', 1);
        elsif old.state in ('confirmed', 'paused') and new.state = 'ended' then
          perform jatakk.count_move(new.list_id, new.ended_reason, 1);
        elsif old.state = 'ended' and new.state in ('confirmed', 'paused') then
          perform jatakk.count_move(new.list_id, old.ended_reason, -1);
        end if;
        return null;
      end $$;
      revoke execute on function jatakk.count_change() from public;
      create trigger subscription_change_counted after update of state on jatakk.subscription
        for each row when (old.state is distinct from new.state) execute function jatakk.count_change();
    `);
    // The night takes rows out and puts them in again: what is taken out for good goes through this function alone.
    await amendFunction(runner, 'jatakk.drop_subscriptions(uuid,uuid[])', [
      {
        from: 'delete from jatakk.subscription s where',
        to: `insert into jatakk.count_waiting (counted, kind, day, count)
        select s.list_id, 'erased', jatakk.day_here(), count(*) from jatakk.subscription s
         where s.register_id = of_register and s.id = any (ids) and s.state in ('confirmed', 'paused') group by s.list_id;
        delete from jatakk.subscription s where`,
      },
    ]);
    await amendFunction(
      runner,
      'jatakk.transfer(uuid,uuid,bytea,bytea,bytea[],bytea,integer,bytea,uuid,bytea,bytea,integer,bytea)',
      [
        {
          from: `perform jatakk.record_consent(s, 'yes', 'transferred');`,
          to: `perform jatakk.record_consent(s, 'yes', 'transferred');
          perform jatakk.count_move(i.list_id, 'moved-in', 1);`,
        },
      ],
    );
  }

  /** Of before: by month, from the records of those who are still kept. Carried on in the same way. */
  async #known(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$
      declare r record; carried bigint;
      begin
        for r in
          with first_yes as (
            select distinct on (c.subscription_id) c.subscription_id, c.list_id, c.month, c.method
              from jatakk.consent_record c where c.answer = 'yes' and c.method <> 'undo'
             order by c.subscription_id, c.month
          ), known as (
            select f.list_id, case f.method when 'transferred' then 'moved-in' else 'joined' end as kind, f.month, count(*)
              from first_yes f group by 1, 2, 3
            union all
            select s.list_id, s.ended_reason, s.ended_month, count(*)
              from jatakk.subscription s
             where s.state = 'ended' and s.ended_reason not in ('declined', 'expired')
               and exists (select 1 from first_yes f where f.subscription_id = s.id)
             group by 1, 2, 3
          )
          select k.list_id, k.kind, array_agg(k.month order by k.month) as months, array_agg(k.count order by k.month) as counts
            from known k group by k.list_id, k.kind order by k.list_id, k.kind
        loop
          carried := 0;
          for n in 1 .. cardinality(r.months) loop
            carried := carried + r.counts[n];
            if carried >= 5 then
              insert into jatakk.count_shown (counted, kind, grain, day, count)
              values (r.list_id, r.kind, 'month', r.months[n], carried);
              carried := 0;
            end if;
          end loop;
          if carried <> 0 then
            insert into jatakk.count_waiting values (r.list_id, r.kind, '-infinity', carried);
          end if;
        end loop;
      end $$;
    `);
  }

  async #links(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table jatakk.campaign
        -- Whether it is counted how many follow its links. Decided before it is read by a second person.
        add column counts_follows boolean not null default false,
        -- What the addresses of its links are made of: the same for every recipient, and not to be guessed.
        add column follow_seed uuid not null default gen_random_uuid();

      create table jatakk.campaign_link (
        id uuid primary key,
        register_id uuid not null,
        campaign_id uuid not null,
        position integer not null,
        target text not null check (length(target) <= 4000 and target ~ '^https?://'),
        unique (campaign_id, position),
        foreign key (register_id, campaign_id) references jatakk.campaign (register_id, id) on delete cascade
      );
      grant select on jatakk.campaign_link to jatakk_web;
      create trigger link_forgets_counts after delete on jatakk.campaign_link
        for each row execute function jatakk.forget_counts();

      -- Where the links of a campaign lead that is being sent. Only of such a one: what nobody has approved leads nowhere.
      create function jatakk.keep_links(of_campaign uuid, ids uuid[], targets text[]) returns void
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        insert into jatakk.campaign_link (id, register_id, campaign_id, position, target)
        select l.id, c.register_id, c.id, l.position, l.target
          from jatakk.campaign c, unnest(ids, targets) with ordinality as l (id, target, position)
         where c.id = of_campaign and c.counts_follows and c.started_at is not null
            on conflict do nothing
      $$;
      revoke execute on function jatakk.keep_links(uuid, uuid[], text[]) from public;
      grant execute on function jatakk.keep_links(uuid, uuid[], text[]) to jatakk_keeper;

      -- Adds up what web has counted since the last time. Not of what reached fewer than twenty: a number would tell of them.
      create function jatakk.count_follows(ids uuid[], counts integer[]) returns void
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        insert into jatakk.count_waiting (counted, kind, day, count)
        select l.id, 'followed', jatakk.day_here(), f.count
          from unnest(ids, counts) as f (id, count) join jatakk.campaign_link l on l.id = f.id
         where f.count > 0
           and (select sum(t.count) from jatakk.delivery_tally t
                 where t.campaign_id = l.campaign_id and t.state in ('accepted', 'unknown')) >= 20
      $$;
      revoke execute on function jatakk.count_follows(uuid[], integer[]) from public;
      grant execute on function jatakk.count_follows(uuid[], integer[]) to jatakk_web;

      -- False where nothing may be changed: as jatakk.change_campaign.
      create function jatakk.set_counting(session bytea, of_register uuid, of_campaign uuid, counts boolean) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.campaign; me uuid;
      begin
        select * into c from jatakk.campaign x where x.register_id = of_register and x.id = of_campaign for update;
        me := jatakk.session_may(session, 'write-campaign', c.register_id, c.list_id);
        -- A welcome goes to one person at a time.
        if c.id is null or me is null or c.kind in ('reconsent', 'welcome') or c.state not in ('draft', 'in-review', 'approved') then
          return false;
        elsif c.counts_follows = counts then
          return true;
        end if;
        perform jatakk.void_review(c.id, 'edited');
        update jatakk.campaign x
           set counts_follows = counts, edited_at = clock_timestamp(),
               editors = case when me = c.author_id or me = any (c.editors) then c.editors else c.editors || me end
         where x.id = c.id;
        return true;
      end $$;
      revoke execute on function jatakk.set_counting(bytea, uuid, uuid, boolean) from public;
      grant execute on function jatakk.set_counting(bytea, uuid, uuid, boolean) to jatakk_web;
    `);
    await amendFunction(runner, 'jatakk.refuse_change_after_draft()', [
      { from: 'new.locale)', to: 'new.locale, new.counts_follows)' },
      { from: 'old.locale)', to: 'old.locale, old.counts_follows)' },
    ]);
    // Said only where it is so: what waits for a second person as the house is updated stays what it was.
    await amendFunction(runner, 'jatakk.campaign_content(jatakk.campaign)', [
      {
        from: 'from jatakk.organisation o))',
        to: `from jatakk.organisation o))
          || case when c.counts_follows then '{"countsFollows": true}'::jsonb else '{}' end`,
      },
    ]);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
