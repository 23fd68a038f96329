import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * New versions of a ring's keys and another keeper secret, while the house works; and the end of a register. Only the
 * owner opens a rotation. The keeper's functions beside it hand out ciphertext for as long as it is open, and no longer.
 */
export class RotateKeys1700000000016 implements MigrationInterface {
  name = 'RotateKeys1700000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A version that is not yet used is known, and not taken: what was made under the one before is being rolled.
      alter table vault.ring_key
        add column used boolean not null default true,
        -- Which keeper secret wraps it; null for one from before this was written down.
        add column secret_id text check (secret_id ~ '^[0-9a-f]{16}$');

      create table jatakk.rotation (
        id uuid primary key default gen_random_uuid(),
        -- Null for the keeper secret, which is none of a ring's keys.
        ring_id uuid,
        purpose text not null check (purpose in
          ('seal', 'rest', 'index', 'link', 'notice', 'verp', 'suppression', 'secret')),
        version integer,
        secret_id text check (secret_id ~ '^[0-9a-f]{16}$'),
        opened_at timestamptz not null default clock_timestamp(),
        begun_at timestamptz,
        done_at timestamptz,
        check ((purpose = 'secret') = (ring_id is null)),
        check ((purpose = 'secret') = (secret_id is not null)),
        check (done_at is null or begun_at is not null)
      );
      create unique index rotation_one_open on jatakk.rotation (ring_id, purpose) nulls not distinct where done_at is null;
      grant select on jatakk.rotation to jatakk_keeper;

      -- Which secrets each keeper that is running has, by their names: none of them is a secret.
      create unlogged table jatakk.keeper_here (
        id uuid primary key,
        secrets text[] not null,
        seen_at timestamptz not null default clock_timestamp()
      );
      grant select, insert, update, delete on jatakk.keeper_here to jatakk_keeper;

      -- Links out under further versions of the link key, and the last version that there is one under. Those in old
      -- mails go on working.
      alter table jatakk.subscription
        add column further_hashes bytea[],
        add column link_rolled_to integer not null default 1;
      create index subscription_further_hash on jatakk.subscription using gin (further_hashes)
        where further_hashes is not null;

      -- What is found by a hash is rolled in two columns: one moment after the other, never half.
      alter table jatakk.subscriber
        add column blind_index_next bytea check (octet_length(blind_index_next) = 32),
        add column suppression_hash_next bytea check (octet_length(suppression_hash_next) = 32);
      alter table jatakk.address_change
        add column blind_index_next bytea check (octet_length(blind_index_next) = 32),
        add column suppression_hash_next bytea check (octet_length(suppression_hash_next) = 32);

      -- Another address is rolled anew.
      create function jatakk.unroll_address() returns trigger
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if new.blind_index <> old.blind_index and new.blind_index_next is not distinct from old.blind_index_next then
          new.blind_index_next := null;
        end if;
        if new.suppression_hash <> old.suppression_hash
           and new.suppression_hash_next is not distinct from old.suppression_hash_next then
          new.suppression_hash_next := null;
        end if;
        return new;
      end $$;
      revoke execute on function jatakk.unroll_address() from public;
      create trigger subscriber_address_unrolled before update of blind_index, suppression_hash on jatakk.subscriber
        for each row execute function jatakk.unroll_address();

      create function jatakk.key_version(of_ring uuid, of_purpose text) returns integer
        language sql stable security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
        select coalesce(max(k.version), 1) from vault.ring_key k
         where k.ring_id = of_ring and k.purpose = of_purpose and k.used
      $$;
      revoke execute on function jatakk.key_version(uuid, text) from public;

      -- A message is made of the same keys on every attempt, whatever is rotated meanwhile.
      alter table jatakk.notice
        add column notice_key_version integer,
        add column link_key_version integer;
      update jatakk.notice set notice_key_version = 1, link_key_version = 1;
      alter table jatakk.notice
        alter column notice_key_version set not null,
        alter column link_key_version set not null;
      alter table jatakk.campaign add column link_key_version integer;

      create function jatakk.pin_notice_keys() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        -- One that is written anew keeps what it has.
        new.notice_key_version := coalesce(new.notice_key_version, jatakk.key_version(new.ring_id, 'notice'));
        new.link_key_version := coalesce(new.link_key_version, jatakk.key_version(new.ring_id, 'link'));
        return new;
      end $$;
      revoke execute on function jatakk.pin_notice_keys() from public;
      create trigger notice_keys_pinned before insert on jatakk.notice
        for each row execute function jatakk.pin_notice_keys();

      create function jatakk.pin_campaign_key() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        new.link_key_version := jatakk.key_version(new.register_id, 'link');
        return new;
      end $$;
      revoke execute on function jatakk.pin_campaign_key() from public;
      create trigger campaign_key_pinned before update of state on jatakk.campaign
        for each row when (new.state = 'sending' and new.link_key_version is null)
        execute function jatakk.pin_campaign_key();
      update jatakk.campaign set link_key_version = 1 where started_at is not null;
    `);

    await runner.query(`
      -- What a keeper compares the ring in its memory with.
      create function jatakk.ring_state(of_ring uuid) returns text
        language sql stable set search_path = pg_catalog, vault, pg_temp as $$
        select coalesce(string_agg(k.purpose || k.version || case when k.used then '' else '?' end, ' '
                                   order by k.purpose collate "C", k.version), '')
          from vault.ring_key k where k.ring_id = of_ring
      $$;
      revoke execute on function jatakk.ring_state(uuid) from public;
      grant execute on function jatakk.ring_state(uuid) to jatakk_keeper;

      create function jatakk.ring_lock(of_ring uuid) returns bigint
        language sql immutable set search_path = pg_catalog, pg_temp as $$
        select hashtextextended('jatakk ring ' || of_ring, 0)
      $$;
      revoke execute on function jatakk.ring_lock(uuid) from public;
      grant execute on function jatakk.ring_lock(uuid) to jatakk_keeper;

      -- Until this transaction ends, no other version of this ring's keys comes into use. Not one statement: what it
      -- reads must be what is so once it has the lock.
      create function jatakk.hold_ring(of_ring uuid) returns text
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        perform pg_advisory_xact_lock_shared(jatakk.ring_lock(of_ring));
        return jatakk.ring_state(of_ring);
      end $$;
      revoke execute on function jatakk.hold_ring(uuid) from public;
      grant execute on function jatakk.hold_ring(uuid) to jatakk_keeper;

      -- A rotation that is open, of a ring, and has its new version. No row otherwise: then there is nothing to read.
      create function jatakk.open_rotation(of_rotation uuid) returns setof jatakk.rotation
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select r.* from jatakk.rotation r where r.id = of_rotation and r.done_at is null and r.version is not null
      $$;
      revoke execute on function jatakk.open_rotation(uuid) from public;

      create function jatakk.rotation_begin(
          of_rotation uuid, new_version integer, wrapped bytea, wrapped_by text, public_key bytea) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare r jatakk.rotation;
      begin
        select * into r from jatakk.rotation x
         where x.id = of_rotation and x.ring_id is not null and x.begun_at is null for update;
        if not found then
          return false;
        end if;
        perform pg_advisory_xact_lock(jatakk.ring_lock(r.ring_id));
        if new_version is distinct from (select max(k.version) + 1 from vault.ring_key k
                                          where k.ring_id = r.ring_id and k.purpose = r.purpose) then
          return false;
        end if;
        insert into vault.ring_key (ring_id, purpose, version, wrapped, secret_id, used)
        values (r.ring_id, r.purpose, new_version, rotation_begin.wrapped, wrapped_by,
                r.purpose not in ('index', 'suppression', 'link'));
        if r.purpose = 'seal' then
          insert into jatakk.sealing_key (ring_id, version, public_key)
          values (r.ring_id, new_version, rotation_begin.public_key);
        end if;
        update jatakk.rotation x set version = new_version, begun_at = clock_timestamp() where x.id = r.id;
        return true;
      end $$;
      revoke execute on function jatakk.rotation_begin(uuid, integer, bytea, text, bytea) from public;
      grant execute on function jatakk.rotation_begin(uuid, integer, bytea, text, bytea) to jatakk_keeper;
    `);

    await runner.query(`
      -- What is still under an older version, of one kind, after one id: with what it takes to open it.
      create function jatakk.rotation_rows(of_rotation uuid, of_kind text, after uuid, at_most integer)
        returns table (id uuid, sealed bytea, key_version integer, row_key bytea)
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare r jatakk.rotation;
      begin
        select * into r from jatakk.open_rotation(of_rotation);
        if r.purpose = 'rest' and of_kind = 'evidence' then
          return query select s.id, s.evidence, s.evidence_key_version, k.key
            from jatakk.subscription s join vault.row_key k on k.register_id = s.register_id and k.row_id = s.id
           where s.register_id = r.ring_id and s.id > after and s.evidence_key_version < r.version
           order by s.id limit at_most;
        elsif r.purpose = 'rest' and of_kind = 'fields' then
          return query select s.id, s.fields, s.fields_key_version, k.key
            from jatakk.subscription s join vault.row_key k on k.register_id = s.register_id and k.row_id = s.id
           where s.register_id = r.ring_id and s.id > after and s.fields_key_version < r.version
           order by s.id limit at_most;
        elsif r.purpose = 'rest' and of_kind = 'consent' then
          return query select c.id, c.detail, c.detail_key_version, k.key
            from jatakk.consent_record c join vault.row_key k on k.register_id = c.register_id and k.row_id = c.id
           where c.register_id = r.ring_id and c.id > after and c.detail_key_version < r.version
           order by c.id limit at_most;
        elsif r.purpose in ('rest', 'index', 'suppression') and of_kind = 'address' then
          return query select p.id, p.address, p.key_version, k.key
            from jatakk.subscriber p join vault.row_key k on k.register_id = p.register_id and k.row_id = p.id
           where p.register_id = r.ring_id and p.id > after
             and case r.purpose when 'rest' then p.key_version < r.version
                                when 'index' then p.blind_index_next is null
                                else p.suppression_hash_next is null end
           order by p.id limit at_most;
        elsif r.purpose in ('rest', 'index', 'suppression') and of_kind = 'address-change' then
          return query select a.notice_id, a.address, a.key_version, k.key
            from jatakk.address_change a join vault.row_key k on k.register_id = a.register_id and k.row_id = a.notice_id
           where a.register_id = r.ring_id and a.notice_id > after
             and case r.purpose when 'rest' then a.key_version < r.version
                                when 'index' then a.blind_index_next is null
                                else a.suppression_hash_next is null end
           order by a.notice_id limit at_most;
        end if;
      end $$;
      revoke execute on function jatakk.rotation_rows(uuid, text, uuid, integer) from public;
      grant execute on function jatakk.rotation_rows(uuid, text, uuid, integer) to jatakk_keeper;

      -- Puts what was made of them in place, wherever it is still as it was read.
      create function jatakk.rotation_put(of_rotation uuid, of_kind text, ids uuid[], was bytea[], becomes bytea[])
        returns integer
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare r jatakk.rotation; put integer := 0;
      begin
        select * into r from jatakk.open_rotation(of_rotation);
        if r.id is null then
          return 0;
        end if;
        if r.purpose = 'rest' and of_kind in ('evidence', 'fields') then
          perform 1 from jatakk.subscription s
           where s.register_id = r.ring_id and s.id = any (ids) order by s.id for no key update;
        elsif of_kind = 'address' then
          perform 1 from jatakk.subscriber p
           where p.register_id = r.ring_id and p.id = any (ids) order by p.id for no key update;
        end if;
        if r.purpose = 'rest' and of_kind = 'evidence' then
          update jatakk.subscription s set evidence = u.becomes, evidence_key_version = r.version
            from unnest(ids, was, becomes) as u (id, was, becomes)
           where s.register_id = r.ring_id and s.id = u.id and s.evidence = u.was;
        elsif r.purpose = 'rest' and of_kind = 'fields' then
          update jatakk.subscription s set fields = u.becomes, fields_key_version = r.version
            from unnest(ids, was, becomes) as u (id, was, becomes)
           where s.register_id = r.ring_id and s.id = u.id and s.fields = u.was;
        elsif r.purpose = 'rest' and of_kind = 'consent' then
          update jatakk.consent_record c set detail = u.becomes, detail_key_version = r.version
            from unnest(ids, was, becomes) as u (id, was, becomes)
           where c.register_id = r.ring_id and c.id = u.id and c.detail = u.was;
        elsif r.purpose = 'rest' and of_kind = 'address' then
          update jatakk.subscriber p set address = u.becomes, key_version = r.version
            from unnest(ids, was, becomes) as u (id, was, becomes)
           where p.register_id = r.ring_id and p.id = u.id and p.address = u.was;
        elsif r.purpose = 'rest' and of_kind = 'address-change' then
          -- What was prepared of it under the old key is prepared anew.
          update jatakk.address_change a
             set address = u.becomes, key_version = r.version, own = null, own_key_version = null
            from unnest(ids, was, becomes) as u (id, was, becomes)
           where a.register_id = r.ring_id and a.notice_id = u.id and a.address = u.was;
        elsif r.purpose = 'index' and of_kind = 'address' then
          update jatakk.subscriber p set blind_index_next = u.becomes
            from unnest(ids, was, becomes) as u (id, was, becomes)
           where p.register_id = r.ring_id and p.id = u.id and p.address = u.was;
        elsif r.purpose = 'index' and of_kind = 'address-change' then
          update jatakk.address_change a set blind_index_next = u.becomes
            from unnest(ids, was, becomes) as u (id, was, becomes)
           where a.register_id = r.ring_id and a.notice_id = u.id and a.address = u.was;
        elsif r.purpose = 'suppression' and of_kind = 'address' then
          update jatakk.subscriber p set suppression_hash_next = u.becomes
            from unnest(ids, was, becomes) as u (id, was, becomes)
           where p.register_id = r.ring_id and p.id = u.id and p.address = u.was;
        elsif r.purpose = 'suppression' and of_kind = 'address-change' then
          update jatakk.address_change a set suppression_hash_next = u.becomes
            from unnest(ids, was, becomes) as u (id, was, becomes)
           where a.register_id = r.ring_id and a.notice_id = u.id and a.address = u.was;
        end if;
        get diagnostics put = row_count;
        return put;
      end $$;
      revoke execute on function jatakk.rotation_put(uuid, text, uuid[], bytea[], bytea[]) from public;
      grant execute on function jatakk.rotation_put(uuid, text, uuid[], bytea[], bytea[]) to jatakk_keeper;

      -- Subscriptions that have no link under the new version yet.
      create function jatakk.rotation_links(of_rotation uuid, after uuid, at_most integer)
        returns table (id uuid, list_id uuid)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select s.id, s.list_id
          from jatakk.open_rotation(of_rotation) r
          join jatakk.subscription s on s.register_id = r.ring_id and s.id > after and s.link_rolled_to < r.version
         where r.purpose = 'link'
         order by s.id limit at_most
      $$;
      revoke execute on function jatakk.rotation_links(uuid, uuid, integer) from public;
      grant execute on function jatakk.rotation_links(uuid, uuid, integer) to jatakk_keeper;

      create function jatakk.rotation_put_links(of_rotation uuid, ids uuid[], hashes bytea[]) returns void
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare r jatakk.rotation;
      begin
        select * into r from jatakk.open_rotation(of_rotation) x where x.purpose = 'link';
        perform 1 from jatakk.subscription s
         where s.register_id = r.ring_id and s.id = any (ids) order by s.id for no key update;
        update jatakk.subscription s
           set further_hashes = coalesce(s.further_hashes, '{}') || u.hash, link_rolled_to = r.version
          from unnest(ids, hashes) as u (id, hash)
         where s.register_id = r.ring_id and s.id = u.id and s.link_rolled_to < r.version;
      end $$;
      revoke execute on function jatakk.rotation_put_links(uuid, uuid[], bytea[]) from public;
      grant execute on function jatakk.rotation_put_links(uuid, uuid[], bytea[]) to jatakk_keeper;

      -- What is sealed to the staff's ring and stays: their addresses and the keys that sign.
      create function jatakk.rotation_boxes(of_rotation uuid, at_most integer)
        returns table (kind text, ref text, sealed bytea, key_version integer)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        (select 'staff', f.id::text, f.address_sealed, f.address_key_version
           from jatakk.open_rotation(of_rotation) r
           join jatakk.staff f on r.purpose = 'seal' and r.ring_id = '00000000-0000-0000-0000-000000000000'
                              and f.address_key_version < r.version
          limit at_most)
        union all
        (select 'dkim', d.domain || '|' || d.selector, d.private_key_sealed, d.key_version
           from jatakk.open_rotation(of_rotation) r
           join jatakk.dkim_key d on r.purpose = 'seal' and r.ring_id = '00000000-0000-0000-0000-000000000000'
                                 and d.key_version < r.version and d.private_key_sealed is not null
          limit at_most)
      $$;
      revoke execute on function jatakk.rotation_boxes(uuid, integer) from public;
      grant execute on function jatakk.rotation_boxes(uuid, integer) to jatakk_keeper;

      create function jatakk.rotation_put_box(of_rotation uuid, of_kind text, of_ref text, was bytea, becomes bytea)
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare r jatakk.rotation;
      begin
        select * into r from jatakk.open_rotation(of_rotation) x
         where x.purpose = 'seal' and x.ring_id = '00000000-0000-0000-0000-000000000000';
        if r.id is null then
          return false;
        end if;
        if of_kind = 'staff' then
          update jatakk.staff f set address_sealed = becomes, address_key_version = r.version
           where f.id::text = of_ref and f.address_sealed = was;
        elsif of_kind = 'dkim' then
          update jatakk.dkim_key d set private_key_sealed = becomes, key_version = r.version
           where d.domain || '|' || d.selector = of_ref and d.private_key_sealed = was;
        elsif of_kind = 'relay' then
          update jatakk.relay y set password_sealed = becomes
           where y.position::text = of_ref and y.password_sealed = was;
        end if;
        return found;
      end $$;
      revoke execute on function jatakk.rotation_put_box(uuid, text, text, bytea, bytea) from public;
      grant execute on function jatakk.rotation_put_box(uuid, text, text, bytea, bytea) to jatakk_keeper;
    `);

    await runner.query(`
      -- The new version comes into use, all at once. False while something is not rolled: whoever asks has the lock on
      -- the ring already, rolls that and asks again.
      create function jatakk.rotation_switch(of_rotation uuid) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare r jatakk.rotation;
      begin
        select * into r from jatakk.open_rotation(of_rotation) x where x.purpose in ('index', 'suppression', 'link');
        if r.id is null then
          return false;
        end if;
        perform pg_advisory_xact_lock(jatakk.ring_lock(r.ring_id));
        -- A change of address that is being confirmed ends first.
        perform 1 from jatakk.address_change a where a.register_id = r.ring_id order by a.notice_id for update;
        if r.purpose = 'link' then
          if exists (select 1 from jatakk.rotation_links(r.id, '00000000-0000-0000-0000-000000000000', 1)) then
            return false;
          end if;
        elsif exists (select 1 from jatakk.rotation_rows(r.id, 'address', '00000000-0000-0000-0000-000000000000', 1))
           or exists (select 1 from jatakk.rotation_rows(r.id, 'address-change', '00000000-0000-0000-0000-000000000000', 1)) then
          return false;
        elsif r.purpose = 'index' then
          update jatakk.subscriber p set blind_index = p.blind_index_next, blind_index_next = null
           where p.register_id = r.ring_id;
          update jatakk.address_change a set blind_index = a.blind_index_next, blind_index_next = null
           where a.register_id = r.ring_id;
        else
          update jatakk.suppression x set hash = u.becomes
            from (select p.suppression_hash as was, p.suppression_hash_next as becomes from jatakk.subscriber p
                   where p.register_id = r.ring_id
                   union
                  select a.suppression_hash, a.suppression_hash_next from jatakk.address_change a
                   where a.register_id = r.ring_id) u
           where x.register_id = r.ring_id and x.hash = u.was;
          update jatakk.subscriber p set suppression_hash = p.suppression_hash_next, suppression_hash_next = null
           where p.register_id = r.ring_id;
          update jatakk.address_change a set suppression_hash = a.suppression_hash_next, suppression_hash_next = null
           where a.register_id = r.ring_id;
        end if;
        update vault.ring_key k set used = true
         where k.ring_id = r.ring_id and k.purpose = r.purpose and k.version = r.version;
        update jatakk.rotation x set done_at = clock_timestamp() where x.id = r.id;
        return true;
      end $$;
      revoke execute on function jatakk.rotation_switch(uuid) from public;
      grant execute on function jatakk.rotation_switch(uuid) to jatakk_keeper;

      -- Done when nothing is left under an older version but what does not open, and long enough after its beginning that
      -- nobody still writes one.
      create function jatakk.rotation_finish(of_rotation uuid, given_up uuid[]) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare r jatakk.rotation; nil constant uuid := '00000000-0000-0000-0000-000000000000';
      begin
        select * into r from jatakk.rotation x where x.id = of_rotation and x.done_at is null
           and x.purpose not in ('index', 'suppression', 'link') for update;
        if r.id is null then
          return false;
        end if;
        if r.purpose = 'secret' then
          if exists (select 1 from vault.ring_key k where k.secret_id is distinct from r.secret_id) then
            return false;
          end if;
        elsif r.version is null or r.begun_at > clock_timestamp() - interval '15 seconds'
           or exists (select 1 from jatakk.rotation_boxes(r.id, 1))
           or exists (select 1 from jatakk.rotation_rows(r.id, 'evidence', nil, cardinality(given_up) + 1) x where x.id <> all (given_up))
           or exists (select 1 from jatakk.rotation_rows(r.id, 'fields', nil, cardinality(given_up) + 1) x where x.id <> all (given_up))
           or exists (select 1 from jatakk.rotation_rows(r.id, 'consent', nil, cardinality(given_up) + 1) x where x.id <> all (given_up))
           or exists (select 1 from jatakk.rotation_rows(r.id, 'address', nil, cardinality(given_up) + 1) x where x.id <> all (given_up))
           or exists (select 1 from jatakk.rotation_rows(r.id, 'address-change', nil, cardinality(given_up) + 1) x where x.id <> all (given_up)) then
          return false;
        end if;
        update jatakk.rotation x set begun_at = coalesce(x.begun_at, x.opened_at), done_at = clock_timestamp()
         where x.id = r.id;
        return true;
      end $$;
      revoke execute on function jatakk.rotation_finish(uuid, uuid[]) from public;
      grant execute on function jatakk.rotation_finish(uuid, uuid[]) to jatakk_keeper;

      -- One key of a ring, wrapped under the secret that this rotation is for.
      create function jatakk.rotation_rewrap(
          of_rotation uuid, of_ring uuid, of_purpose text, of_version integer, was bytea, becomes bytea) returns void
        language sql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
        update vault.ring_key k set wrapped = becomes, secret_id = r.secret_id
          from jatakk.rotation r
         where r.id = of_rotation and r.purpose = 'secret' and r.done_at is null
           and k.ring_id = of_ring and k.purpose = of_purpose and k.version = of_version and k.wrapped = was
      $$;
      revoke execute on function jatakk.rotation_rewrap(uuid, uuid, text, integer, bytea, bytea) from public;
      grant execute on function jatakk.rotation_rewrap(uuid, uuid, text, integer, bytea, bytea) to jatakk_keeper;

      -- The subscription that a link out leads to, made under whichever version of the key.
      create function jatakk.subscription_of_link(token_hash bytea) returns uuid
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select coalesce((select s.id from jatakk.subscription s where s.unsubscribe_hash = token_hash),
                        (select s.id from jatakk.subscription s where s.further_hashes @> array[token_hash]))
      $$;
      revoke execute on function jatakk.subscription_of_link(bytea) from public;

      create or replace function jatakk.peek_leave(token_hash bytea)
        returns table (register_id uuid, list_id uuid, state text, locale text)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select s.register_id, s.list_id, s.state, s.locale from jatakk.subscription s
         where s.id = jatakk.subscription_of_link(token_hash)
      $$;

      create or replace function jatakk.leave(
          token_hash bytea, undo_hash bytea, method text default 'link',
          told_id uuid default null, told bytea default null, told_key_version integer default null)
        returns table (outcome text, list_id uuid, locale text)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare s jatakk.subscription;
      begin
        select * into s from jatakk.subscription x where x.id = jatakk.subscription_of_link(token_hash) for update;
        if not found then
          return;
        end if;
        if s.state = 'ended' then
          return query select 'already'::text, s.list_id, s.locale;
          return;
        end if;
        update jatakk.subscription x
           set state = 'ended', ended_reason = case s.state when 'pending' then 'declined' else 'unsubscribed' end
         where x.register_id = s.register_id and x.id = s.id;
        perform jatakk.record_consent(s, 'no', case method when 'one-click' then 'one-click' else 'link' end,
                                      null, told_id, told, told_key_version);
        insert into jatakk.journal (kind, register_id, row_id) values ('left', s.register_id, s.id);
        if undo_hash is not null then
          insert into jatakk.leave_undo values (undo_hash, s.register_id, s.id, s.state, clock_timestamp() + interval '15 minutes');
        end if;
        return query select 'left'::text, s.list_id, s.locale;
      end $$;
    `);

    await runner.query(`
      -- A register's end: ordered by an administrator, a day in which it can be called off, then the keys and the rows.
      -- Kept afterwards, as an act of staff.
      create table jatakk.register_deletion (
        register_id uuid primary key,
        name text not null,
        -- Null for one that a backup had brought back.
        ordered_by uuid references jatakk.staff (id),
        ordered_at timestamptz not null default clock_timestamp(),
        due_at timestamptz not null default clock_timestamp() + interval '24 hours',
        -- Lists that were open, to be opened again when it is called off.
        rested_lists uuid[] not null default '{}',
        keys_destroyed_at timestamptz,
        done_at timestamptz
      );
      grant select on jatakk.register_deletion to jatakk_web, jatakk_keeper;

      create function jatakk.administrator_of(session_hash bytea) returns uuid
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select f.id from jatakk.staff_session x join jatakk.staff f on f.id = x.staff_id
         where x.token_hash = session_hash and f.state = 'active' and f.role = 'administrator'
           and x.ends_at > clock_timestamp() and x.seen_at > clock_timestamp() - interval '2 hours'
      $$;
      revoke execute on function jatakk.administrator_of(bytea) from public;

      create function jatakk.order_register_deletion(of_register uuid, session_hash bytea, typed_name text) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare who uuid := jatakk.administrator_of(session_hash); x jatakk.register; closed uuid[];
      begin
        if who is null then
          return 'not-allowed';
        end if;
        select * into x from jatakk.register y where y.id = of_register for update;
        if not found then
          return 'not-there';
        end if;
        if exists (select 1 from jatakk.register_deletion d where d.register_id = of_register) then
          return 'already';
        end if;
        if x.name is distinct from typed_name then
          return 'other-name';
        end if;
        -- Held before the lists rest, or what is under way would be skipped for good. They do not close: that would end
        -- everybody on them, and could not be called off.
        update jatakk.campaign c set state = 'held', held_reason = 'register-deletion'
         where c.register_id = of_register and c.state in ('scheduled', 'sending', 'paused');
        with shut as (
          update jatakk.list l set state = 'resting' where l.register_id = of_register and l.state = 'open' returning l.id)
        select coalesce(array_agg(s.id), '{}') into closed from shut s;
        insert into jatakk.register_deletion (register_id, name, ordered_by, rested_lists)
        values (of_register, x.name, who, closed);
        return 'ordered';
      end $$;
      revoke execute on function jatakk.order_register_deletion(uuid, bytea, text) from public;
      grant execute on function jatakk.order_register_deletion(uuid, bytea, text) to jatakk_web;

      create function jatakk.call_off_register_deletion(of_register uuid, session_hash bytea) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare closed uuid[];
      begin
        if jatakk.administrator_of(session_hash) is null then
          return false;
        end if;
        delete from jatakk.register_deletion d
         where d.register_id = of_register and d.keys_destroyed_at is null returning d.rested_lists into closed;
        if not found then
          return false;
        end if;
        update jatakk.list l set state = 'open'
         where l.register_id = of_register and l.id = any (closed) and l.state = 'resting';
        return true;
      end $$;
      revoke execute on function jatakk.call_off_register_deletion(uuid, bytea) from public;
      grant execute on function jatakk.call_off_register_deletion(uuid, bytea) to jatakk_web;

      -- First the keys, at once and for good: nothing of the register can be read from here on.
      create function jatakk.destroy_register_keys() returns setof uuid
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare d jatakk.register_deletion;
      begin
        for d in select * from jatakk.register_deletion x
                  where x.keys_destroyed_at is null and x.due_at <= clock_timestamp() order by x.register_id
                    for update skip locked
        loop
          perform pg_advisory_xact_lock(jatakk.ring_lock(d.register_id));
          delete from vault.ring_key k where k.ring_id = d.register_id;
          delete from jatakk.sealing_key k where k.ring_id = d.register_id;
          insert into jatakk.journal (kind, register_id) values ('register-deleted', d.register_id);
          update jatakk.register_deletion x set keys_destroyed_at = clock_timestamp() where x.register_id = d.register_id;
          return next d.register_id;
        end loop;
      end $$;
      revoke execute on function jatakk.destroy_register_keys() from public;
      grant execute on function jatakk.destroy_register_keys() to jatakk_keeper;

      -- Then the rows, some at a time, of every table that names a register or a ring: one that is added later is not
      -- forgotten. 0 when nothing is left and the register itself is gone.
      create function jatakk.clear_register(of_register uuid, at_most integer) returns bigint
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare t record; gone bigint; waits boolean := false;
      begin
        perform 1 from jatakk.register_deletion d
         where d.register_id = of_register and d.keys_destroyed_at is not null and d.done_at is null for update;
        if not found then
          return 0;
        end if;
        delete from jatakk.notice n using jatakk.campaign c where c.register_id = of_register and n.campaign_id = c.id;
        delete from jatakk.delivery_tally y using jatakk.campaign c where c.register_id = of_register and y.campaign_id = c.id;
        for t in
          -- What hangs on others before what others hang on.
          with recursive levels (rel, depth) as (
            select c.oid, 0 from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname in ('jatakk', 'vault') and c.relkind = 'r'
             union
            select f.conrelid, l.depth + 1 from levels l
              join pg_constraint f on f.contype = 'f' and f.confrelid = l.rel and f.conrelid <> f.confrelid
             where l.depth < 20)
          select format('%I.%I', n.nspname, c.relname) as name, a.attname as names_it
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attname in ('register_id', 'ring_id') and not a.attisdropped
           where n.nspname in ('jatakk', 'vault') and c.relkind = 'r'
             and c.relname not in ('register_deletion', 'journal', 'rotation')
           order by (select max(l.depth) from levels l where l.rel = c.oid) desc, c.relname
        loop
          begin
            execute format('delete from %s where ctid = any (array(select ctid from %s where %I = $1 limit $2))',
                           t.name, t.name, t.names_it) using of_register, at_most;
            get diagnostics gone = row_count;
            if gone > 0 then
              return gone;
            end if;
          exception when foreign_key_violation then
            waits := true;
          end;
        end loop;
        if waits then
          raise exception 'the rows of a register hang on each other' using errcode = 'JK016';
        end if;
        delete from jatakk.register r where r.id = of_register;
        update jatakk.register_deletion d set done_at = clock_timestamp(), rested_lists = '{}'
         where d.register_id = of_register;
        return 0;
      end $$;
      revoke execute on function jatakk.clear_register(uuid, integer) from public;
      grant execute on function jatakk.clear_register(uuid, integer) to jatakk_keeper;

      -- After a restore: where the vault is newer than the rows, what they are found by is not in use yet, and is rolled
      -- once more. The newest of several versions is enough: nothing was made under one in between that is still here.
      create function jatakk.roll_restored() returns integer
        language plpgsql set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare k record; opened integer := 0;
      begin
        for k in
          select x.ring_id, x.purpose, max(x.version) as newest,
                 coalesce((select max(d.version) from jatakk.rotation d
                            where d.ring_id = x.ring_id and d.purpose = x.purpose and d.done_at is not null), 1) as known
            from vault.ring_key x
           where x.purpose in ('index', 'suppression', 'link')
             and exists (select 1 from jatakk.register r where r.id = x.ring_id)
           group by x.ring_id, x.purpose
        loop
          if k.newest > k.known then
            update vault.ring_key x set used = false
             where x.ring_id = k.ring_id and x.purpose = k.purpose and x.version > k.known;
            insert into jatakk.rotation (ring_id, purpose, version, begun_at)
            values (k.ring_id, k.purpose, k.newest, clock_timestamp())
                on conflict (ring_id, purpose) where done_at is null
                do update set version = excluded.version, begun_at = excluded.begun_at;
            opened := opened + 1;
          end if;
        end loop;
        return opened;
      end $$;
      revoke execute on function jatakk.roll_restored() from public;

      -- The same in one go, for a register that a backup has brought back: for the owner alone.
      create function jatakk.drop_register(of_register uuid) returns boolean
        language plpgsql set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      begin
        if not exists (select 1 from jatakk.register r where r.id = of_register) then
          return false;
        end if;
        insert into jatakk.register_deletion as d (register_id, name, due_at, keys_destroyed_at)
        select r.id, r.name, clock_timestamp(), clock_timestamp()
          from jatakk.register r where r.id = of_register
            on conflict (register_id) do update set keys_destroyed_at = clock_timestamp(), done_at = null;
        delete from vault.ring_key k where k.ring_id = of_register;
        delete from jatakk.sealing_key k where k.ring_id = of_register;
        while jatakk.clear_register(of_register, 100000) > 0 loop
          null;
        end loop;
        return true;
      end $$;
      revoke execute on function jatakk.drop_register(uuid) from public;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
