import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

/**
 * How what a register sends looks. A theme never changes: another one takes its place, and a campaign that has begun goes
 * on with the one it began with. It is part of what a second person approves.
 */
export class DressRegisters1700000000037 implements MigrationInterface {
  name = 'DressRegisters1700000000037';

  async up(runner: QueryRunner): Promise<void> {
    await this.#themes(runner);
    await this.#campaigns(runner);
    await this.#act(runner);
  }

  async #themes(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table jatakk.theme (
        id uuid primary key default gen_random_uuid(),
        register_id uuid not null references jatakk.register (id),
        -- The one that is on; those that campaigns have begun with are kept beside it.
        current boolean not null default true,
        -- They stand in styles: nothing but a colour and a known word, whoever puts it here.
        accent text not null check (accent ~ '^#[0-9a-f]{6}$'),
        night text not null check (night ~ '^#[0-9a-f]{6}$'),
        font text not null check (font in ('mixed', 'sans', 'serif', 'wide')),
        logo_id uuid,
        -- As they were when it was chosen: what is approved is what goes out.
        logo_alt text check (length(logo_alt) <= 300 and logo_alt ~ '\\S'),
        made_at timestamptz not null default clock_timestamp(),
        unique (register_id, id),
        check ((logo_id is null) = (logo_alt is null)),
        -- An image that is a logo stays, as does one that a campaign shows.
        foreign key (register_id, logo_id) references jatakk.image (register_id, id)
      );
      create unique index theme_current on jatakk.theme (register_id) where current;
      create index theme_of_logo on jatakk.theme (logo_id) where logo_id is not null;
      grant select on jatakk.theme to jatakk_web, jatakk_keeper;

      create function jatakk.refuse_other_theme() returns trigger
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        raise exception 'a theme never changes' using errcode = 'check_violation';
      end $$;
      revoke execute on function jatakk.refuse_other_theme() from public;
      create trigger theme_never_changes
        before update of id, register_id, accent, night, font, logo_id, logo_alt on jatakk.theme
        for each row execute function jatakk.refuse_other_theme();
    `);
  }

  async #campaigns(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What it began with; null before, and where its register had none then.
      alter table jatakk.campaign
        add column theme_id uuid,
        add foreign key (register_id, theme_id) references jatakk.theme (register_id, id);
      create index campaign_of_theme on jatakk.campaign (theme_id) where theme_id is not null;

      create function jatakk.keep_theme() returns trigger
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        new.theme_id := case when new.started_at is not null then
          (select t.id from jatakk.theme t where t.register_id = new.register_id and t.current) end;
        return new;
      end $$;
      revoke execute on function jatakk.keep_theme() from public;
      create trigger campaign_keeps_theme before update of started_at on jatakk.campaign
        for each row when ((old.started_at is null) <> (new.started_at is null)) execute function jatakk.keep_theme();

      -- What a campaign is dressed in, as it goes out; null for what our own mails look like.
      create function jatakk.theme_content(c jatakk.campaign) returns jsonb
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select jsonb_build_object('accent', t.accent, 'night', t.night, 'font', t.font, 'logo',
                 case when i.id is not null then jsonb_build_object(
                   'image', i.id, 'alt', t.logo_alt, 'width', i.width, 'height', i.height) end)
          from jatakk.theme t left join jatakk.image i on i.register_id = t.register_id and i.id = t.logo_id
         where t.register_id = c.register_id and case when c.started_at is null then t.current else t.id = c.theme_id end
      $$;
      revoke execute on function jatakk.theme_content(jatakk.campaign) from public;

      -- One that is not on and that no campaign goes with is nobody's any more: its logo may go.
      create function jatakk.drop_theme() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        delete from jatakk.theme t
         where t.register_id = old.register_id and t.id = old.theme_id and not t.current
           and not exists (select 1 from jatakk.campaign c where c.theme_id = t.id);
        return null;
      end $$;
      revoke execute on function jatakk.drop_theme() from public;
      create trigger campaign_drops_theme after delete on jatakk.campaign
        for each row when (old.theme_id is not null) execute function jatakk.drop_theme();
    `);
    // Said only where there is one: what waits for a second person as the house is updated stays what it was.
    await amendFunction(runner, 'jatakk.campaign_content(jatakk.campaign)', [
      {
        from: 'from jatakk.organisation o))',
        to: `from jatakk.organisation o))
          || coalesce((select jsonb_build_object('theme', d.theme)
                         from (select jatakk.theme_content(c) as theme) d where d.theme is not null), '{}')`,
      },
    ]);
  }

  async #act(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- 'set', 'unchanged', 'no-image', or 'not-yours'; without an accent the register is dressed as the house again. What
      -- was approved in another look is approved no longer.
      create function jatakk.set_theme(
          session bytea, of_register uuid, new_accent text, new_night text, new_font text, new_logo uuid)
        returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare was jatakk.theme; words text; l record;
      begin
        if jatakk.session_may(session, 'make-list', of_register) is null
           or not exists (select 1 from jatakk.register r where r.id = of_register) then
          return 'not-yours';
        end if;
        -- Two at once: one after the other.
        perform pg_advisory_xact_lock(hashtext('jatakk theme'), hashtext(of_register::text));
        select * into was from jatakk.theme t where t.register_id = of_register and t.current;
        if new_logo is not null then
          select i.alt into words from jatakk.image i
           where i.register_id = of_register and i.id = new_logo for key share;
          if words is null then
            return 'no-image';
          end if;
        end if;
        if (was.accent, was.night, was.font, was.logo_id, was.logo_alt)
           is not distinct from (new_accent, new_night, new_font, new_logo, words) then
          return 'unchanged';
        end if;
        update jatakk.theme t set current = false where t.id = was.id;
        if new_accent is not null then
          insert into jatakk.theme (register_id, accent, night, font, logo_id, logo_alt)
          values (of_register, new_accent, new_night, new_font, new_logo, words);
        end if;
        delete from jatakk.theme t
         where t.register_id = of_register and not t.current
           and not exists (select 1 from jatakk.campaign c where c.theme_id = t.id);
        for l in select x.id from jatakk.list x where x.register_id = of_register order by x.id loop
          perform jatakk.void_changed(l.id, 'theme-changed');
        end loop;
        return 'set';
      end $$;
      revoke execute on function jatakk.set_theme(bytea, uuid, text, text, text, uuid) from public;
      grant execute on function jatakk.set_theme(bytea, uuid, text, text, text, uuid) to jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
