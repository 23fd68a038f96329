import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

/**
 * How many devices a site has, of those that were asked and said yes: two more numbers, and no name for any. With it what
 * the public is told of counting, and how what was counted and answered on trial ends with the trial.
 */
export class AskToCount1700000000044 implements MigrationInterface {
  name = 'AskToCount1700000000044';

  async up(runner: QueryRunner): Promise<void> {
    await this.#choose(runner);
    await this.#count(runner);
    await this.#say(runner);
    await this.#beginLive(runner);
  }

  async #choose(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whether visitors of the site are asked if they may be counted.
      alter table traffic.site add asks boolean not null default false;

      drop function traffic.choose(boolean, boolean, text[]);
      create function traffic.choose(counts boolean, counts_visitors boolean, hosts text[], asked text[]) returns void
        language plpgsql security definer set search_path = pg_catalog, traffic, pg_temp as $$
      begin
        if cardinality(hosts) > 20 then
          raise exception 'too many sites';
        end if;
        perform pg_advisory_xact_lock(hashtext('traffic.setting'));
        update traffic.setting set counting = counts, visitors = counts_visitors;
        delete from traffic.site s where s.host <> all (hosts);
        insert into traffic.site as s (host, asks) select distinct h, h = any (asked) from unnest(hosts) h
            on conflict (host) do update set asks = excluded.asks;
      end $$;
      revoke execute on function traffic.choose(boolean, boolean, text[], text[]) from public;
      grant execute on function traffic.choose(boolean, boolean, text[], text[]) to jatakk_traffic;
    `);
  }

  async #count(runner: QueryRunner): Promise<void> {
    // 'devices' came that day; 'new-devices' came for the first time in that month. Both as they say themselves.
    await runner.query(`
      alter table traffic.running drop constraint running_measure_check;
      alter table traffic.running add constraint running_measure_check
        check (measure in ('views', 'visits', 'visitors', 'devices', 'new-devices'));
    `);
    await amendFunction(runner, 'traffic.add(date, text[], text[], text[], text[], bigint[])', [
      {
        from: ' where s.host = g.site))\n',
        to:
          ' where s.host = g.site))\n' +
          `             and (g.measure not in ('devices', 'new-devices')\n` +
          '                  or exists (select from traffic.site s where s.host = g.site and s.asks))\n',
      },
    ]);
    // One number a month and site: days of fewer than five are put to the next, within the month.
    await amendFunction(runner, 'traffic.fold()', [
      {
        from: '        with over_now as (',
        to: `        with few as (
          delete from traffic.running r
           where r.day < traffic.first_open_day() and r.measure = 'new-devices' and r.count < 5
             and date_trunc('month', r.day) = date_trunc('month', traffic.first_open_day())
          returning r.site, r.measure, r.kind, r.value, r.count
        )
        insert into traffic.running as k (day, site, measure, kind, value, count)
        select traffic.first_open_day(), f.site, f.measure, f.kind, f.value, sum(f.count) from few f group by 1, 2, 3, 4, 5
            on conflict (day, site, measure, kind, value) do update set count = k.count + excluded.count;
        with over_now as (`,
      },
    ]);
  }

  async #say(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What is chosen of counting, as web says it: whoever writes the privacy page cannot look into that schema.
      create table jatakk.counting_said (
        only_row boolean primary key default true check (only_row),
        counting boolean not null default true,
        visitors boolean not null default false,
        network_table boolean not null default false,
        resolver boolean not null default false,
        sites text[] not null default '{}' check (cardinality(sites) <= 20),
        -- Those of them whose visitors are asked.
        asking text[] not null default '{}' check (asking <@ sites)
      );
      insert into jatakk.counting_said default values;
      grant select on jatakk.counting_said to jatakk_web, jatakk_keeper;

      create function jatakk.say_counting(
          counts boolean, counts_visitors boolean, by_table boolean, by_resolver boolean, hosts text[], asked text[])
        returns void
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        update jatakk.counting_said c
           set counting = counts, visitors = counts_visitors, network_table = by_table, resolver = by_resolver,
               sites = hosts, asking = asked
         where (c.counting, c.visitors, c.network_table, c.resolver, c.sites, c.asking)
               is distinct from (counts, counts_visitors, by_table, by_resolver, hosts, asked)
      $$;
      revoke execute on function jatakk.say_counting(boolean, boolean, boolean, boolean, text[], text[]) from public;
      grant execute on function jatakk.say_counting(boolean, boolean, boolean, boolean, text[], text[]) to jatakk_web;
    `);
  }

  async #beginLive(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Once: what was counted on trial goes, whatever is asked afterwards. Choices and sites stay, as drafts do.
      alter table traffic.setting add live boolean not null default false;
      create function traffic.begin_live() returns boolean
        language plpgsql security definer set search_path = pg_catalog, traffic, pg_temp as $$
      begin
        perform pg_advisory_xact_lock(hashtext('traffic.running'));
        update traffic.setting s set live = true where not s.live;
        if not found then
          return false;
        end if;
        delete from traffic.running;
        delete from traffic.kept;
        return true;
      end $$;
      revoke execute on function traffic.begin_live() from public;
      grant execute on function traffic.begin_live() to jatakk_traffic;

      -- And every survey but the drafts, with all that was answered.
      create table survey.house (
        only_row boolean primary key default true check (only_row),
        live boolean not null default false
      );
      insert into survey.house default values;
      create function survey.begin_live() returns boolean
        language plpgsql security definer set search_path = pg_catalog, survey, pg_temp as $$
      begin
        update survey.house h set live = true where not h.live;
        if not found then
          return false;
        end if;
        update survey.survey s set state = 'draft' where s.state = 'opening';
        delete from survey.survey s where s.state <> 'draft';
        return true;
      end $$;
      revoke execute on function survey.begin_live() from public;
      grant execute on function survey.begin_live() to jatakk_survey;

      -- A house that is live already has nothing of a trial.
      update traffic.setting set live = (select i.mode = 'live' from jatakk.installation i);
      update survey.house set live = (select i.mode = 'live' from jatakk.installation i);
    `);
    // A message leads to wherever the trial was: it waits, as it is written, for somebody to show it again.
    await amendFunction(runner, 'jatakk.forget_trial()', [
      {
        from: '        delete from jatakk.suppression;',
        to:
          '        update jatakk.site_message x set shown = false, revision = x.revision + 1 where x.shown;\n' +
          '        delete from jatakk.suppression;',
      },
    ]);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
