import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The organisation, its registers and lists, the public sealing keys, and the schema that holds wrapped keys. */
export class CreateOrganisationAndRegisters1700000000001 implements MigrationInterface {
  name = 'CreateOrganisationAndRegisters1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema vault;
      grant usage on schema jatakk to jatakk_web, jatakk_keeper;
      grant usage on schema vault to jatakk_keeper;

      create table jatakk.installation (
        only_row boolean primary key default true check (only_row),
        mode text not null default 'trial' check (mode in ('trial', 'live')),
        public_url text,
        undo_seconds integer not null default 300 check (undo_seconds between 0 and 86400),
        setup_hash bytea,
        relay_host text,
        relay_port integer check (relay_port between 1 and 65535),
        relay_security text check (relay_security in ('tls', 'starttls', 'plain')),
        relay_user text,
        relay_password_sealed bytea,
        throttle_emptied_at timestamptz,
        check (mode = 'trial' or (public_url is not null and relay_host is not null
                                  and relay_port is not null and relay_security is not null))
      );
      insert into jatakk.installation default values;
      grant select (only_row, mode, public_url, undo_seconds, setup_hash, relay_host) on jatakk.installation to jatakk_web;
      grant select (only_row, mode, public_url, relay_host, relay_port, relay_security, relay_user,
                    relay_password_sealed, throttle_emptied_at),
            update (throttle_emptied_at) on jatakk.installation to jatakk_keeper;

      -- Live is for good: no role comes back to trial, whatever it may update.
      create function jatakk.refuse_return_to_trial() returns trigger
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if old.mode = 'live' and new.mode <> 'live' then
          raise exception 'live is for good';
        end if;
        return new;
      end $$;
      revoke execute on function jatakk.refuse_return_to_trial() from public;
      create trigger installation_stays_live before update on jatakk.installation
        for each row execute function jatakk.refuse_return_to_trial();

      create table jatakk.organisation (
        only_row boolean primary key default true check (only_row),
        name text not null,
        org_number text not null,
        postal_address text not null,
        contact_email text not null,
        privacy_email text not null,
        default_locale text not null default 'nb'
      );
      grant select, insert on jatakk.organisation to jatakk_web;
      grant update (name, org_number, postal_address, contact_email, privacy_email, default_locale)
        on jatakk.organisation to jatakk_web;
      grant select on jatakk.organisation to jatakk_keeper;

      create table jatakk.register (
        id uuid primary key,
        slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
        name text not null
      );
      grant select, insert on jatakk.register to jatakk_web;
      grant select on jatakk.register to jatakk_keeper;

      create table jatakk.list (
        id uuid not null unique,
        register_id uuid not null references jatakk.register (id),
        slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
        name text not null,
        sender_name text not null,
        sender_address text not null,
        state text not null default 'open' check (state in ('open', 'closed')),
        primary key (register_id, id)
      );
      grant select, insert on jatakk.list to jatakk_web;
      grant update (name, sender_name, sender_address, state) on jatakk.list to jatakk_web;
      grant select on jatakk.list to jatakk_keeper;

      -- A ring is a register's keys, or the staff's (the nil UUID). Web seals to the public half.
      create table jatakk.sealing_key (
        ring_id uuid not null,
        version integer not null check (version > 0),
        public_key bytea not null check (octet_length(public_key) = 32),
        primary key (ring_id, version)
      );
      grant select on jatakk.sealing_key to jatakk_web;
      grant select, insert on jatakk.sealing_key to jatakk_keeper;

      create table vault.ring_key (
        ring_id uuid not null,
        purpose text not null check (purpose in ('seal', 'rest', 'index', 'link', 'notice', 'verp', 'suppression')),
        version integer not null check (version > 0),
        wrapped bytea not null,
        primary key (ring_id, purpose, version)
      );
      grant select, insert on vault.ring_key to jatakk_keeper;

      -- Destroying a person is destroying this row. The keeper writes keys here and gets one back only from a gate.
      create table vault.row_key (
        register_id uuid not null,
        row_id uuid not null,
        key bytea not null check (octet_length(key) = 16),
        primary key (register_id, row_id)
      );
      grant insert on vault.row_key to jatakk_keeper;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
