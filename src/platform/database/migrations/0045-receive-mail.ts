import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mail that has come: sealed by the receiver, which reads nothing here but public keys and where mail may come to. */
export class ReceiveMail1700000000045 implements MigrationInterface {
  name = 'ReceiveMail1700000000045';

  async up(runner: QueryRunner): Promise<void> {
    await this.#arrivals(runner);
    await this.#keys(runner);
  }

  async #arrivals(runner: QueryRunner): Promise<void> {
    await runner.query(`
      grant usage on schema jatakk to jatakk_receiver;

      -- Where mail to return paths comes to, beside the addresses that lists are sent from. Without one nothing comes back.
      alter table jatakk.installation add column return_domain text
        check (return_domain ~ '^[a-z0-9-]+([.][a-z0-9-]+)+$' and length(return_domain) <= 190);
      grant select (return_domain) on jatakk.installation to jatakk_keeper, jatakk_web;

      create table jatakk.arrival (
        id uuid primary key,
        register_id uuid not null references jatakk.register (id),
        key_version integer not null,
        kind text not null check (kind in ('returned', 'leave', 'mail')),
        sealed bytea not null check (octet_length(sealed) <= 4194304),
        quarantined boolean not null default false,
        put_aside_on date,
        check (quarantined = (put_aside_on is not null))
      );
      create index arrival_waiting on jatakk.arrival (kind) where not quarantined;
      create trigger arrival_putting_aside_dated before update of quarantined on jatakk.arrival
        for each row execute function jatakk.date_putting_aside();
      grant select, delete, update (quarantined) on jatakk.arrival to jatakk_keeper;

      -- What was attached, each sealed for itself: opened for whoever asks for it, and read by no program.
      create table jatakk.arrival_part (
        arrival_id uuid not null references jatakk.arrival (id) on delete cascade,
        position integer not null check (position between 0 and 19),
        sealed bytea not null check (octet_length(sealed) <= 33554432),
        primary key (arrival_id, position)
      );
      grant select on jatakk.arrival_part to jatakk_keeper;

      -- A keyed hash of each message that has come, so that one that is handed over again is stored once.
      create table jatakk.arrival_seen (
        fingerprint bytea primary key check (octet_length(fingerprint) = 32),
        on_day date not null default current_date
      );
      grant select (on_day), delete on jatakk.arrival_seen to jatakk_keeper;

      -- One message for one register, whole or not at all; false where it has come before.
      create function jatakk.arrive(
          of_id uuid, of_register uuid, in_key_version integer, of_kind text, box bytea, parts bytea[], of_fingerprint bytea)
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        insert into jatakk.arrival_seen (fingerprint) values (of_fingerprint) on conflict do nothing;
        if not found then
          return false;
        end if;
        insert into jatakk.arrival (id, register_id, key_version, kind, sealed)
        values (of_id, of_register, in_key_version, of_kind, box);
        insert into jatakk.arrival_part (arrival_id, position, sealed)
        select of_id, p.position - 1, p.sealed from unnest(parts) with ordinality p (sealed, position);
        return true;
      end $$;
      revoke execute on function jatakk.arrive(uuid, uuid, integer, text, bytea, bytea[], bytea) from public;
      grant execute on function jatakk.arrive(uuid, uuid, integer, text, bytea, bytea[], bytea) to jatakk_receiver;

      -- The same for many that have nothing attached, in one statement: how many of them had not come before.
      create function jatakk.arrive_together(
          ids uuid[], registers uuid[], key_versions integer[], kinds text[], boxes bytea[], fingerprints bytea[])
        returns bigint
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        with come as (
          select * from unnest(ids, registers, key_versions, kinds, boxes, fingerprints)
                     as u (id, register_id, key_version, kind, sealed, fingerprint)),
        fresh as (
          insert into jatakk.arrival_seen (fingerprint)
          select c.fingerprint from come c group by c.fingerprint order by c.fingerprint
              on conflict do nothing returning fingerprint),
        stored as (
          insert into jatakk.arrival (id, register_id, key_version, kind, sealed)
          select distinct on (c.fingerprint) c.id, c.register_id, c.key_version, c.kind, c.sealed
            from come c join fresh f on f.fingerprint = c.fingerprint order by c.fingerprint, c.id
          returning id)
        select count(*) from stored
      $$;
      revoke execute on function jatakk.arrive_together(uuid[], uuid[], integer[], text[], bytea[], bytea[]) from public;
      grant execute on function jatakk.arrive_together(uuid[], uuid[], integer[], text[], bytea[], bytea[]) to jatakk_receiver;

      -- Where mail may come to: the addresses that lists are sent from, each to its list's register, and where several
      -- use one, to the first of them by name. A row for every register that has keys; without a list, without an address.
      create function jatakk.receives() returns table (register_id uuid, address text, return_domain text)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select r.id, l.address, i.return_domain
          from jatakk.register r
          cross join jatakk.installation i
          left join lateral (
            select distinct lower(x.sender_address) as address from jatakk.list x
             where x.register_id = r.id and x.state <> 'deleting') l on true
         where exists (select 1 from jatakk.sealing_key k where k.ring_id = r.id)
         order by r.slug, r.id, l.address
      $$;
      revoke execute on function jatakk.receives() from public;
      grant execute on function jatakk.receives() to jatakk_receiver;
      grant select on jatakk.sealing_key to jatakk_receiver;
    `);
  }

  async #keys(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Each receiver has a pair of its own, and the keeper seals to it what return paths are checked with: of the keys
      -- of a register that one, and no other.
      create table jatakk.receiver (
        public_key bytea primary key check (octet_length(public_key) = 32),
        seen_on date not null default current_date
      );
      grant select, delete on jatakk.receiver to jatakk_keeper;

      create table jatakk.receiver_key (
        public_key bytea not null references jatakk.receiver (public_key) on delete cascade,
        ring_id uuid not null,
        version integer not null,
        sealed bytea not null check (octet_length(sealed) <= 8192),
        primary key (public_key, ring_id, version)
      );
      grant select, insert, delete on jatakk.receiver_key to jatakk_keeper;

      -- A receiver says that it is here. No house has twenty: so that nobody fills the table with pairs of their own.
      create function jatakk.here_receives(of_key bytea) returns void
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        insert into jatakk.receiver (public_key)
        select of_key
         where exists (select 1 from jatakk.receiver r where r.public_key = of_key)
            or (select count(*) from jatakk.receiver) < 20
            on conflict (public_key) do update set seen_on = excluded.seen_on
         where jatakk.receiver.seen_on <> excluded.seen_on
      $$;
      revoke execute on function jatakk.here_receives(bytea) from public;
      grant execute on function jatakk.here_receives(bytea) to jatakk_receiver;

      create function jatakk.keys_of_receiver(of_key bytea) returns table (ring_id uuid, version integer, sealed bytea)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select k.ring_id, k.version, k.sealed from jatakk.receiver_key k where k.public_key = of_key
      $$;
      revoke execute on function jatakk.keys_of_receiver(bytea) from public;
      grant execute on function jatakk.keys_of_receiver(bytea) to jatakk_receiver;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
