import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages that the organisation puts on its own site. They say the same to everybody, and nobody is told who saw one. */
export class SayItOnTheSite1700000000041 implements MigrationInterface {
  name = 'SayItOnTheSite1700000000041';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into jatakk.role_act (act, role) values
        ('write-site-message', 'administrator'), ('write-site-message', 'editor');

      create table jatakk.site_message (
        id uuid primary key default gen_random_uuid(),
        -- { nb: { text, label }, … }
        words jsonb not null check (jsonb_typeof(words) = 'object' and words <> '{}'),
        link text not null check (link ~ '^https?://' and length(link) <= 500),
        pages text not null check (pages ~ '^/' and length(pages) <= 200),
        from_day date,
        until_day date check (until_day >= from_day),
        shown boolean not null default false,
        revision integer not null default 1,
        made_on date not null default current_date
      );
      grant select on jatakk.site_message to jatakk_web;

      -- 'saved' with its id, 'changed' where somebody else was faster, 'full', or 'not-yours'. Without an id: a new one.
      create function jatakk.save_site_message(
          session bytea, of_message uuid, was integer, new_words jsonb, new_link text, new_pages text,
          new_from date, new_until date, out outcome text, out message uuid)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if jatakk.session_may(session, 'write-site-message') is null then
          outcome := 'not-yours';
        elsif of_message is not null then
          update jatakk.site_message x
             set words = new_words, link = new_link, pages = new_pages, from_day = new_from, until_day = new_until,
                 revision = x.revision + 1
           where x.id = of_message and x.revision = was
          returning x.id into message;
          outcome := case when message is null then 'changed' else 'saved' end;
        elsif (select count(*) from jatakk.site_message) >= 100 then
          outcome := 'full';
        else
          insert into jatakk.site_message (words, link, pages, from_day, until_day)
          values (new_words, new_link, new_pages, new_from, new_until)
          returning id into message;
          outcome := 'saved';
        end if;
      end $$;
      revoke execute on function jatakk.save_site_message(bytea, uuid, integer, jsonb, text, text, date, date) from public;
      grant execute on function jatakk.save_site_message(bytea, uuid, integer, jsonb, text, text, date, date) to jatakk_web;

      -- False where there is none, or it is not theirs to say.
      create function jatakk.show_site_message(session bytea, of_message uuid, is_shown boolean) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if jatakk.session_may(session, 'write-site-message') is null then
          return false;
        end if;
        update jatakk.site_message x set shown = is_shown, revision = x.revision + 1 where x.id = of_message;
        return found;
      end $$;
      revoke execute on function jatakk.show_site_message(bytea, uuid, boolean) from public;
      grant execute on function jatakk.show_site_message(bytea, uuid, boolean) to jatakk_web;

      create function jatakk.remove_site_message(session bytea, of_message uuid) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if jatakk.session_may(session, 'write-site-message') is null then
          return false;
        end if;
        delete from jatakk.site_message x where x.id = of_message;
        return found;
      end $$;
      revoke execute on function jatakk.remove_site_message(bytea, uuid) from public;
      grant execute on function jatakk.remove_site_message(bytea, uuid) to jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
