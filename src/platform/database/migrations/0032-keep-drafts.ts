import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

const CHANGE_CAMPAIGN = 'jatakk.change_campaign(bytea, uuid, uuid, text, text, text, text, text)';

/**
 * Drafts are kept as they are written: two who write do not overwrite each other, and what was there before is still
 * there.
 */
export class KeepDrafts1700000000032 implements MigrationInterface {
  name = 'KeepDrafts1700000000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table jatakk.campaign
        -- Counts the changes of its text.
        add column revision integer not null default 0,
        -- The page that wrote last, by a number it made itself: an answer that was lost on the way is nobody else's change.
        add column hand uuid;

      -- What a draft was when somebody paused, or somebody else went on.
      create table jatakk.campaign_version (
        id uuid primary key default gen_random_uuid(),
        register_id uuid not null,
        campaign_id uuid not null,
        author_id uuid not null references jatakk.staff (id),
        begun_at timestamptz not null,
        saved_at timestamptz not null,
        -- Still written in; a closed one changes no more.
        open boolean not null default true,
        locale text not null,
        subject text not null,
        preheader text not null,
        format text not null,
        body text not null,
        foreign key (register_id, campaign_id) references jatakk.campaign (register_id, id) on delete cascade
      );
      create index campaign_version_of on jatakk.campaign_version (campaign_id, saved_at desc);
      grant select on jatakk.campaign_version to jatakk_web;
      grant select, delete on jatakk.campaign_version to jatakk_keeper;

      -- One version for ten minutes of the same person's writing. Of more than fifty the one goes that is nearest to the one
      -- before it, so that the history grows wider the further back it reaches; the first and the ten newest stay.
      create function jatakk.keep_version(c jatakk.campaign, me uuid) returns void
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare v jatakk.campaign_version;
      begin
        select * into v from jatakk.campaign_version x where x.campaign_id = c.id
         order by x.saved_at desc, x.begun_at desc limit 1;
        if v.open and v.author_id = me and v.begun_at > clock_timestamp() - interval '10 minutes' then
          update jatakk.campaign_version x
             set saved_at = clock_timestamp(), locale = c.locale, subject = c.subject, preheader = c.preheader,
                 format = c.format, body = c.body
           where x.id = v.id;
          return;
        end if;
        insert into jatakk.campaign_version
          (register_id, campaign_id, author_id, begun_at, saved_at, locale, subject, preheader, format, body)
        values (c.register_id, c.id, me, c.edited_at, c.edited_at, c.locale, c.subject, c.preheader, c.format, c.body);
        delete from jatakk.campaign_version x
         where x.id = (select y.id
                         from (select z.id, z.saved_at - lag(z.saved_at) over (order by z.saved_at) as gap,
                                      row_number() over (order by z.saved_at desc) as place, count(*) over () as n
                                 from jatakk.campaign_version z where z.campaign_id = c.id) y
                        where y.n > 50 and y.place > 10 and y.gap is not null order by y.gap limit 1);
      end $$;
      revoke execute on function jatakk.keep_version(jatakk.campaign, uuid) from public;
    `);
    // What was there before its first change, then what it is after each.
    await amendFunction(runner, CHANGE_CAMPAIGN, [
      {
        from: `perform jatakk.void_review(c.id, 'edited');`,
        to: `perform jatakk.void_review(c.id, 'edited');
        if not exists (select 1 from jatakk.campaign_version v where v.campaign_id = c.id) then
          perform jatakk.keep_version(c, c.author_id);
          update jatakk.campaign_version v set open = false where v.campaign_id = c.id;
        end if;`,
      },
      {
        from: 'edited_at = clock_timestamp(),',
        to: 'edited_at = clock_timestamp(), revision = x.revision + 1, hand = null,',
      },
      {
        from: `where x.id = c.id;
        return true;`,
        to: `where x.id = c.id returning * into c;
        perform jatakk.keep_version(c, me);
        return true;`,
      },
    ]);
    await runner.query(`
      -- Takes in what was written where nobody else has written since it was read: 'saved', 'changed' (then nothing has
      -- changed, and it says by whom and when), or 'not-now'. What this page has written itself is nothing new to it. A
      -- line in the log for each version begun, not for each time it is kept.
      create function jatakk.write_draft(
          session bytea, of_register uuid, of_campaign uuid, seen integer, of_hand uuid,
          in_locale text, new_subject text, new_preheader text, new_body text, new_format text, quietly boolean)
        returns table (outcome text, revision integer, at timestamptz, by text)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.campaign; me uuid; before uuid; now_is uuid;
      begin
        select * into c from jatakk.campaign x where x.register_id = of_register and x.id = of_campaign for update;
        me := jatakk.session_may(session, 'write-campaign', c.register_id, c.list_id);
        if c.id is null or me is null then
          return query select 'not-now', null::integer, null::timestamptz, null::text;
          return;
        elsif c.revision <> seen and (of_hand is null or c.hand is distinct from of_hand) then
          return query
            select 'changed', c.revision, c.edited_at,
                   (select s.name from jatakk.campaign_version v join jatakk.staff s on s.id = v.author_id
                     where v.campaign_id = c.id order by v.saved_at desc, v.begun_at desc limit 1);
          return;
        end if;
        select v.id into before from jatakk.campaign_version v where v.campaign_id = c.id
         order by v.saved_at desc, v.begun_at desc limit 1;
        if not jatakk.change_campaign(session, of_register, of_campaign, in_locale, new_subject, new_preheader, new_body, new_format) then
          return query select 'not-now', null::integer, null::timestamptz, null::text;
          return;
        end if;
        select v.id into now_is from jatakk.campaign_version v where v.campaign_id = c.id
         order by v.saved_at desc, v.begun_at desc limit 1;
        if not quietly and now_is is distinct from before then
          perform jatakk.note_act(me, 'editor.write', c.register_id, c.list_id, c.id, '{}');
        end if;
        return query
          update jatakk.campaign x set hand = case when x.revision = c.revision then x.hand else of_hand end
           where x.id = c.id returning 'saved', x.revision, x.edited_at, null::text;
      end $$;
      revoke execute on function jatakk.write_draft(bytea, uuid, uuid, integer, uuid, text, text, text, text, text, boolean) from public;
      grant execute on function jatakk.write_draft(bytea, uuid, uuid, integer, uuid, text, text, text, text, text, boolean)
        to jatakk_web;

      -- Makes a draft what it was in an earlier version; what it is now stays a version of its own. False as
      -- change_campaign, and where it has no such version.
      create function jatakk.bring_back(session bytea, of_register uuid, of_campaign uuid, of_version uuid) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare v jatakk.campaign_version; c jatakk.campaign;
      begin
        select * into c from jatakk.campaign x where x.register_id = of_register and x.id = of_campaign for update;
        select * into v from jatakk.campaign_version x where x.campaign_id = c.id and x.id = of_version;
        if v.id is null or jatakk.session_may(session, 'write-campaign', c.register_id, c.list_id) is null then
          return false;
        end if;
        update jatakk.campaign_version x set open = false where x.campaign_id = c.id and x.open;
        return jatakk.change_campaign(session, of_register, of_campaign, v.locale, v.subject, v.preheader, v.body, v.format);
      end $$;
      revoke execute on function jatakk.bring_back(bytea, uuid, uuid, uuid) from public;
      grant execute on function jatakk.bring_back(bytea, uuid, uuid, uuid) to jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
