import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A test of a campaign goes to those who work here, and to nobody else. */
export class TestWithColleagues1700000000035 implements MigrationInterface {
  name = 'TestWithColleagues1700000000035';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whoever asked for a test: it says so.
      alter table jatakk.notice add column asked_by uuid references jatakk.staff (id);
      create index notice_test_of on jatakk.notice (asked_by) where kind = 'campaign-test';
      drop function jatakk.request_campaign_test(uuid, uuid);

      -- Has a test go to members of staff who may see the campaign: five at most, and twenty tests in an hour for whoever
      -- asks. 'asked'; or 'not-yours', 'nobody', 'too-many', 'not-theirs' (there is one who may not see it), 'too-often'.
      create function jatakk.request_campaign_tests(session bytea, of_campaign uuid, to_staff uuid[]) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.campaign; me uuid; readers uuid[];
      begin
        select * into c from jatakk.campaign x where x.id = of_campaign;
        me := jatakk.session_may(session, 'write-campaign', c.register_id, c.list_id);
        if c.id is null or me is null then
          return 'not-yours';
        end if;
        select coalesce(array_agg(distinct r), '{}') into readers from unnest(to_staff) as r;
        if cardinality(readers) = 0 then
          return 'nobody';
        elsif cardinality(readers) > 5 then
          return 'too-many';
        elsif exists (
            select 1 from unnest(readers) as r where r is null or not exists (
              select 1 from jatakk.staff s
               where s.id = r and s.state = 'active' and jatakk.may(s.id, 'see', c.register_id, c.list_id))) then
          return 'not-theirs';
        end if;
        -- Two at once would both find room.
        perform 1 from jatakk.staff s where s.id = me for update;
        if cardinality(readers) + (
            select count(*) from jatakk.notice n
             where n.kind = 'campaign-test' and n.asked_by = me and n.not_before > clock_timestamp() - interval '1 hour') > 20 then
          return 'too-often';
        end if;
        insert into jatakk.notice (id, ring_id, kind, locale, staff_id, campaign_id, asked_by)
        select gen_random_uuid(), '00000000-0000-0000-0000-000000000000', 'campaign-test', c.locale, r, c.id, me
          from unnest(readers) as r;
        return 'asked';
      end $$;
      revoke execute on function jatakk.request_campaign_tests(bytea, uuid, uuid[]) from public;
      grant execute on function jatakk.request_campaign_tests(bytea, uuid, uuid[]) to jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
