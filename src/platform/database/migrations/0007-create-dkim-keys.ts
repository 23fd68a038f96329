import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The keys that mail is signed with, and what DNS was last seen to say of them. */
export class CreateDkimKeys1700000000007 implements MigrationInterface {
  name = 'CreateDkimKeys1700000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table jatakk.dkim_key (
        domain text not null check (domain = lower(domain) and domain like '%.%'),
        selector text not null check (selector ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
        algorithm text not null check (algorithm in ('rsa-sha256', 'ed25519-sha256')),
        -- What its record publishes: for RSA a SubjectPublicKeyInfo, for Ed25519 the 32 bytes.
        public_key bytea not null,
        -- Sealed to the staff's ring, in this version of its key. Gone when the key retires.
        private_key_sealed bytea,
        key_version integer not null,
        state text not null default 'waiting' check (state in ('waiting', 'active', 'retired')),
        made_at timestamptz not null default now(),
        checked_at timestamptz,
        check_result text check (check_result in ('published', 'not-published', 'other-key', 'dns-away')),
        -- When its record was last seen to be right.
        seen_at timestamptz,
        retired_at timestamptz,
        primary key (domain, selector),
        check ((state = 'retired') = (private_key_sealed is null)),
        check ((state = 'retired') = (retired_at is not null))
      );
      create unique index dkim_key_waiting on jatakk.dkim_key (domain, algorithm) where state = 'waiting';
      create unique index dkim_key_active on jatakk.dkim_key (domain, algorithm) where state = 'active';

      grant select (domain, selector, algorithm, public_key, state, made_at, checked_at, check_result, seen_at, retired_at)
        on jatakk.dkim_key to jatakk_web;
      grant select on jatakk.dkim_key to jatakk_keeper;
      grant update (private_key_sealed, state, checked_at, check_result, seen_at, retired_at)
        on jatakk.dkim_key to jatakk_keeper;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
