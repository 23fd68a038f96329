import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

/** Whoever has confirmed is sent one welcome, where the list has one that holds; written and approved as a campaign is. */
export class WelcomeThoseWhoConfirm1700000000036 implements MigrationInterface {
  name = 'WelcomeThoseWhoConfirm1700000000036';

  async up(runner: QueryRunner): Promise<void> {
    await this.#published(runner);
    await this.#sent(runner);
  }

  async #published(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table jatakk.campaign drop constraint campaign_kind_check;
      alter table jatakk.campaign add constraint campaign_kind_check
        check (kind in ('regular', 'reconsent', 'farewell', 'correction', 'welcome'));
      -- The welcome that is on; null: the list has none.
      alter table jatakk.list
        add column welcome_id uuid,
        add foreign key (register_id, welcome_id) references jatakk.campaign (register_id, id) on delete set null (welcome_id);
      create index list_of_welcome on jatakk.list (register_id, welcome_id) where welcome_id is not null;

      create function jatakk.draft_welcome(session bytea, of_list uuid, in_locale text, new_subject text, new_body text)
        returns uuid
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me uuid; l jatakk.list; made uuid := gen_random_uuid();
      begin
        select * into l from jatakk.list x where x.id = of_list;
        me := jatakk.session_may(session, 'manage-list', l.register_id, l.id);
        if me is null or l.state is distinct from 'open' then
          return null;
        end if;
        insert into jatakk.campaign (id, register_id, list_id, purpose_version, locale, subject, preheader, body, author_id, kind)
        values (made, l.register_id, l.id, jatakk.newest_version(l.id), in_locale, new_subject, '', new_body, me, 'welcome');
        return made;
      end $$;
      revoke execute on function jatakk.draft_welcome(bytea, uuid, text, text, text) from public;
      grant execute on function jatakk.draft_welcome(bytea, uuid, text, text, text) to jatakk_web;

      create function jatakk.end_welcome(session bytea, of_list uuid) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare l jatakk.list;
      begin
        select * into l from jatakk.list x where x.id = of_list for update;
        if l.id is null or jatakk.session_may(session, 'stop-campaign', l.register_id, l.id) is null then
          return false;
        end if;
        update jatakk.list x set welcome_id = null where x.id = l.id;
        return true;
      end $$;
      revoke execute on function jatakk.end_welcome(bytea, uuid) from public;
      grant execute on function jatakk.end_welcome(bytea, uuid) to jatakk_web;

      -- Why the welcome that is on is sent to nobody: what would keep a campaign from being sent, its approval too. Null when
      -- nothing does, or when none is on.
      create function jatakk.why_no_welcome(of_list uuid) returns text
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select coalesce(jatakk.why_not_sendable(l.welcome_id), jatakk.why_not_approved(l.welcome_id))
          from jatakk.list l where l.id = of_list and l.welcome_id is not null
      $$;
      revoke execute on function jatakk.why_no_welcome(uuid) from public;
      grant execute on function jatakk.why_no_welcome(uuid) to jatakk_web;

      -- The welcome that whoever confirms now is sent; null for none.
      create function jatakk.welcome_of(of_list uuid) returns uuid
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select l.welcome_id from jatakk.list l where l.id = of_list and jatakk.why_no_welcome(of_list) is null
      $$;
      revoke execute on function jatakk.welcome_of(uuid) from public;
      grant execute on function jatakk.welcome_of(uuid) to jatakk_web, jatakk_keeper;
    `);
    const alsoWelcome = {
      from: `c.kind in ('regular', 'farewell')`,
      to: `c.kind in ('regular', 'farewell', 'welcome')`,
    };
    await amendFunction(runner, 'jatakk.submit_campaign(bytea,uuid,text)', [alsoWelcome]);
    // It is put on instead of sent, with the same said to it before; its text is fixed from then on.
    await amendFunction(runner, 'jatakk.act_on_campaign(uuid,text)', [
      alsoWelcome,
      {
        from: `        select i.undo_seconds`,
        to: `        if c.kind = 'welcome' then
          if act <> 'send' or c.state not in ('draft', 'approved') then
            return null;
          end if;
          update jatakk.list l set welcome_id = c.id where l.register_id = c.register_id and l.id = c.list_id;
          update jatakk.campaign x
             set state = 'sent', started_at = clock_timestamp(), finished_at = clock_timestamp() where x.id = c.id;
          return 'sent';
        end if;
        select i.undo_seconds`,
      },
    ]);
    await amendFunction(runner, 'jatakk.schedule_campaign(uuid,timestamp,text)', [
      { from: `if c.id is null or`, to: `if c.id is null or c.kind = 'welcome' or` },
    ]);
    // What was put on on trial is written already: a draft, as what was approved.
    await amendFunction(runner, 'jatakk.forget_trial()', [
      {
        from: `update jatakk.campaign set state = 'draft' where state in ('in-review', 'approved');`,
        to: `update jatakk.list set welcome_id = null where welcome_id is not null;
        update jatakk.campaign set state = 'draft', started_at = null, finished_at = null
         where state in ('in-review', 'approved') or kind = 'welcome';`,
      },
    ]);
    await amendFunction(runner, 'jatakk.draft_correction(bytea,uuid,text)', [
      { from: `c.kind in ('reconsent', 'farewell')`, to: `c.kind in ('reconsent', 'farewell', 'welcome')` },
    ]);
  }

  async #sent(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table jatakk.notice drop constraint notice_kind_check;
      alter table jatakk.notice add constraint notice_kind_check check (kind in
        ('confirmation', 'invitation', 'campaign-test', 'manage', 'receipt', 'address-change',
         'account-changed', 'password-reset', 'welcome'));

      -- In the transaction of the yes, so there is one for each and never another: a subscription is confirmed from pending
      -- once. Not for whoever was brought by an import, who comes confirmed.
      create function jatakk.ask_welcome() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare w jatakk.campaign; made uuid := gen_random_uuid();
      begin
        select c.* into w from jatakk.campaign c
         where c.register_id = new.register_id and c.id = jatakk.welcome_of(new.list_id)
           and c.purpose_version = new.purpose_version;
        if w.id is null then
          return null;
        end if;
        insert into jatakk.notice (id, ring_id, kind, locale, campaign_id)
        values (made, new.register_id, 'welcome', w.locale, w.id);
        insert into jatakk.notice_subscription (notice_id, register_id, subscription_id)
        values (made, new.register_id, new.id);
        return null;
      end $$;
      revoke execute on function jatakk.ask_welcome() from public;
      create trigger subscription_is_welcome after update of state on jatakk.subscription
        for each row when (old.state = 'pending' and new.state = 'confirmed') execute function jatakk.ask_welcome();

      -- Whether this welcome may go to its one reader now: still on the list, under its words, stopped by nothing, and the
      -- welcome still on.
      create function jatakk.welcome_is_due(of_notice uuid) returns boolean
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select exists (
          select 1 from jatakk.notice n
            join jatakk.notice_subscription ns on ns.notice_id = n.id
            join jatakk.subscription s on s.register_id = ns.register_id and s.id = ns.subscription_id
            join jatakk.subscriber p on p.register_id = s.register_id and p.id = s.subscriber_id
            join jatakk.campaign c on c.register_id = s.register_id and c.id = n.campaign_id
           where n.id = of_notice and n.kind = 'welcome' and s.state = 'confirmed' and c.list_id = s.list_id
             and c.purpose_version = s.purpose_version and c.id = jatakk.welcome_of(s.list_id)
             and not exists (select 1 from jatakk.suppression x
                              where x.register_id = p.register_id and x.hash = p.suppression_hash and x.kind <> 'erased'))
      $$;
      revoke execute on function jatakk.welcome_is_due(uuid) from public;

      -- After the relay's 354, before the first byte of a welcome: 'go', or it goes to nobody. It takes the lock that leaving
      -- takes, as the gate of deliveries does.
      create function jatakk.welcome_gate(of_notice uuid, held_fence bigint) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare n jatakk.notice;
      begin
        perform 1 from jatakk.subscription s
          join jatakk.notice_subscription ns on ns.register_id = s.register_id and ns.subscription_id = s.id
         where ns.notice_id = of_notice order by s.id for share of s;
        select * into n from jatakk.notice x where x.id = of_notice for update;
        if n.id is null or n.kind <> 'welcome' or n.fence <> held_fence or n.state <> 'handed'
           or n.lease_until < clock_timestamp() then
          return 'lost-lease';
        elsif jatakk.welcome_is_due(n.id) then
          return 'go';
        end if;
        update jatakk.notice x set state = 'skipped', lease_until = null where x.id = n.id;
        return 'skip:not-due';
      end $$;
      revoke execute on function jatakk.welcome_gate(uuid, bigint) from public;
      grant execute on function jatakk.welcome_gate(uuid, bigint) to jatakk_keeper;

      -- What its reader answered, for the places of a welcome's text; no row where it has none.
      create function jatakk.welcome_fields(of_notice uuid, held_fence bigint)
        returns table (subscription_id uuid, fields bytea, key_version integer, row_key bytea)
        language sql stable security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
        select s.id, s.fields, s.fields_key_version, k.key
          from jatakk.notice n
          join jatakk.notice_subscription ns on ns.notice_id = n.id
          join jatakk.campaign c on c.register_id = ns.register_id and c.id = n.campaign_id
          join jatakk.subscription s on s.register_id = ns.register_id and s.id = ns.subscription_id
          join vault.row_key k on k.register_id = s.register_id and k.row_id = s.id
         where n.id = of_notice and n.fence = held_fence and n.state = 'handed' and n.lease_until >= clock_timestamp()
           and jatakk.welcome_is_due(n.id) and s.fields is not null
           and exists (select 1 from jatakk.list_field f
                        where f.list_id = c.list_id and case c.format
                          when 'markdown' then c.body ~ ('\\{\\{' || f.name || '\\|')
                          else jsonb_path_exists(c.body::jsonb, '$.** ? (@.type == "place" && @.attrs.name == $name)',
                                                 jsonb_build_object('name', f.name)) end)
      $$;
      revoke execute on function jatakk.welcome_fields(uuid, bigint) from public;
      grant execute on function jatakk.welcome_fields(uuid, bigint) to jatakk_keeper;
    `);
    await amendFunction(runner, 'jatakk.notice_gate(uuid,bigint)', [
      {
        from: `        elsif n.kind in ('manage', 'receipt') then`,
        to: `        elsif n.kind = 'welcome' then
          select s.register_id, s.subscriber_id into in_register, person
            from jatakk.subscription s
            join jatakk.notice_subscription ns on ns.register_id = s.register_id and ns.subscription_id = s.id
           where ns.notice_id = n.id limit 1;
          due := person is not null and jatakk.welcome_is_due(n.id);
        elsif n.kind in ('manage', 'receipt') then`,
      },
      {
        from: `elsif n.kind in ('confirmation', 'manage', 'receipt') then`,
        to: `elsif n.kind in ('confirmation', 'manage', 'receipt', 'welcome') then`,
      },
    ]);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
