import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many must stand behind what a list is sent. */
export class AskForTwoPairsOfEyes1700000000022 implements MigrationInterface {
  name = 'AskForTwoPairsOfEyes1700000000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Lists that are there go on as they were; those made from now on take two.
      alter table jatakk.list add column eyes smallint not null default 1 check (eyes in (1, 2));
      alter table jatakk.list alter column eyes set default 2;

      drop function jatakk.make_list(uuid, uuid, text, text, text, text, jsonb);
      -- False when the slug is another list's.
      create function jatakk.make_list(
          new_id uuid, of_register uuid, new_slug text, new_name text, new_sender text, new_sender_address text, texts jsonb,
          new_eyes integer default 2)
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if not jatakk.are_purpose_words(texts) then
          raise exception 'a list has a purpose' using errcode = 'check_violation';
        end if;
        insert into jatakk.list (id, register_id, slug, name, sender_name, sender_address, eyes)
        values (new_id, of_register, new_slug, new_name, new_sender, new_sender_address, new_eyes)
        on conflict (slug) do nothing;
        if not found then
          return false;
        end if;
        perform jatakk.publish_words(of_register, new_id, 1, 1, texts);
        return true;
      end $$;
      revoke execute on function jatakk.make_list(uuid, uuid, text, text, text, text, jsonb, integer) from public;
      grant execute on function jatakk.make_list(uuid, uuid, text, text, text, text, jsonb, integer) to jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
