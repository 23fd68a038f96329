import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

/**
 * Images of campaigns. Each belongs to one register; its bytes never change, and its id is made here, so that what
 * somebody approved is what everybody is shown.
 */
export class KeepImages1700000000030 implements MigrationInterface {
  name = 'KeepImages1700000000030';

  async up(runner: QueryRunner): Promise<void> {
    await this.#tables(runner);
    await this.#acts(runner);
    // Registers do not mix: an image of another one, or one that is gone, is nothing that this campaign could show.
    await amendFunction(runner, 'jatakk.why_not_sendable(uuid)', [
      {
        from: `'no-body'`,
        to: `'no-body'
          when exists (select 1 from jatakk.images_named_in(c.body) n
                        where not exists (select 1 from jatakk.image i
                                           where i.register_id = c.register_id and i.id = n.id)) then 'no-image'`,
      },
    ]);
  }

  async #tables(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table jatakk.image (
        id uuid primary key default gen_random_uuid(),
        register_id uuid not null references jatakk.register (id),
        -- What it shows, for whoever does not see it. A campaign takes this along, and may say it otherwise.
        alt text not null check (length(alt) <= 300 and alt ~ '\\S'),
        media_type text not null check (media_type in ('image/jpeg', 'image/png')),
        -- Pixels of the larger size.
        width integer not null check (width between 1 and 1200),
        height integer not null check (height between 1 and 7200),
        made_at timestamptz not null default clock_timestamp(),
        unique (register_id, id)
      );
      create index image_newest on jatakk.image (register_id, made_at desc);

      create table jatakk.image_size (
        register_id uuid not null,
        image_id uuid not null,
        -- What it is asked for by; an image that is narrower has this many pixels less.
        width integer not null check (width in (600, 1200)),
        bytes bytea not null check (octet_length(bytes) between 1 and 12582912),
        primary key (image_id, width),
        foreign key (register_id, image_id) references jatakk.image (register_id, id) on delete cascade
      );
      -- Compressed already.
      alter table jatakk.image_size alter column bytes set storage external;

      -- Which images a campaign's text names, of those its register has.
      create table jatakk.campaign_image (
        register_id uuid not null,
        campaign_id uuid not null,
        image_id uuid not null,
        primary key (image_id, campaign_id),
        foreign key (register_id, image_id) references jatakk.image (register_id, id) on delete cascade,
        foreign key (register_id, campaign_id) references jatakk.campaign (register_id, id) on delete cascade
      );
      create index campaign_image_of_campaign on jatakk.campaign_image (campaign_id);

      grant select on jatakk.image, jatakk.image_size, jatakk.campaign_image to jatakk_web;
      grant select on jatakk.image to jatakk_keeper;

      create function jatakk.refuse_other_pixels() returns trigger
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        raise exception 'an image never changes' using errcode = 'check_violation';
      end $$;
      revoke execute on function jatakk.refuse_other_pixels() from public;
      create trigger image_size_never_changes before update on jatakk.image_size
        for each row execute function jatakk.refuse_other_pixels();
      create trigger image_never_changes before update of id, register_id, media_type, width, height on jatakk.image
        for each row execute function jatakk.refuse_other_pixels();

      -- The images that a text of blocks names. In other texts nothing looks like this.
      create function jatakk.images_named_in(body text) returns table (id uuid)
        language sql immutable set search_path = pg_catalog, jatakk, pg_temp as $$
        select distinct m[1]::uuid
          from regexp_matches(body, '"image"\\s*:\\s*"([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"', 'g') m
      $$;
      revoke execute on function jatakk.images_named_in(text) from public;

      create function jatakk.note_images() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        delete from jatakk.campaign_image x
         where x.campaign_id = new.id
           and not exists (select 1 from jatakk.images_named_in(new.body) n where n.id = x.image_id);
        -- Locked first: one that is being removed is gone, not in the way.
        insert into jatakk.campaign_image (register_id, campaign_id, image_id)
        select s.register_id, new.id, s.id
          from (select i.register_id, i.id from jatakk.image i
                 where i.register_id = new.register_id
                   and i.id in (select n.id from jatakk.images_named_in(new.body) n)
                 order by i.id for key share) s
            on conflict do nothing;
        return null;
      end $$;
      revoke execute on function jatakk.note_images() from public;
      create trigger campaign_notes_images after insert or update of body on jatakk.campaign
        for each row execute function jatakk.note_images();
    `);
  }

  async #acts(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whose session this is, if they may write campaigns to the register or to some list of it.
      create function jatakk.session_writes_in(session bytea, of_register uuid) returns uuid
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select me.id from jatakk.signed_in(session) me
         where me.id is not null and (
           jatakk.may(me.id, 'write-campaign', of_register)
           or exists (select 1 from jatakk.list l
                       where l.register_id = of_register and jatakk.may(me.id, 'write-campaign', of_register, l.id)))
      $$;
      revoke execute on function jatakk.session_writes_in(bytea, uuid) from public;

      -- 'stored' with its id, 'full', or 'not-yours'. \`large\` is null where the image is no wider than 600 pixels.
      create function jatakk.store_image(
          session bytea, of_register uuid, new_alt text, of_media_type text, of_width integer, of_height integer,
          small bytea, large bytea, out outcome text, out image uuid)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if jatakk.session_writes_in(session, of_register) is null
           or not exists (select 1 from jatakk.register r where r.id = of_register) then
          outcome := 'not-yours';
          return;
        elsif (select count(*) from jatakk.image i where i.register_id = of_register) >= 2000 then
          outcome := 'full';
          return;
        end if;
        insert into jatakk.image (register_id, alt, media_type, width, height)
        values (of_register, new_alt, of_media_type, of_width, of_height) returning id into image;
        insert into jatakk.image_size (register_id, image_id, width, bytes)
        select of_register, image, s.width, s.bytes
          from (values (600, small), (1200, large)) as s (width, bytes) where s.bytes is not null;
        outcome := 'stored';
      end $$;
      revoke execute on function jatakk.store_image(bytea, uuid, text, text, integer, integer, bytea, bytea) from public;
      grant execute on function jatakk.store_image(bytea, uuid, text, text, integer, integer, bytea, bytea) to jatakk_web;

      -- False where there is no such image that this session may describe.
      create function jatakk.describe_image(session bytea, of_register uuid, of_image uuid, new_alt text) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if jatakk.session_writes_in(session, of_register) is null then
          return false;
        end if;
        update jatakk.image i set alt = new_alt where i.register_id = of_register and i.id = of_image;
        return found;
      end $$;
      revoke execute on function jatakk.describe_image(bytea, uuid, uuid, text) from public;
      grant execute on function jatakk.describe_image(bytea, uuid, uuid, text) to jatakk_web;

      -- Whether a campaign holds its images: it is out, or on its way, or somebody reads or has approved it.
      create function jatakk.holds_images(c jatakk.campaign) returns boolean
        language sql immutable set search_path = pg_catalog, jatakk, pg_temp as $$
        select c.started_at is not null or c.state not in ('draft', 'cancelled')
      $$;
      revoke execute on function jatakk.holds_images(jatakk.campaign) from public;

      -- 'removed', 'in-use', or 'unknown'. The campaigns are locked first, as by whoever submits or sends one: so that none
      -- goes on with an image that is gone.
      create function jatakk.remove_image(session bytea, of_register uuid, of_image uuid) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if jatakk.session_writes_in(session, of_register) is null then
          return 'unknown';
        end if;
        perform 1 from jatakk.campaign c
          where c.register_id = of_register
            and c.id in (select x.campaign_id from jatakk.campaign_image x where x.image_id = of_image)
          order by c.id for update;
        if exists (select 1 from jatakk.campaign_image x
                     join jatakk.campaign c on c.register_id = x.register_id and c.id = x.campaign_id
                    where x.register_id = of_register and x.image_id = of_image and jatakk.holds_images(c)) then
          return 'in-use';
        end if;
        delete from jatakk.image i where i.register_id = of_register and i.id = of_image;
        return case when found then 'removed' else 'unknown' end;
      -- Something else of the register's shows it.
      exception when foreign_key_violation then
        return 'in-use';
      end $$;
      revoke execute on function jatakk.remove_image(bytea, uuid, uuid) from public;
      grant execute on function jatakk.remove_image(bytea, uuid, uuid) to jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
