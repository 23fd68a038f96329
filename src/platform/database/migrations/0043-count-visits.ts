import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Views of pages, as numbers by day: of a page, a browser, a system, a network domain, a referrer, and of all, each by
 * itself. What a day that is over keeps is five or more; what is less is `~other`, and if that is less still, the next
 * smallest is put to it.
 */
export class CountVisits1700000000043 implements MigrationInterface {
  name = 'CountVisits1700000000043';

  async up(runner: QueryRunner): Promise<void> {
    await this.#tables(runner);
    await this.#settings(runner);
    await this.#add(runner);
    await this.#fold(runner);
  }

  async #tables(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table traffic.setting (
        only_row boolean primary key default true check (only_row),
        counting boolean not null default true,
        visitors boolean not null default false
      );
      insert into traffic.setting default values;

      -- Sites that may send beacons, beside our own pages, which are '~own'.
      create table traffic.site (
        host text primary key check (length(host) <= 100 and host ~ '^[a-z0-9.-]+(:[0-9]{1,5})?$')
      );

      -- Of days that are not over. Not logged: no copy of the log and no backup has what is still small. No role reads it.
      create unlogged table traffic.running (
        day date not null,
        site text not null,
        measure text not null check (measure in ('views', 'visits', 'visitors')),
        kind text not null check (kind in ('total', 'page', 'browser', 'system', 'domain', 'referrer')),
        value text not null check (length(value) between 1 and 200),
        count bigint not null check (count > 0),
        primary key (day, site, measure, kind, value)
      );

      create table traffic.kept (
        day date not null,
        site text not null,
        measure text not null,
        kind text not null,
        value text not null,
        count bigint not null check (count >= 5),
        primary key (day, site, measure, kind, value)
      );
      grant select on traffic.setting, traffic.site, traffic.kept to jatakk_traffic;

      -- The day on the clocks of whoever reads the numbers.
      create function traffic.day_here() returns date
        language sql stable set search_path = pg_catalog, traffic, pg_temp as $$
        select (clock_timestamp() at time zone 'Europe/Oslo')::date
      $$;
      revoke execute on function traffic.day_here() from public;

      -- Days before this one are over for every process: what it had counted by midnight has been written since.
      create function traffic.first_open_day() returns date
        language sql stable set search_path = pg_catalog, traffic, pg_temp as $$
        select ((clock_timestamp() - interval '15 minutes') at time zone 'Europe/Oslo')::date
      $$;
      revoke execute on function traffic.first_open_day() from public;
    `);
  }

  async #settings(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function traffic.choose(counts boolean, counts_visitors boolean, hosts text[]) returns void
        language plpgsql security definer set search_path = pg_catalog, traffic, pg_temp as $$
      begin
        if cardinality(hosts) > 20 then
          raise exception 'too many sites';
        end if;
        perform pg_advisory_xact_lock(hashtext('traffic.setting'));
        update traffic.setting set counting = counts, visitors = counts_visitors;
        delete from traffic.site s where s.host <> all (hosts);
        insert into traffic.site select distinct h from unnest(hosts) h on conflict do nothing;
      end $$;
      revoke execute on function traffic.choose(boolean, boolean, text[]) from public;
      grant execute on function traffic.choose(boolean, boolean, text[]) to jatakk_traffic;
    `);
  }

  async #add(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- So many different ones of a kind on a day and site; more are '~other'. Whoever makes them up fills nothing.
      create function traffic.most_of(kind text) returns integer
        language sql immutable set search_path = pg_catalog, traffic, pg_temp as $$
        select case kind when 'page' then 500 when 'total' then 0 else 200 end
      $$;
      revoke execute on function traffic.most_of(text) from public;

      create function traffic.add(of_day date, sites text[], measures text[], kinds text[], names text[], counts bigint[])
        returns void
        language plpgsql security definer set search_path = pg_catalog, traffic, pg_temp as $$
      begin
        if of_day < traffic.first_open_day() or of_day > traffic.day_here() then
          return;
        end if;
        perform pg_advisory_xact_lock(hashtext('traffic.running'));
        with given as (
          select g.site, g.measure, g.kind, g.value, sum(g.count) as count
            from unnest(sites, measures, kinds, names, counts) g (site, measure, kind, value, count)
           where g.count between 1 and 1000000000 and length(g.value) between 1 and 200
             and (g.site = '~own' or exists (select from traffic.site s where s.host = g.site))
           group by g.site, g.measure, g.kind, g.value
        ), met as materialized (
          select r.site, r.measure, r.kind, count(*) as many from traffic.running r
           where r.day = of_day and r.value not like '~%' group by r.site, r.measure, r.kind
        ), marked as (
          select g.*, g.value like '~%' or exists (
                   select from traffic.running r where r.day = of_day and r.site = g.site and r.measure = g.measure
                      and r.kind = g.kind and r.value = g.value) as is_known
            from given g
        ), placed as (
          select m.*, row_number() over (partition by m.site, m.measure, m.kind, m.is_known order by m.count desc, m.value) as place
            from marked m
        )
        insert into traffic.running as r (day, site, measure, kind, value, count)
        select of_day, p.site, p.measure, p.kind,
               case when p.is_known or p.place + coalesce(k.many, 0) <= traffic.most_of(p.kind) then p.value else '~other' end,
               sum(p.count)
          from placed p left join met k on k.site = p.site and k.measure = p.measure and k.kind = p.kind
         group by 1, 2, 3, 4, 5
            on conflict (day, site, measure, kind, value)
            do update set count = least(r.count + excluded.count, 1000000000000);
      end $$;
      revoke execute on function traffic.add(date, text[], text[], text[], text[], bigint[]) from public;
      grant execute on function traffic.add(date, text[], text[], text[], text[], bigint[]) to jatakk_traffic;

      -- Of days that are not over: rounded down to fives, and nothing under five.
      create function traffic.so_far()
        returns table (day date, site text, measure text, kind text, value text, count bigint)
        language sql stable security definer set search_path = pg_catalog, traffic, pg_temp as $$
        select r.day, r.site, r.measure, r.kind, r.value, r.count - r.count % 5 from traffic.running r where r.count >= 5
      $$;
      revoke execute on function traffic.so_far() from public;
      grant execute on function traffic.so_far() to jatakk_traffic;
    `);
  }

  async #fold(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Of a day and site with fewer than five in all nothing is kept. At once in two processes the second does nothing.
      create function traffic.fold() returns void
        language plpgsql security definer set search_path = pg_catalog, traffic, pg_temp as $$
      begin
        if not pg_try_advisory_xact_lock(hashtext('traffic.running')) then
          return;
        end if;
        with over_now as (
          delete from traffic.running r where r.day < traffic.first_open_day()
          returning r.day, r.site, r.measure, r.kind, r.value, r.count
        ), small as (
          select o.*, o.count < 5 or o.value = '~other' as is_small from over_now o
        ), placed as (
          select s.*, row_number() over of_kind as place,
                 count(*) filter (where s.is_small) over whole as smalls,
                 sum(s.count) filter (where s.is_small) over whole as merged
            from small s
          window whole as (partition by s.day, s.site, s.measure, s.kind),
                 of_kind as (partition by s.day, s.site, s.measure, s.kind order by s.is_small desc, s.count, s.value)
        )
        insert into traffic.kept as k (day, site, measure, kind, value, count)
        select p.day, p.site, p.measure, p.kind,
               case when p.is_small or (p.merged < 5 and p.place = p.smalls + 1) then '~other' else p.value end, sum(p.count)
          from placed p group by 1, 2, 3, 4, 5 having sum(p.count) >= 5
            on conflict (day, site, measure, kind, value) do update set count = k.count + excluded.count;
      end $$;
      revoke execute on function traffic.fold() from public;
      grant execute on function traffic.fold() to jatakk_traffic;

      -- 25 months, the most that the CNIL allows such counts without being asked.
      create function traffic.forget() returns void
        language sql security definer set search_path = pg_catalog, traffic, pg_temp as $$
        delete from traffic.kept k where k.day < (traffic.day_here() - interval '25 months')::date
      $$;
      revoke execute on function traffic.forget() from public;
      grant execute on function traffic.forget() to jatakk_traffic;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
