import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

/** How many are on a list, kept by the transactions that change it: a page of the staff's never counts people one by one. */
export class CountWithoutCounting1700000000026 implements MigrationInterface {
  name = 'CountWithoutCounting1700000000026';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A ledger of differences, as delivery_tally: nobody waits for anybody, and the sum is the number by construction.
      -- Not of those who have not confirmed: a number that moved with somebody else's form would tell of them. No role may
      -- read it; the functions below tell the sums that they told before.
      create table jatakk.subscription_tally (
        list_id uuid not null,
        state text not null check (state in ('confirmed', 'paused', 'ended')),
        version integer not null,
        count bigint not null
      );
      create index subscription_tally_of on jatakk.subscription_tally (list_id, state, version) include (count);

      create function jatakk.tally_joined() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        insert into jatakk.subscription_tally
        select n.list_id, n.state, n.purpose_version, count(*) from new_rows n where n.state <> 'pending' group by 1, 2, 3;
        return null;
      end $$;
      revoke execute on function jatakk.tally_joined() from public;
      create trigger subscription_tally_joined after insert on jatakk.subscription
        referencing new table as new_rows for each statement execute function jatakk.tally_joined();

      create function jatakk.tally_moved() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        insert into jatakk.subscription_tally
        select d.list_id, d.state, d.version, sum(d.step)
          from (select n.list_id, n.state, n.purpose_version as version, 1 as step from new_rows n
                union all select o.list_id, o.state, o.purpose_version, -1 from old_rows o) d
         where d.state <> 'pending' group by 1, 2, 3 having sum(d.step) <> 0;
        return null;
      end $$;
      revoke execute on function jatakk.tally_moved() from public;
      create trigger subscription_tally_moved after update on jatakk.subscription
        referencing old table as old_rows new table as new_rows
        for each statement execute function jatakk.tally_moved();

      create function jatakk.tally_gone() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        insert into jatakk.subscription_tally
        select o.list_id, o.state, o.purpose_version, -count(*) from old_rows o where o.state <> 'pending' group by 1, 2, 3;
        return null;
      end $$;
      revoke execute on function jatakk.tally_gone() from public;
      create trigger subscription_tally_gone after delete on jatakk.subscription
        referencing old table as old_rows for each statement execute function jatakk.tally_gone();

      -- What has come to more than one line becomes one, and what has come to nothing goes. Returns how many went. Two at
      -- once do no harm: a line that one has taken is not there for the other.
      create function jatakk.fold_tally() returns bigint
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        with long as (
          select t.list_id, t.state, t.version from jatakk.subscription_tally t
           group by 1, 2, 3 having count(*) > 1 or sum(t.count) = 0
        ), taken as (
          delete from jatakk.subscription_tally t using long l
           where t.list_id = l.list_id and t.state = l.state and t.version = l.version
          returning t.list_id, t.state, t.version, t.count
        ), put as (
          insert into jatakk.subscription_tally
          select t.list_id, t.state, t.version, sum(t.count) from taken t group by 1, 2, 3 having sum(t.count) <> 0
        )
        select count(*) from taken
      $$;
      revoke execute on function jatakk.fold_tally() from public;
      grant execute on function jatakk.fold_tally() to jatakk_keeper;

      -- From the rows, where these were written without their triggers. Nobody's but the owner's.
      create function jatakk.recount_subscriptions() returns void
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        lock table jatakk.subscription in share mode;
        delete from jatakk.subscription_tally;
        insert into jatakk.subscription_tally
        select s.list_id, s.state, s.purpose_version, count(*) from jatakk.subscription s
         where s.state <> 'pending' group by 1, 2, 3;
      end $$;
      revoke execute on function jatakk.recount_subscriptions() from public;
      select jatakk.recount_subscriptions();
    `);

    await runner.query(`
      -- The confirmed only: a number that moved when somebody else's address is signed up would tell whether it was known.
      create or replace function jatakk.confirmed_count(of_list uuid) returns bigint
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select coalesce(sum(t.count), 0)::bigint from jatakk.subscription_tally t
         where t.list_id = of_list and t.state = 'confirmed'
      $$;

      create or replace function jatakk.consented_counts(of_list uuid) returns table (version integer, count bigint)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select t.version, sum(t.count)::bigint from jatakk.subscription_tally t
         where t.list_id = of_list and t.state = 'confirmed' group by t.version having sum(t.count) <> 0
      $$;

      create or replace function jatakk.list_numbers(of_list uuid)
        returns table (on_it bigint, ended bigint, campaigns bigint)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select (select coalesce(sum(t.count), 0)::bigint from jatakk.subscription_tally t
                 where t.list_id = of_list and t.state in ('confirmed', 'paused')),
               (select coalesce(sum(t.count), 0)::bigint from jatakk.subscription_tally t
                 where t.list_id = of_list and t.state = 'ended'),
               (select count(*) from jatakk.campaign c where c.list_id = of_list)
      $$;

      -- How many were sent a campaign, as long as it is known who they were.
      create function jatakk.sent_at_most(of_campaign uuid) returns bigint
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select coalesce(sum(t.count), 0)::bigint from jatakk.delivery_tally t
         where t.campaign_id = of_campaign and t.state in ('accepted', 'unknown')
           and exists (select 1 from jatakk.delivery d where d.campaign_id = of_campaign)
      $$;
      revoke execute on function jatakk.sent_at_most(uuid) from public;
      -- What waits on the overview: few rows of very many.
      create index delivery_tally_unknown on jatakk.delivery_tally (campaign_id) include (count) where state = 'unknown';
      create index campaign_stands on jatakk.campaign (state) where state in ('held', 'paused', 'approved');
      create index import_to_propose on jatakk.import (state) where state = 'read';
      create index proposal_waits on jatakk.proposal (made_at) where state = 'waiting';
    `);

    await amendFunction(runner, 'jatakk.forget_trial()', [
      {
        from: 'delete from jatakk.subscription;',
        to: 'delete from jatakk.subscription;\n        delete from jatakk.subscription_tally;',
      },
    ]);

    await amendFunction(runner, 'jatakk.recipient_count(uuid)', [
      {
        from: `select count(*) from jatakk.subscription s
                    where s.list_id = c.list_id and s.state = 'confirmed' and s.purpose_version < c.purpose_version`,
        to: `select coalesce(sum(t.count), 0)::bigint from jatakk.subscription_tally t
                    where t.list_id = c.list_id and t.state = 'confirmed' and t.version < c.purpose_version`,
      },
      {
        from: `select count(*) from jatakk.subscription s
                    where s.list_id = c.list_id and s.state = 'confirmed' and s.purpose_version = c.purpose_version`,
        to: `select coalesce(sum(t.count), 0)::bigint from jatakk.subscription_tally t
                    where t.list_id = c.list_id and t.state = 'confirmed' and t.version = c.purpose_version`,
      },
      {
        // Of a large one: how many were sent the mistake. Whoever has left since is counted with them, so it is "at most".
        from: `when 'correction' then (`,
        to: `when 'correction' then case when jatakk.sent_at_most(c.corrects) > 5000 then jatakk.sent_at_most(c.corrects)
                 else (`,
      },
      {
        from: `and s.state = 'confirmed' and s.purpose_version >= c.purpose_version)`,
        to: `and s.state = 'confirmed' and s.purpose_version >= c.purpose_version) end`,
      },
    ]);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
