import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One row per campaign and subscription, the counts by state, and the two gates that hand out an address. */
export class CreateDeliveries1700000000005 implements MigrationInterface {
  name = 'CreateDeliveries1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- No foreign key to subscription: a start over a million rows takes twice as long with one.
      create table jatakk.delivery (
        id uuid primary key,
        register_id uuid not null,
        campaign_id uuid not null,
        subscription_id uuid not null,
        state text not null default 'queued' check (state in
          ('queued', 'claimed', 'handed', 'accepted', 'skipped', 'bounced', 'unknown', 'dead')),
        fence bigint not null default 0,
        lease_until timestamptz,
        attempts integer not null default 0,
        not_before timestamptz not null default now(),
        handed_at timestamptz,
        reply_class text,
        unique (campaign_id, subscription_id),
        foreign key (register_id, campaign_id) references jatakk.campaign (register_id, id)
      ) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
      create index delivery_queued on jatakk.delivery (campaign_id, id) where state = 'queued';
      create index delivery_in_flight on jatakk.delivery (lease_until) where state in ('claimed', 'handed');
      grant select, insert on jatakk.delivery to jatakk_keeper;
      grant update (state, fence, lease_until, attempts, not_before, reply_class) on jatakk.delivery to jatakk_keeper;

      -- Counts as a ledger of differences: writers never wait for each other, and the sum is the total by construction.
      create table jatakk.delivery_tally (
        campaign_id uuid not null,
        state text not null,
        count bigint not null
      );
      create index delivery_tally_of on jatakk.delivery_tally (campaign_id, state) include (count);
      grant select on jatakk.delivery_tally to jatakk_web, jatakk_keeper;

      create function jatakk.tally_inserted() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        insert into jatakk.delivery_tally
        select n.campaign_id, n.state, count(*) from new_rows n group by 1, 2;
        return null;
      end $$;
      revoke execute on function jatakk.tally_inserted() from public;
      create trigger delivery_tally_inserted after insert on jatakk.delivery
        referencing new table as new_rows for each statement execute function jatakk.tally_inserted();

      create function jatakk.tally_updated() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        insert into jatakk.delivery_tally
        select d.campaign_id, d.state, sum(d.step)
          from (select n.campaign_id, n.state, 1 as step from new_rows n
                union all select o.campaign_id, o.state, -1 from old_rows o) d
         group by 1, 2 having sum(d.step) <> 0;
        return null;
      end $$;
      revoke execute on function jatakk.tally_updated() from public;
      create trigger delivery_tally_updated after update on jatakk.delivery
        referencing old table as old_rows new table as new_rows
        for each statement execute function jatakk.tally_updated();

      create function jatakk.compact_tally(of_campaign uuid) returns void
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        with taken as (delete from jatakk.delivery_tally t where t.campaign_id = of_campaign returning t.state, t.count)
        insert into jatakk.delivery_tally
        select of_campaign, t.state, sum(t.count) from taken t group by 1, 2 having sum(t.count) <> 0
      $$;
      revoke execute on function jatakk.compact_tally(uuid) from public;
      grant execute on function jatakk.compact_tally(uuid) to jatakk_keeper;
    `);

    await runner.query(`
      -- May this subscription get this campaign, as things stand in this snapshot? null is yes, else why not.
      create function jatakk.why_not_due(c jatakk.campaign, s jatakk.subscription) returns text
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select case
          when s.id is null then 'erased'
          when s.register_id <> c.register_id or s.list_id <> c.list_id then 'other-list'
          when s.state <> 'confirmed' then 'not-confirmed'
          when s.purpose_version <> c.purpose_version then 'other-purpose'
          when (select l.state from jatakk.list l where l.register_id = s.register_id and l.id = s.list_id) <> 'open'
            then 'list-closed'
          when exists (select 1 from jatakk.subscriber p
                         join jatakk.suppression x on x.register_id = p.register_id and x.hash = p.suppression_hash
                        where p.register_id = s.register_id and p.id = s.subscriber_id and x.kind <> 'erased')
            then 'suppressed'
        end
      $$;
      revoke execute on function jatakk.why_not_due(jatakk.campaign, jatakk.subscription) from public;

      -- The look, before MAIL FROM: the sealed address of a delivery this worker holds, while it is due. It takes no
      -- lock and moves nothing but what is no longer due; the gate decides later, when the server is ready for the body.
      create function jatakk.open_deliveries(ids uuid[], fences bigint[])
        returns table (delivery_id uuid, verdict text, register_id uuid, subscriber_id uuid, subscription_id uuid,
                       address bytea, key_version integer, row_key bytea)
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      begin
        return query
        select a.id,
               case when d.id is null or d.fence <> a.fence or d.state <> 'claimed' or d.lease_until < clock_timestamp()
                      then 'lost-lease'
                    when c.state <> 'sending' then 'paused'
                    when w.why is not null then 'skip:' || w.why
                    else 'go' end,
               d.register_id, s.subscriber_id, d.subscription_id,
               case when c.state = 'sending' and w.why is null then p.address end,
               case when c.state = 'sending' and w.why is null then p.key_version end,
               case when c.state = 'sending' and w.why is null then k.key end
          from unnest(ids, fences) as a (id, fence)
          left join jatakk.delivery d on d.id = a.id and d.fence = a.fence and d.state = 'claimed'
                                     and d.lease_until >= clock_timestamp()
          left join jatakk.campaign c on c.id = d.campaign_id
          left join jatakk.subscription s on s.register_id = d.register_id and s.id = d.subscription_id
          left join lateral (select jatakk.why_not_due(c, s) as why) w on true
          left join jatakk.subscriber p on p.register_id = s.register_id and p.id = s.subscriber_id
          left join vault.row_key k on k.register_id = p.register_id and k.row_id = p.id;
      end $$;
      revoke execute on function jatakk.open_deliveries(uuid[], bigint[]) from public;
      grant execute on function jatakk.open_deliveries(uuid[], bigint[]) to jatakk_keeper;

      -- The gate, after the server's 354 and before the first byte of the body. Locks subscriptions in id order, then
      -- deliveries in id order: a leave that has committed is seen, a leave under way makes it 'busy'. One row per id.
      create function jatakk.gate(ids uuid[], fences bigint[])
        returns table (delivery_id uuid, verdict text)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare held uuid[]; mine uuid[];
      begin
        select coalesce(array_agg(x.id), '{}') into held from (
          select s.id from jatakk.subscription s
           where s.id in (select d.subscription_id from jatakk.delivery d where d.id = any (ids))
           order by s.id for share skip locked) x;
        select coalesce(array_agg(x.id), '{}') into mine from (
          select d.id from jatakk.delivery d
            join unnest(ids, fences) as a (id, fence) on a.id = d.id and a.fence = d.fence
           where d.state = 'claimed' and d.lease_until >= clock_timestamp()
           order by d.id for update of d) x;
        return query
        with judged as (
          select a.id,
                 case when not (a.id = any (mine)) then 'lost-lease'
                      when s.id is not null and not (s.id = any (held)) then 'busy'
                      when c.state = 'cancelled' then 'skip:cancelled'
                      when c.state <> 'sending' then 'paused'
                      else coalesce('skip:' || jatakk.why_not_due(c, s), 'go') end as verdict
            from unnest(ids, fences) as a (id, fence)
            left join jatakk.delivery d on d.id = a.id
            left join jatakk.campaign c on c.id = d.campaign_id
            left join jatakk.subscription s on s.register_id = d.register_id and s.id = d.subscription_id
        ), moved as (
          update jatakk.delivery d
             set state = case when j.verdict = 'go' then 'handed' when j.verdict like 'skip:%' then 'skipped' else 'queued' end,
                 handed_at = case when j.verdict = 'go' then clock_timestamp() end,
                 lease_until = case when j.verdict = 'go' then clock_timestamp() + interval '60 seconds' end,
                 not_before = case when j.verdict = 'busy' then clock_timestamp() + interval '1 second' else d.not_before end,
                 reply_class = case when j.verdict like 'skip:%' then substr(j.verdict, 6) end
            from judged j
           where d.id = j.id and d.id = any (mine) and j.verdict <> 'lost-lease'
        )
        select j.id, j.verdict from judged j;
      end $$;
      revoke execute on function jatakk.gate(uuid[], bigint[]) from public;
      grant execute on function jatakk.gate(uuid[], bigint[]) to jatakk_keeper;

      -- The gate of a notice: the sealed address of the one person it is for, and from here it may have been sent.
      create function jatakk.notice_gate(notice_id uuid, held_fence bigint)
        returns table (verdict text, register_id uuid, subscriber_id uuid, staff_id uuid,
                       address bytea, key_version integer, row_key bytea)
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare n jatakk.notice; person uuid; in_register uuid; due boolean;
      begin
        perform 1 from jatakk.subscription s
          join jatakk.notice_subscription ns on ns.register_id = s.register_id and ns.subscription_id = s.id
         where ns.notice_id = notice_gate.notice_id order by s.id for share of s;
        select * into n from jatakk.notice x where x.id = notice_gate.notice_id for update;
        if not found or n.fence <> held_fence or n.state <> 'claimed' or n.lease_until < clock_timestamp() then
          return query select 'lost-lease'::text, null::uuid, null::uuid, null::uuid, null::bytea, null::integer, null::bytea;
          return;
        end if;
        if n.kind = 'confirmation' then
          select s.register_id, s.subscriber_id into in_register, person
            from jatakk.subscription s
            join jatakk.notice_subscription ns on ns.register_id = s.register_id and ns.subscription_id = s.id
           where ns.notice_id = n.id and s.state = 'pending' limit 1;
          due := person is not null and not exists (
            select 1 from jatakk.subscriber p
              join jatakk.suppression x on x.register_id = p.register_id and x.hash = p.suppression_hash
             where p.register_id = in_register and p.id = person and x.kind <> 'erased');
        else
          due := exists (select 1 from jatakk.staff s where s.id = n.staff_id
                           and s.state = case n.kind when 'invitation' then 'invited' else 'active' end);
        end if;
        update jatakk.notice x
           set state = case when due then 'handed' else 'skipped' end,
               -- The first time stays: the mail carries it as its Date, the same on every attempt.
               handed_at = case when due then coalesce(x.handed_at, clock_timestamp()) else x.handed_at end,
               lease_until = case when due then clock_timestamp() + interval '60 seconds' end
         where x.id = n.id;
        if not due then
          return query select 'skip:not-due'::text, null::uuid, null::uuid, null::uuid, null::bytea, null::integer, null::bytea;
        elsif n.kind = 'confirmation' then
          return query select 'go'::text, p.register_id, p.id, null::uuid, p.address, p.key_version, k.key
            from jatakk.subscriber p join vault.row_key k on k.register_id = p.register_id and k.row_id = p.id
           where p.register_id = in_register and p.id = person;
        else
          return query select 'go'::text, null::uuid, null::uuid, s.id, s.address_sealed, s.address_key_version, null::bytea
            from jatakk.staff s where s.id = n.staff_id;
        end if;
      end $$;
      revoke execute on function jatakk.notice_gate(uuid, bigint) from public;
      grant execute on function jatakk.notice_gate(uuid, bigint) to jatakk_keeper;

      -- Once, for good. What the trial made up goes: the reserved example addresses are the only ones it accepts.
      create function jatakk.go_live(url text, host text, port integer, security text, username text, password_sealed bytea)
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare switched integer;
      begin
        update jatakk.installation
           set mode = 'live', public_url = url, relay_host = host, relay_port = port, relay_security = security,
               relay_user = username, relay_password_sealed = password_sealed
         where mode = 'trial' and exists (select 1 from jatakk.organisation);
        get diagnostics switched = row_count;
        if switched = 0 then
          return false;
        end if;
        delete from jatakk.delivery;
        delete from jatakk.delivery_tally;
        delete from jatakk.notice;
        delete from jatakk.campaign where state <> 'draft';
        delete from jatakk.leave_undo;
        delete from jatakk.intake;
        delete from jatakk.consent_record;
        delete from jatakk.subscription;
        delete from jatakk.subscriber;
        delete from jatakk.suppression;
        delete from vault.row_key;
        return true;
      end $$;
      revoke execute on function jatakk.go_live(text, text, integer, text, text, bytea) from public;
      grant execute on function jatakk.go_live(text, text, integer, text, text, bytea) to jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
