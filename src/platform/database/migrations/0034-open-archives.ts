import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a list is sent may be read by everybody, where the list says so. */
export class OpenArchives1700000000034 implements MigrationInterface {
  name = 'OpenArchives1700000000034';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What has been sent to the list since then is in its archive; null: it has none.
      alter table jatakk.list add column archive_since timestamptz;
      -- Not in the archive, whatever the list says.
      alter table jatakk.campaign add column left_out boolean not null default false;
      create index campaign_of_archive on jatakk.campaign (list_id, started_at) where state = 'sent' and kind = 'regular';

      -- One that is opened anew begins anew: what was sent meanwhile was not written for everybody.
      create function jatakk.set_archive(session bytea, of_list uuid, opened boolean) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare l jatakk.list;
      begin
        select * into l from jatakk.list x where x.id = of_list for update;
        if l.id is null or l.state = 'deleting' or opened is null
           or jatakk.session_may(session, 'manage-list', l.register_id, l.id) is null then
          return false;
        end if;
        update jatakk.list x set archive_since = case when opened then coalesce(x.archive_since, clock_timestamp()) end
         where x.id = l.id;
        return true;
      end $$;
      revoke execute on function jatakk.set_archive(bytea, uuid, boolean) from public;
      grant execute on function jatakk.set_archive(bytea, uuid, boolean) to jatakk_web;

      create function jatakk.leave_out_of_archive(session bytea, of_register uuid, of_campaign uuid, out_of_it boolean)
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.campaign;
      begin
        select * into c from jatakk.campaign x where x.register_id = of_register and x.id = of_campaign for update;
        if c.id is null or out_of_it is null
           or jatakk.session_may(session, 'send-campaign', c.register_id, c.list_id) is null then
          return false;
        end if;
        update jatakk.campaign x set left_out = out_of_it where x.id = c.id;
        return true;
      end $$;
      revoke execute on function jatakk.leave_out_of_archive(bytea, uuid, uuid, boolean) from public;
      grant execute on function jatakk.leave_out_of_archive(bytea, uuid, uuid, boolean) to jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
