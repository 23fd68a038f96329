import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a person does with their own data, by a link that has just reached their mailbox: see it, join and leave, pause,
 * change the address, object, erase. Each function asks for that link's hash and acts on nobody else.
 */
export class GovernOwnData1700000000013 implements MigrationInterface {
  name = 'GovernOwnData1700000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The first of a month, so that it does not tell the day on which somebody was here.
      alter table jatakk.subscription add column paused_until date check (extract(day from paused_until) = 1);

      create function jatakk.forget_pause() returns trigger
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        new.paused_until := null;
        return new;
      end $$;
      revoke execute on function jatakk.forget_pause() from public;
      create trigger subscription_pause_forgotten before update of state on jatakk.subscription
        for each row when (new.state = 'confirmed') execute function jatakk.forget_pause();

      -- The new address once more, sealed for the person's own row under the key that will be theirs.
      alter table jatakk.address_change
        add column own bytea,
        add column own_key_version integer,
        add constraint address_change_own_has_key check ((own is null) = (own_key_version is null));

      -- Two hours from when our relay took the mail.
      create function jatakk.is_open_manage(n jatakk.notice) returns boolean
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select n.state in ('handed', 'accepted', 'unknown')
           and coalesce(n.accepted_at, n.handed_at) > clock_timestamp() - interval '2 hours'
      $$;
      revoke execute on function jatakk.is_open_manage(jatakk.notice) from public;

      create function jatakk.managed_by(hash bytea) returns table (notice_id uuid, register_id uuid, person uuid, locale text)
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select n.id, n.register_id, n.subscriber_id, n.locale from jatakk.notice n
         where n.token_hash = hash and n.kind = 'manage' and n.subscriber_id is not null and jatakk.is_open_manage(n)
      $$;
      revoke execute on function jatakk.managed_by(bytea) from public;

      create function jatakk.peek_manage(hash bytea) returns table (register_id uuid, locale text, expired boolean)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select n.register_id, n.locale, not jatakk.is_open_manage(n) from jatakk.notice n
         where n.token_hash = hash and n.kind = 'manage' and n.subscriber_id is not null
      $$;
      revoke execute on function jatakk.peek_manage(bytea) from public;
      grant execute on function jatakk.peek_manage(bytea) to jatakk_web;
    `);

    await runner.query(`
      -- A link to one person, unless one is on its way, has come within ten minutes, or three have come today.
      create function jatakk.store_manage_notice(of_register uuid, person uuid, in_locale text) returns boolean
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare p jatakk.subscriber;
      begin
        select * into p from jatakk.subscriber x where x.register_id = of_register and x.id = person for update;
        if not found or jatakk.stops_notice(p.register_id, p.suppression_hash, 'manage') or exists (
          select 1 from jatakk.notice n
           where n.register_id = p.register_id and n.subscriber_id = p.id and n.kind = 'manage'
             and (n.state in ('queued', 'claimed', 'handed')
                  or n.handed_at > clock_timestamp() - interval '10 minutes')) then
          return false;
        end if;
        if (select count(*) from jatakk.notice n
             where n.register_id = p.register_id and n.subscriber_id = p.id and n.kind = 'manage'
               and n.handed_at > clock_timestamp() - interval '24 hours') >= 3 then
          return false;
        end if;
        insert into jatakk.notice (id, ring_id, kind, locale, register_id, subscriber_id)
        values (gen_random_uuid(), p.register_id, 'manage', in_locale, p.register_id, p.id);
        return true;
      end $$;
      revoke execute on function jatakk.store_manage_notice(uuid, uuid, text) from public;

      -- For whoever has typed an address: to it, and only if somebody is known by it.
      create function jatakk.send_manage_link(of_register uuid, of_index bytea, in_locale text) returns boolean
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select jatakk.store_manage_notice(p.register_id, p.id, in_locale) from jatakk.subscriber p
         where p.register_id = of_register and p.blind_index = of_index
      $$;
      revoke execute on function jatakk.send_manage_link(uuid, bytea, text) from public;
      grant execute on function jatakk.send_manage_link(uuid, bytea, text) to jatakk_keeper;

      -- For whoever holds a link out: a link of the other kind goes to the mailbox that it was sent to, and nowhere else.
      create function jatakk.request_manage_link(leave_hash bytea, in_locale text) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare s jatakk.subscription;
      begin
        select * into s from jatakk.subscription x where x.id = jatakk.subscription_of_link(leave_hash);
        if not found then
          return false;
        end if;
        perform jatakk.store_manage_notice(s.register_id, s.subscriber_id, in_locale);
        return true;
      end $$;
      revoke execute on function jatakk.request_manage_link(bytea, text) from public;
      grant execute on function jatakk.request_manage_link(bytea, text) to jatakk_web;
    `);

    await runner.query(`
      -- What is kept of the one person that an open link leads to, with what it takes to open it.
      create function jatakk.open_manage(hash bytea)
        returns table (register_id uuid, register_name text, person uuid, locale text,
                       address bytea, key_version integer, row_key bytea, objected boolean, notices bigint)
        language sql stable security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
        select p.register_id, r.name, p.id, m.locale, p.address, p.key_version, k.key,
               exists (select 1 from jatakk.suppression x where x.register_id = p.register_id
                          and x.hash = p.suppression_hash and x.kind = 'objection'),
               (select count(*) from jatakk.notice n where n.register_id = p.register_id and n.subscriber_id = p.id)
          from jatakk.managed_by(hash) m
          join jatakk.subscriber p on p.register_id = m.register_id and p.id = m.person
          join jatakk.register r on r.id = p.register_id
          join vault.row_key k on k.register_id = p.register_id and k.row_id = p.id
      $$;
      revoke execute on function jatakk.open_manage(bytea) from public;
      grant execute on function jatakk.open_manage(bytea) to jatakk_keeper;

      create function jatakk.open_manage_subscriptions(hash bytea)
        returns table (id uuid, list_id uuid, list_name text, list_slug text, list_state text, state text, ended_reason text,
                       paused_by text, paused_until date, purpose_version integer, purpose_revision integer, locale text,
                       purpose text, frequency text, since_month date, ended_month date, row_key bytea,
                       evidence bytea, evidence_key_version integer, fields bytea, fields_key_version integer)
        language sql stable security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
        select s.id, s.list_id, l.name, l.slug, l.state, s.state, s.ended_reason,
               s.paused_by, s.paused_until, s.purpose_version, s.purpose_revision, s.locale,
               t.text, t.frequency, s.since_month, s.ended_month, k.key,
               s.evidence, s.evidence_key_version, s.fields, s.fields_key_version
          from jatakk.managed_by(hash) m
          join jatakk.subscription s on s.register_id = m.register_id and s.subscriber_id = m.person
          join jatakk.list l on l.register_id = s.register_id and l.id = s.list_id
          left join jatakk.purpose_text t on t.list_id = s.list_id and t.version = s.purpose_version
                                         and t.revision = s.purpose_revision and t.locale = s.locale
          left join vault.row_key k on k.register_id = s.register_id and k.row_id = s.id
         order by l.name, s.state = 'ended', s.since_month desc, s.id
      $$;
      revoke execute on function jatakk.open_manage_subscriptions(bytea) from public;
      grant execute on function jatakk.open_manage_subscriptions(bytea) to jatakk_keeper;

      create function jatakk.open_manage_records(hash bytea)
        returns table (id uuid, subscription_id uuid, list_name text, answer text, method text, purpose_version integer,
                       purpose_revision integer, locale text, purpose text, frequency text, text_sha256 bytea, month date,
                       detail bytea, detail_key_version integer, row_key bytea)
        language sql stable security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
        select c.id, c.subscription_id, l.name, c.answer, c.method, c.purpose_version,
               c.purpose_revision, c.locale, t.text, t.frequency, c.text_sha256, c.month,
               c.detail, c.detail_key_version, k.key
          from jatakk.managed_by(hash) m
          join jatakk.subscription s on s.register_id = m.register_id and s.subscriber_id = m.person
          join jatakk.consent_record c on c.register_id = s.register_id and c.subscription_id = s.id
          join jatakk.list l on l.register_id = c.register_id and l.id = c.list_id
          left join jatakk.purpose_text t on t.list_id = c.list_id and t.version = c.purpose_version
                                         and t.revision = c.purpose_revision and t.locale = c.locale
          left join vault.row_key k on k.register_id = c.register_id and k.row_id = c.id
         order by c.month, c.id
      $$;
      revoke execute on function jatakk.open_manage_records(bytea) from public;
      grant execute on function jatakk.open_manage_records(bytea) to jatakk_keeper;
    `);

    await runner.query(`
      create function jatakk.manage_leave(hash bytea, of_list uuid, told_id uuid, told bytea, told_key_version integer)
        returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare m record; s jatakk.subscription;
      begin
        select * into m from jatakk.managed_by(hash);
        if not found then
          return 'unknown';
        end if;
        select * into s from jatakk.subscription x
         where x.register_id = m.register_id and x.subscriber_id = m.person and x.list_id = of_list
           and x.state <> 'ended' for update;
        if not found then
          return 'nothing';
        end if;
        update jatakk.subscription x
           set state = 'ended', ended_reason = case s.state when 'pending' then 'declined' else 'unsubscribed' end
         where x.register_id = s.register_id and x.id = s.id;
        perform jatakk.record_consent(s, 'no', 'preferences', null, told_id, told, told_key_version);
        insert into jatakk.journal (kind, register_id, row_id) values ('left', s.register_id, s.id);
        return 'left';
      end $$;
      revoke execute on function jatakk.manage_leave(bytea, uuid, uuid, bytea, integer) from public;
      grant execute on function jatakk.manage_leave(bytea, uuid, uuid, bytea, integer) to jatakk_web;

      -- The yes, to the words that are published now. The keeper has put a pending subscription there before, which alone
      -- is none: it takes both to bring somebody onto a list.
      create function jatakk.manage_join(
          hash bytea, of_list uuid, to_version integer, to_revision integer, in_locale text,
          told_id uuid, told bytea, told_key_version integer) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare m record; s jatakk.subscription; p jatakk.subscriber;
      begin
        select * into m from jatakk.managed_by(hash);
        if not found then
          return 'unknown';
        end if;
        select * into s from jatakk.subscription x
         where x.register_id = m.register_id and x.subscriber_id = m.person and x.list_id = of_list
           and x.state <> 'ended' for update;
        if not found then
          return 'nothing';
        end if;
        select * into p from jatakk.subscriber x where x.register_id = m.register_id and x.id = m.person for update;
        if exists (select 1 from jatakk.suppression x
                    where x.register_id = p.register_id and x.hash = p.suppression_hash and x.kind = 'objection') then
          return 'objected';
        end if;
        if not exists (
          select 1 from jatakk.list l join jatakk.current_purpose c on c.list_id = l.id
           where l.register_id = s.register_id and l.id = s.list_id and l.state = 'open'
             and c.version = to_version and c.revision = to_revision and c.locale = in_locale) then
          return 'other-words';
        end if;
        if s.state = 'confirmed' and s.purpose_version >= to_version then
          return 'already';
        end if;
        update jatakk.subscription x
           set state = 'confirmed', paused_by = null,
               purpose_version = to_version, purpose_revision = to_revision, locale = in_locale
         where x.register_id = s.register_id and x.id = s.id returning * into s;
        perform jatakk.record_consent(s, 'yes', 'preferences', m.notice_id, told_id, told, told_key_version);
        delete from jatakk.suppression x
         where x.register_id = p.register_id and x.hash = p.suppression_hash and x.kind in ('complaint', 'hard-bounce');
        return 'joined';
      end $$;
      revoke execute on function
        jatakk.manage_join(bytea, uuid, integer, integer, text, uuid, bytea, integer) from public;
      grant execute on function
        jatakk.manage_join(bytea, uuid, integer, integer, text, uuid, bytea, integer) to jatakk_web;

      -- Everything pauses until the first of a month, so many whole months away at least. Null: until now.
      create function jatakk.manage_pause(hash bytea, months integer) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare m record; changed integer;
      begin
        select * into m from jatakk.managed_by(hash);
        if not found then
          return 'unknown';
        end if;
        perform 1 from jatakk.subscription s
         where s.register_id = m.register_id and s.subscriber_id = m.person order by s.id for update;
        if months is null then
          update jatakk.subscription s set state = 'confirmed', paused_by = null
           where s.register_id = m.register_id and s.subscriber_id = m.person
             and s.state = 'paused' and s.paused_by = 'self';
          get diagnostics changed = row_count;
          return case when changed > 0 then 'resumed' else 'nothing' end;
        end if;
        if months not in (1, 3, 6) then
          return 'unknown';
        end if;
        update jatakk.subscription s
           set state = 'paused', paused_by = 'self',
               paused_until = (date_trunc('month', current_date + make_interval(months => months) - interval '1 day')
                               + interval '1 month')::date
         where s.register_id = m.register_id and s.subscriber_id = m.person
           and (s.state = 'confirmed' or (s.state = 'paused' and s.paused_by = 'self'));
        get diagnostics changed = row_count;
        return case when changed > 0 then 'paused' else 'nothing' end;
      end $$;
      revoke execute on function jatakk.manage_pause(bytea, integer) from public;
      grant execute on function jatakk.manage_pause(bytea, integer) to jatakk_web;

      -- Pauses that are over.
      create function jatakk.end_pauses() returns integer
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare ended integer;
      begin
        perform 1 from jatakk.subscription s
         where s.state = 'paused' and s.paused_by = 'self' and s.paused_until <= current_date order by s.id for update;
        update jatakk.subscription s set state = 'confirmed', paused_by = null
         where s.state = 'paused' and s.paused_by = 'self' and s.paused_until <= current_date;
        get diagnostics ended = row_count;
        return ended;
      end $$;
      revoke execute on function jatakk.end_pauses() from public;
      grant execute on function jatakk.end_pauses() to jatakk_keeper;
      create index subscription_pause_over on jatakk.subscription (paused_until) where paused_until is not null;

      -- The language of what we write, list by list: wherever the same words were published in it.
      create function jatakk.manage_language(hash bytea, to_locale text) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare m record; changed integer;
      begin
        select * into m from jatakk.managed_by(hash);
        if not found then
          return 'unknown';
        end if;
        perform 1 from jatakk.subscription s
         where s.register_id = m.register_id and s.subscriber_id = m.person order by s.id for update;
        update jatakk.subscription s set locale = to_locale
         where s.register_id = m.register_id and s.subscriber_id = m.person and s.state <> 'ended'
           and exists (select 1 from jatakk.purpose_text t where t.list_id = s.list_id and t.version = s.purpose_version
                          and t.revision = s.purpose_revision and t.locale = to_locale);
        get diagnostics changed = row_count;
        return case when changed > 0 then 'language' else 'nothing' end;
      end $$;
      revoke execute on function jatakk.manage_language(bytea, text) from public;
      grant execute on function jatakk.manage_language(bytea, text) to jatakk_web;

      -- What was answered beside the address, on one list, is emptied.
      create function jatakk.manage_empty(hash bytea, of_subscription uuid) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare m record;
      begin
        select * into m from jatakk.managed_by(hash);
        if not found then
          return 'unknown';
        end if;
        update jatakk.subscription s set fields = null, fields_key_version = null
         where s.register_id = m.register_id and s.subscriber_id = m.person and s.id = of_subscription
           and s.fields is not null;
        return case when found then 'emptied' else 'nothing' end;
      end $$;
      revoke execute on function jatakk.manage_empty(bytea, uuid) from public;
      grant execute on function jatakk.manage_empty(bytea, uuid) to jatakk_web;

      -- "Never write to me": everything ends, and a keyed hash refuses whatever comes later.
      create function jatakk.manage_object(hash bytea, told_id uuid, told bytea, told_key_version integer) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare m record; s jatakk.subscription; p jatakk.subscriber;
      begin
        select * into m from jatakk.managed_by(hash);
        if not found then
          return 'unknown';
        end if;
        for s in
          select x.* from jatakk.subscription x
           where x.register_id = m.register_id and x.subscriber_id = m.person and x.state <> 'ended'
           order by x.id for update
        loop
          update jatakk.subscription x
             set state = 'ended', ended_reason = case s.state when 'pending' then 'declined' else 'objected' end
           where x.register_id = s.register_id and x.id = s.id;
          perform jatakk.record_consent(s, 'no', 'objection', null, told_id, told, told_key_version);
        end loop;
        select * into p from jatakk.subscriber x where x.register_id = m.register_id and x.id = m.person for update;
        if not found then
          return 'unknown';
        end if;
        insert into jatakk.suppression (register_id, hash, kind, young_until)
        values (p.register_id, p.suppression_hash, 'objection', null) on conflict do nothing;
        return 'objected';
      end $$;
      revoke execute on function jatakk.manage_object(bytea, uuid, bytea, integer) from public;
      grant execute on function jatakk.manage_object(bytea, uuid, bytea, integer) to jatakk_web;

      -- Everything of that person. Two at once: both find them gone.
      create function jatakk.manage_erase(hash bytea) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare m record;
      begin
        select * into m from jatakk.managed_by(hash);
        if not found then
          return 'unknown';
        end if;
        perform jatakk.erase_subscriber(m.register_id, m.person);
        return 'erased';
      end $$;
      revoke execute on function jatakk.manage_erase(bytea) from public;
      grant execute on function jatakk.manage_erase(bytea) to jatakk_web;
    `);

    await runner.query(`
      -- A change of address waits for whoever reads mail at the new one: seven days, and once.
      create function jatakk.awaited_change(hash bytea) returns setof jatakk.address_change
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select a.* from jatakk.notice n join jatakk.address_change a on a.notice_id = n.id
         where n.token_hash = hash and n.kind = 'address-change' and n.state in ('handed', 'accepted', 'unknown')
           and coalesce(n.accepted_at, n.handed_at) > clock_timestamp() - interval '7 days'
      $$;
      revoke execute on function jatakk.awaited_change(bytea) from public;

      create function jatakk.peek_address_change(hash bytea) returns table (register_id uuid, locale text, state text)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select n.register_id, n.locale,
               case when exists (select 1 from jatakk.awaited_change(hash)) then 'ask'
                    when exists (select 1 from jatakk.address_change a where a.notice_id = n.id) then 'expired'
                    else 'changed' end
          from jatakk.notice n where n.token_hash = hash and n.kind = 'address-change'
      $$;
      revoke execute on function jatakk.peek_address_change(bytea) from public;
      grant execute on function jatakk.peek_address_change(bytea) to jatakk_web;

      create function jatakk.open_address_change(hash bytea)
        returns table (register_id uuid, notice_id uuid, person uuid, address bytea, key_version integer, row_key bytea)
        language sql stable security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
        select a.register_id, a.notice_id, a.subscriber_id, a.address, a.key_version, k.key
          from jatakk.awaited_change(hash) a
          join vault.row_key k on k.register_id = a.register_id and k.row_id = a.notice_id
      $$;
      revoke execute on function jatakk.open_address_change(bytea) from public;
      grant execute on function jatakk.open_address_change(bytea) to jatakk_keeper;

      create function jatakk.prepare_address_change(hash bytea, own bytea, own_key_version integer) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        update jatakk.address_change a
           set own = prepare_address_change.own, own_key_version = prepare_address_change.own_key_version
         where a.notice_id = (select x.notice_id from jatakk.awaited_change(hash) x);
        return found;
      end $$;
      revoke execute on function jatakk.prepare_address_change(bytea, bytea, integer) from public;
      grant execute on function jatakk.prepare_address_change(bytea, bytea, integer) to jatakk_keeper;

      -- Puts the new address in the place of the old one, with its key in the place of the old key: what a backup holds
      -- of the old address cannot be opened. Links that were sent to the old mailbox open nothing any more, and what was
      -- asked for there and not confirmed is forgotten.
      create function jatakk.confirm_address_change(hash bytea) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare a jatakk.address_change; waiting uuid[];
      begin
        select * into a from jatakk.awaited_change(hash);
        if not found then
          return 'unknown';
        end if;
        perform 1 from jatakk.subscription s
         where s.register_id = a.register_id and s.subscriber_id = a.subscriber_id order by s.id for update;
        perform 1 from jatakk.subscriber p where p.register_id = a.register_id and p.id = a.subscriber_id for update;
        select * into a from jatakk.awaited_change(hash);
        if not found then
          return 'unknown';
        end if;
        -- Sealed under a key that is gone since: prepared anew.
        if a.own is null or not exists (select 1 from vault.ring_key k where k.ring_id = a.register_id
                                           and k.purpose = 'rest' and k.version = a.own_key_version) then
          return 'not-prepared';
        end if;
        if exists (select 1 from jatakk.subscriber p
                    where p.register_id = a.register_id and p.blind_index = a.blind_index and p.id <> a.subscriber_id) then
          return 'taken';
        end if;
        begin
          update jatakk.subscriber p
             set address = a.own, key_version = a.own_key_version,
                 blind_index = a.blind_index, suppression_hash = a.suppression_hash
           where p.register_id = a.register_id and p.id = a.subscriber_id;
        exception when unique_violation then
          return 'taken';
        end;
        update vault.row_key k set key = n.key from vault.row_key n
         where k.register_id = a.register_id and k.row_id = a.subscriber_id
           and n.register_id = a.register_id and n.row_id = a.notice_id;
        delete from vault.row_key k using jatakk.address_change c
         where c.register_id = a.register_id and c.subscriber_id = a.subscriber_id
           and k.register_id = c.register_id and k.row_id = c.notice_id;
        delete from jatakk.address_change c where c.register_id = a.register_id and c.subscriber_id = a.subscriber_id;
        delete from jatakk.notice n
         where n.register_id = a.register_id and n.subscriber_id = a.subscriber_id and n.id <> a.notice_id;
        waiting := array(select s.id from jatakk.subscription s where s.register_id = a.register_id
                            and s.subscriber_id = a.subscriber_id and s.state = 'pending');
        perform jatakk.drop_subscriptions(a.register_id, waiting);
        delete from jatakk.suppression x
         where x.register_id = a.register_id and x.hash = a.suppression_hash and x.kind in ('complaint', 'hard-bounce');
        return 'changed';
      end $$;
      revoke execute on function jatakk.confirm_address_change(bytea) from public;
      grant execute on function jatakk.confirm_address_change(bytea) to jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
