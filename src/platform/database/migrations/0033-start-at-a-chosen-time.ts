import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

/** A campaign starts when somebody has chosen that it does, by the clock that people there look at. */
export class StartAtAChosenTime1700000000033 implements MigrationInterface {
  name = 'StartAtAChosenTime1700000000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whether starts_at was chosen, and is not the end of the time for undoing.
      alter table jatakk.campaign add column start_chosen boolean not null default false;

      -- The moments at which a zone's clocks show a time, the earliest first: none where they are put forward over it, two
      -- where they are put back.
      create function jatakk.moments_of(shown timestamp, zone text) returns timestamptz[]
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select coalesce(array_agg(distinct m.at order by m.at), '{}')
          from unnest(array[interval '-24 hours', interval '24 hours']) as away,
               lateral (select (shown at time zone 'UTC') + away as near) n,
               lateral (select (shown - ((n.near at time zone zone) - (n.near at time zone 'UTC'))) at time zone 'UTC' as at) m
         where (m.at at time zone zone) = shown
      $$;
      revoke execute on function jatakk.moments_of(timestamp, text) from public;

      -- The moment that is meant by a time on a zone's clocks, or why there is none: 'no-such-time', 'time-past',
      -- 'time-too-soon' (before \`soonest\`), 'time-too-far' (more than a year ahead). Of two moments the first that is still
      -- to come, and then it is said that there is another.
      create function jatakk.moment_meant(
          shown timestamp, zone text, at_now timestamptz, soonest timestamptz,
          out at timestamptz, out first_of_two boolean, out why text)
        language plpgsql stable set search_path = pg_catalog, jatakk, pg_temp as $$
      declare moments timestamptz[];
      begin
        moments := jatakk.moments_of(shown, zone);
        select min(m) into at from unnest(moments) as m where m > at_now;
        first_of_two := cardinality(moments) = 2 and at = moments[1];
        why := case
          when cardinality(moments) = 0 then 'no-such-time'
          when at is null then 'time-past'
          when at < soonest then 'time-too-soon'
          when at > at_now + interval '1 year' then 'time-too-far' end;
      end $$;
      revoke execute on function jatakk.moment_meant(timestamp, text, timestamptz, timestamptz) from public;

      -- How long whoever has pressed send may think better of it.
      create function jatakk.undo_time(c jatakk.campaign) returns interval
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select make_interval(secs => i.undo_seconds * case l.eyes when 1 then 6 else 1 end)
          from jatakk.installation i, jatakk.list l where l.register_id = c.register_id and l.id = c.list_id
      $$;
      revoke execute on function jatakk.undo_time(jatakk.campaign) from public;

      -- Has a campaign start when a zone's clocks show a time: what could be sent now, and what has not begun yet. Never
      -- within the time for undoing, which is there for everybody who sends. 'scheduled', or 'scheduled:first-of-two';
      -- 'refused:' and why; null where it is not the moment for it.
      create function jatakk.schedule_campaign(of_campaign uuid, shown timestamp, zone text) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.campaign; meant record; became text;
      begin
        select * into c from jatakk.campaign x where x.id = of_campaign for update;
        if c.id is null or c.state not in ('draft', 'approved')
           and not (c.state = 'scheduled' and c.starts_at > clock_timestamp()) then
          return null;
        end if;
        select * into meant
          from jatakk.moment_meant(shown, zone, clock_timestamp(), clock_timestamp() + jatakk.undo_time(c));
        if meant.why is not null then
          return 'refused:' || meant.why;
        end if;
        if c.state <> 'scheduled' then
          became := jatakk.act_on_campaign(of_campaign, 'send');
          if became is distinct from 'scheduled' then
            return became;
          end if;
        end if;
        update jatakk.campaign x set starts_at = meant.at, start_chosen = true where x.id = of_campaign;
        return case when meant.first_of_two then 'scheduled:first-of-two' else 'scheduled' end;
      end $$;
      revoke execute on function jatakk.schedule_campaign(uuid, timestamp, text) from public;
      grant execute on function jatakk.schedule_campaign(uuid, timestamp, text) to jatakk_web;
    `);
    // What waits for its chosen time may be sent at once instead, if it may still be sent.
    await amendFunction(runner, 'jatakk.act_on_campaign(uuid,text)', [
      {
        from: `if act = 'send' and c.state in ('draft', 'approved') then`,
        to: `if act = 'send' and (c.state in ('draft', 'approved') or c.state = 'scheduled' and c.start_chosen) then`,
      },
      {
        from: `when act = 'send' and c.state in ('draft', 'approved') then 'scheduled'`,
        to: `when act = 'send' and c.state in ('draft', 'approved') then 'scheduled'
          when act = 'send' and c.state = 'scheduled' and c.start_chosen and c.starts_at > clock_timestamp() then 'scheduled'`,
      },
      { from: `held_reason = null,`, to: `held_reason = null,\n                 start_chosen = false,` },
    ]);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
