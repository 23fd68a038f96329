import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Texts to begin with, per register. A template is what a campaign was when it was kept: it is copied here, by the
 * database, so that it holds nothing that no draft could hold.
 */
export class KeepTemplates1700000000038 implements MigrationInterface {
  name = 'KeepTemplates1700000000038';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table jatakk.template (
        id uuid primary key default gen_random_uuid(),
        register_id uuid not null references jatakk.register (id),
        name text not null check (length(name) between 1 and 80 and name = btrim(name) and name !~ '[[:cntrl:]]'),
        locale text not null,
        subject text not null check (length(subject) <= 200),
        preheader text not null check (length(preheader) <= 200),
        format text not null check (format in ('markdown', 'blocks')),
        body text not null check (
          case format when 'blocks' then length(body) <= 200000 and jsonb_typeof(body::jsonb) = 'object'
                      else length(body) <= 60000 end),
        kept_at timestamptz not null default clock_timestamp()
      );
      create unique index template_name on jatakk.template (register_id, lower(name));
      grant select on jatakk.template to jatakk_web;

      -- 'kept' with its id, 'taken' (the name is another's), 'full', 'empty', or 'not-yours'.
      create function jatakk.keep_template(
          session bytea, of_register uuid, of_campaign uuid, new_name text, out outcome text, out template uuid)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.campaign;
      begin
        select * into c from jatakk.campaign x where x.register_id = of_register and x.id = of_campaign;
        if c.id is null or c.kind = 'reconsent'
           or jatakk.session_may(session, 'write-campaign', c.register_id, c.list_id) is null then
          outcome := 'not-yours';
          return;
        elsif c.body !~ '\\S' then
          outcome := 'empty';
          return;
        end if;
        -- Two at once: one after the other.
        perform pg_advisory_xact_lock(hashtext('jatakk template'), hashtext(of_register::text));
        if (select count(*) from jatakk.template t where t.register_id = of_register) >= 50 then
          outcome := 'full';
          return;
        end if;
        insert into jatakk.template (register_id, name, locale, subject, preheader, format, body)
        values (c.register_id, new_name, c.locale, c.subject, c.preheader, c.format, c.body)
            on conflict (register_id, lower(name)) do nothing returning id into template;
        outcome := case when template is null then 'taken' else 'kept' end;
      end $$;
      revoke execute on function jatakk.keep_template(bytea, uuid, uuid, text) from public;
      grant execute on function jatakk.keep_template(bytea, uuid, uuid, text) to jatakk_web;

      -- 'renamed', 'taken', or 'unknown'.
      create function jatakk.rename_template(session bytea, of_register uuid, of_template uuid, new_name text) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if jatakk.session_writes_in(session, of_register) is null then
          return 'unknown';
        end if;
        update jatakk.template t set name = new_name where t.register_id = of_register and t.id = of_template;
        return case when found then 'renamed' else 'unknown' end;
      exception when unique_violation then
        return 'taken';
      end $$;
      revoke execute on function jatakk.rename_template(bytea, uuid, uuid, text) from public;
      grant execute on function jatakk.rename_template(bytea, uuid, uuid, text) to jatakk_web;

      -- False where there is none that this session may remove. What was begun with it is a text of its own, and stays.
      create function jatakk.remove_template(session bytea, of_register uuid, of_template uuid) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if jatakk.session_writes_in(session, of_register) is null then
          return false;
        end if;
        delete from jatakk.template t where t.register_id = of_register and t.id = of_template;
        return found;
      end $$;
      revoke execute on function jatakk.remove_template(bytea, uuid, uuid) from public;
      grant execute on function jatakk.remove_template(bytea, uuid, uuid) to jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
