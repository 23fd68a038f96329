import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Campaigns as staff write them, and notices: single system mails that wait to be sent. */
export class CreateCampaignsAndNotices1700000000004 implements MigrationInterface {
  name = 'CreateCampaignsAndNotices1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table jatakk.campaign (
        id uuid not null unique,
        register_id uuid not null,
        list_id uuid not null,
        purpose_version integer not null,
        state text not null default 'draft' check (state in
          ('draft', 'in-review', 'approved', 'scheduled', 'sending', 'paused', 'held', 'sent', 'cancelled')),
        locale text not null,
        subject text not null check (length(subject) <= 200 and subject !~ '[[:cntrl:]]'),
        preheader text not null check (length(preheader) <= 200 and preheader !~ '[[:cntrl:]]'),
        body text not null check (length(body) <= 60000),
        author_id uuid not null references jatakk.staff (id),
        edited_at timestamptz not null default now(),
        starts_at timestamptz,
        started_at timestamptz,
        finished_at timestamptz,
        primary key (register_id, id),
        foreign key (register_id, list_id) references jatakk.list (register_id, id)
      );
      create index campaign_open on jatakk.campaign (state) where state in ('scheduled', 'sending', 'cancelled');
      grant select, insert (id, register_id, list_id, purpose_version, locale, subject, preheader, body, author_id),
            update (subject, preheader, body, locale, edited_at) on jatakk.campaign to jatakk_web;
      grant select, update (state, started_at, finished_at) on jatakk.campaign to jatakk_keeper;

      create function jatakk.refuse_change_after_draft() returns trigger
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if old.state <> 'draft' and (new.subject, new.preheader, new.body, new.locale)
             is distinct from (old.subject, old.preheader, old.body, old.locale) then
          raise exception 'a campaign changes only while it is a draft';
        end if;
        return new;
      end $$;
      revoke execute on function jatakk.refuse_change_after_draft() from public;
      create trigger campaign_content_is_fixed before update on jatakk.campaign
        for each row execute function jatakk.refuse_change_after_draft();

      -- What staff can do to a campaign, one row per act; null when the act does not apply now.
      create function jatakk.act_on_campaign(campaign_id uuid, act text) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.campaign; undo integer; became text;
      begin
        select * into c from jatakk.campaign x where x.id = campaign_id for update;
        if not found then
          return null;
        end if;
        select undo_seconds into undo from jatakk.installation;
        became := case
          when act = 'send' and c.state = 'draft' then 'scheduled'
          when act = 'undo' and c.state = 'scheduled' and c.starts_at > clock_timestamp() then 'draft'
          when act = 'pause' and c.state = 'sending' then 'paused'
          when act = 'resume' and c.state in ('paused', 'held') then 'sending'
          when act = 'cancel' and c.state in ('scheduled', 'sending', 'paused', 'held') then 'cancelled'
        end;
        if became is not null then
          update jatakk.campaign x
             set state = became,
                 starts_at = case became when 'scheduled' then clock_timestamp() + make_interval(secs => undo)
                                         when 'draft' then null else x.starts_at end
           where x.id = campaign_id;
        end if;
        return became;
      end $$;
      revoke execute on function jatakk.act_on_campaign(uuid, text) from public;
      grant execute on function jatakk.act_on_campaign(uuid, text) to jatakk_web;

      -- On trial the example need not wait for the undo time. Live this does nothing.
      create function jatakk.send_example(campaign_id uuid) returns boolean
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        update jatakk.campaign c set state = 'scheduled', starts_at = clock_timestamp()
         where c.id = send_example.campaign_id and c.state = 'draft'
           and exists (select 1 from jatakk.installation i where i.mode = 'trial')
        returning true
      $$;
      revoke execute on function jatakk.send_example(uuid) from public;
      grant execute on function jatakk.send_example(uuid) to jatakk_web;

      create table jatakk.notice (
        id uuid primary key,
        ring_id uuid not null,
        kind text not null check (kind in ('confirmation', 'invitation', 'campaign-test')),
        locale text not null,
        staff_id uuid references jatakk.staff (id),
        campaign_id uuid references jatakk.campaign (id),
        state text not null default 'queued' check (state in
          ('queued', 'claimed', 'handed', 'accepted', 'skipped', 'bounced', 'unknown', 'dead')),
        fence bigint not null default 0,
        lease_until timestamptz,
        attempts integer not null default 0,
        not_before timestamptz not null default now(),
        token_hash bytea unique check (octet_length(token_hash) = 32),
        handed_at timestamptz,
        accepted_at timestamptz,
        repeated boolean not null default false,
        reply_class text
      );
      create index notice_due on jatakk.notice (not_before) where state = 'queued';
      create index notice_in_flight on jatakk.notice (lease_until) where state in ('claimed', 'handed');
      grant select, insert, delete on jatakk.notice to jatakk_keeper;
      grant update (state, fence, lease_until, attempts, not_before, token_hash, accepted_at, repeated, reply_class)
        on jatakk.notice to jatakk_keeper;

      -- The subscriptions one confirmation asks about: all of one person in one register.
      create table jatakk.notice_subscription (
        notice_id uuid not null references jatakk.notice (id) on delete cascade,
        register_id uuid not null,
        subscription_id uuid not null,
        primary key (notice_id, subscription_id),
        foreign key (register_id, subscription_id) references jatakk.subscription (register_id, id)
      );
      create index notice_subscription_of on jatakk.notice_subscription (subscription_id);
      grant select, insert, delete on jatakk.notice_subscription to jatakk_keeper;
    `);

    await runner.query(`
      create function jatakk.confirmation_expired(n jatakk.notice) returns boolean
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select coalesce(n.accepted_at, n.handed_at, clock_timestamp()) < clock_timestamp() - interval '7 days'
      $$;
      revoke execute on function jatakk.confirmation_expired(jatakk.notice) from public;

      create function jatakk.peek_confirmation(hash bytea)
        returns table (list_id uuid, state text, purpose_version integer, locale text, expired boolean)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select s.list_id, s.state, s.purpose_version, s.locale, jatakk.confirmation_expired(n)
          from jatakk.notice n
          join jatakk.notice_subscription ns on ns.notice_id = n.id
          join jatakk.subscription s on s.register_id = ns.register_id and s.id = ns.subscription_id
         where n.token_hash = hash and n.kind = 'confirmation'
      $$;
      revoke execute on function jatakk.peek_confirmation(bytea) from public;
      grant execute on function jatakk.peek_confirmation(bytea) to jatakk_web;

      -- The yes. Every pending subscription of this confirmation becomes confirmed, once.
      create function jatakk.confirm(hash bytea) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare n jatakk.notice; s jatakk.subscription; changed integer := 0; confirmed integer := 0;
      begin
        select * into n from jatakk.notice x where x.token_hash = hash and x.kind = 'confirmation';
        if not found then
          return 'unknown';
        end if;
        for s in
          select x.* from jatakk.subscription x
            join jatakk.notice_subscription ns on ns.register_id = x.register_id and ns.subscription_id = x.id
           where ns.notice_id = n.id order by x.id for update of x
        loop
          if s.state = 'confirmed' then
            confirmed := confirmed + 1;
          elsif s.state = 'pending' and not jatakk.confirmation_expired(n) then
            update jatakk.subscription x set state = 'confirmed' where x.register_id = s.register_id and x.id = s.id;
            perform jatakk.record_consent(s, 'yes', 'double-opt-in');
            changed := changed + 1;
          end if;
        end loop;
        return case when changed > 0 then 'confirmed' when confirmed > 0 then 'already' else 'expired' end;
      end $$;
      revoke execute on function jatakk.confirm(bytea) from public;
      grant execute on function jatakk.confirm(bytea) to jatakk_web;

      -- Sign-ups that nobody confirmed, or somebody declined, go after 7 days, with the person where nothing else is
      -- left of them; spent notices go too.
      create function jatakk.forget_unconfirmed() returns integer
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare old_notices uuid[]; old_subscriptions uuid[]; people uuid[];
      begin
        select coalesce(array_agg(n.id), '{}') into old_notices from jatakk.notice n
         where n.kind = 'confirmation' and n.state in ('accepted', 'unknown', 'bounced', 'skipped', 'dead')
           and coalesce(n.accepted_at, n.handed_at, n.not_before) < clock_timestamp() - interval '7 days';
        select coalesce(array_agg(s.id), '{}') into old_subscriptions from (
          select s.id from jatakk.subscription s
            join jatakk.notice_subscription ns on ns.register_id = s.register_id and ns.subscription_id = s.id
           where ns.notice_id = any (old_notices) and (s.state = 'pending' or s.ended_reason = 'declined')
             and not exists (select 1 from jatakk.notice_subscription o
                              where o.subscription_id = s.id and o.notice_id <> all (old_notices))
           order by s.id for update of s) s;
        delete from jatakk.notice n where n.id = any (old_notices);
        with gone as (
          delete from jatakk.subscription s where s.id = any (old_subscriptions) returning s.register_id, s.subscriber_id)
        select coalesce(array_agg(g.subscriber_id), '{}') into people from gone g;
        with gone as (
          delete from jatakk.subscriber p where p.id = any (people)
             and not exists (select 1 from jatakk.subscription s
                              where s.register_id = p.register_id and s.subscriber_id = p.id)
          returning p.register_id, p.id)
        delete from vault.row_key k using gone g where k.register_id = g.register_id and k.row_id = g.id;
        return cardinality(old_subscriptions);
      end $$;
      revoke execute on function jatakk.forget_unconfirmed() from public;
      grant execute on function jatakk.forget_unconfirmed() to jatakk_keeper;

      -- Staff mails that web may ask for; the text is the keeper's, the recipient a member of staff.
      create function jatakk.request_invitation(of_staff uuid) returns boolean
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        insert into jatakk.notice (id, ring_id, kind, locale, staff_id)
        select gen_random_uuid(), '00000000-0000-0000-0000-000000000000', 'invitation', s.locale, s.id
          from jatakk.staff s where s.id = of_staff and s.state = 'invited'
        returning true
      $$;
      revoke execute on function jatakk.request_invitation(uuid) from public;
      grant execute on function jatakk.request_invitation(uuid) to jatakk_web;

      create function jatakk.request_campaign_test(of_campaign uuid, for_staff uuid) returns boolean
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        insert into jatakk.notice (id, ring_id, kind, locale, staff_id, campaign_id)
        select gen_random_uuid(), '00000000-0000-0000-0000-000000000000', 'campaign-test', c.locale, s.id, c.id
          from jatakk.staff s, jatakk.campaign c
         where s.id = for_staff and s.state = 'active' and c.id = of_campaign
        returning true
      $$;
      revoke execute on function jatakk.request_campaign_test(uuid, uuid) from public;
      grant execute on function jatakk.request_campaign_test(uuid, uuid) to jatakk_web;

      create function jatakk.peek_invitation(hash bytea) returns table (name text, locale text)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select s.name, s.locale from jatakk.notice n join jatakk.staff s on s.id = n.staff_id
         where n.token_hash = hash and n.kind = 'invitation' and s.state = 'invited'
           and not jatakk.confirmation_expired(n)
      $$;
      revoke execute on function jatakk.peek_invitation(bytea) from public;
      grant execute on function jatakk.peek_invitation(bytea) to jatakk_web;

      create function jatakk.accept_invitation(hash bytea, new_password_hash text) returns uuid
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        update jatakk.staff s set state = 'active', password_hash = new_password_hash
          from jatakk.notice n
         where n.token_hash = hash and n.kind = 'invitation' and n.staff_id = s.id and s.state = 'invited'
           and not jatakk.confirmation_expired(n)
        returning s.id
      $$;
      revoke execute on function jatakk.accept_invitation(bytea, text) from public;
      grant execute on function jatakk.accept_invitation(bytea, text) to jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
