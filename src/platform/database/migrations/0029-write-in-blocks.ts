import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

/**
 * A campaign's text may be blocks: then its body is the JSON of a document, and goes the way of every other text.
 * Campaigns that are there stay as they are, and so do their approvals: what they are bound to has no format in it.
 */
export class WriteInBlocks1700000000029 implements MigrationInterface {
  name = 'WriteInBlocks1700000000029';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table jatakk.campaign
        add column format text not null default 'markdown' check (format in ('markdown', 'blocks')),
        drop constraint campaign_body_check,
        -- A document says as much in more characters. What it may hold is looked at by whoever writes and whoever reads it.
        add constraint campaign_body_check check (
          case format when 'blocks' then length(body) <= 200000 and jsonb_typeof(body::jsonb) = 'object'
                      else length(body) <= 60000 end);
      grant insert (format) on jatakk.campaign to jatakk_web;
    `);
    await amendFunction(runner, 'jatakk.refuse_change_after_draft()', [
      {
        from: '(new.subject, new.preheader, new.body,',
        to: '(new.subject, new.preheader, new.format, new.body,',
      },
      {
        from: '(old.subject, old.preheader, old.body,',
        to: '(old.subject, old.preheader, old.format, old.body,',
      },
    ]);
    await amendFunction(runner, 'jatakk.campaign_content(jatakk.campaign)', [
      {
        from: 'from jatakk.organisation o))',
        to: `from jatakk.organisation o))
          || case c.format when 'markdown' then '{}' else jsonb_build_object('format', c.format) end`,
      },
    ]);
    // Answers are handed out only for a text that has a place for them; among blocks a place is a node of its own.
    await amendFunction(runner, 'jatakk.open_fields(uuid[], bigint[])', [
      {
        from: `c.body ~ ('\\{\\{' || f.name || '\\|'))`,
        to: `case c.format
                 when 'markdown' then c.body ~ ('\\{\\{' || f.name || '\\|')
                 else jsonb_path_exists(c.body::jsonb, '$.** ? (@.type == "place" && @.attrs.name == $name)',
                                        jsonb_build_object('name', f.name)) end)`,
      },
    ]);
    await runner.query(`
      drop function jatakk.change_campaign(bytea, uuid, uuid, text, text, text, text);
      -- False when it is no draft, and nobody looks at it or has approved it: then nothing has changed. Somebody who changes
      -- it is no second person for it any more. Without a format it keeps its own.
      create function jatakk.change_campaign(
          session bytea, of_register uuid, of_campaign uuid, in_locale text, new_subject text, new_preheader text, new_body text,
          new_format text default null)
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.campaign; me uuid; in_format text;
      begin
        select * into c from jatakk.campaign x where x.register_id = of_register and x.id = of_campaign for update;
        me := jatakk.session_may(session, 'write-campaign', c.register_id, c.list_id);
        in_format := coalesce(new_format, c.format);
        if c.id is null or me is null or c.kind = 'reconsent' or c.state not in ('draft', 'in-review', 'approved') then
          return false;
        elsif (c.locale, c.subject, c.preheader, c.format, c.body) = (in_locale, new_subject, new_preheader, in_format, new_body) then
          return true;
        end if;
        perform jatakk.void_review(c.id, 'edited');
        update jatakk.campaign x
           set locale = in_locale, subject = new_subject, preheader = new_preheader, format = in_format, body = new_body,
               edited_at = clock_timestamp(),
               editors = case when me = c.author_id or me = any (c.editors) then c.editors else c.editors || me end
         where x.id = c.id;
        return true;
      end $$;
      revoke execute on function jatakk.change_campaign(bytea, uuid, uuid, text, text, text, text, text) from public;
      grant execute on function jatakk.change_campaign(bytea, uuid, uuid, text, text, text, text, text) to jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
