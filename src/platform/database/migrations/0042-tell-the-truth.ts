import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the pages that tell the truth are made of: what only web knows, what staff add, and every version, kept. */
export class TellTheTruth1700000000042 implements MigrationInterface {
  name = 'TellTheTruth1700000000042';

  async up(runner: QueryRunner): Promise<void> {
    await this.#settings(runner);
    await this.#fromUs(runner);
    await this.#versions(runner);
    await this.#sizes(runner);
    await this.#forms(runner);
  }

  async #settings(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What web runs with and the privacy page names, said by each web as it starts.
      create table jatakk.web_settings (
        only_row boolean primary key default true check (only_row),
        keeps_network boolean not null default false,
        -- Host of the provider that staff may sign in with; empty for none.
        provider text not null default '' check (length(provider) <= 260),
        minimum_age integer not null default 13 check (minimum_age between 0 and 99),
        -- Whether the domain of a typed address is looked up.
        asks_names boolean not null default true
      );
      insert into jatakk.web_settings default values;
      grant select on jatakk.web_settings to jatakk_web, jatakk_keeper;
      -- Whether any message is shown: the keeper notes what the page says of it.
      grant select on jatakk.site_message to jatakk_keeper;

      create function jatakk.say_settings(network boolean, provider_host text, age integer, names boolean) returns void
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        update jatakk.web_settings w
           set keeps_network = network, provider = provider_host, minimum_age = age, asks_names = names
         where (w.keeps_network, w.provider, w.minimum_age, w.asks_names) is distinct from (network, provider_host, age, names)
      $$;
      revoke execute on function jatakk.say_settings(boolean, text, integer, boolean) from public;
      grant execute on function jatakk.say_settings(boolean, text, integer, boolean) to jatakk_web;
    `);
  }

  async #fromUs(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into jatakk.role_act (act, role) values
        ('account-for-privacy', 'administrator'), ('account-for-privacy', 'privacy-officer');

      -- What an organisation adds to the page: below what is true, never in its place.
      create table jatakk.privacy_text (
        locale text primary key check (locale in ('nb', 'nn', 'en')),
        text text not null check (length(text) between 1 and 20000)
      );
      grant select on jatakk.privacy_text to jatakk_web, jatakk_keeper;

      -- Whether a mail server stands in the EEA, as the organisation says: of another server nothing has been said.
      create table jatakk.relay_place (
        host text primary key check (length(host) between 1 and 260),
        place text not null check (place in ('inside', 'outside'))
      );
      grant select on jatakk.relay_place to jatakk_web, jatakk_keeper;

      -- False where the session may not.
      create function jatakk.write_privacy_text(session bytea, in_locale text, new_text text) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if jatakk.session_may(session, 'account-for-privacy') is null then
          return false;
        elsif new_text !~ '\\S' then
          delete from jatakk.privacy_text p where p.locale = in_locale;
        else
          insert into jatakk.privacy_text (locale, text) values (in_locale, new_text)
              on conflict (locale) do update set text = excluded.text;
        end if;
        return true;
      end $$;
      revoke execute on function jatakk.write_privacy_text(bytea, text, text) from public;
      grant execute on function jatakk.write_privacy_text(bytea, text, text) to jatakk_web;

      -- Of a relay that is in use; null takes back what was said.
      create function jatakk.place_relay(session bytea, of_host text, new_place text) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if jatakk.session_may(session, 'account-for-privacy') is null
           or not exists (select 1 from jatakk.relay r where r.host = of_host) then
          return false;
        end if;
        delete from jatakk.relay_place p where p.host = of_host or p.host not in (select r.host from jatakk.relay r);
        if new_place is not null then
          insert into jatakk.relay_place (host, place) values (of_host, new_place);
        end if;
        return true;
      end $$;
      revoke execute on function jatakk.place_relay(bytea, text, text) from public;
      grant execute on function jatakk.place_relay(bytea, text, text) to jatakk_web;
    `);
  }

  async #versions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What was true and what the page said of it, from when on. json keeps the very text that the digest is of.
      create table jatakk.facts_version (
        number integer primary key check (number > 0),
        noted_at timestamptz not null default clock_timestamp(),
        facts json not null,
        said json not null,
        content bytea not null check (octet_length(content) = 32),
        -- Of the version before; none before the first.
        previous bytea check (octet_length(previous) = 32),
        digest bytea not null check (octet_length(digest) = 32),
        check ((number = 1) = (previous is null))
      );
      grant select on jatakk.facts_version to jatakk_web, jatakk_keeper;

      create function jatakk.refuse_other_facts() returns trigger
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        raise exception 'what the privacy page has said is kept: % is refused', lower(tg_op);
      end $$;
      revoke execute on function jatakk.refuse_other_facts() from public;
      create trigger facts_are_kept before update or delete or truncate on jatakk.facts_version
        for each statement execute function jatakk.refuse_other_facts();

      -- The number of the new version; null where nothing has changed since the newest.
      create function jatakk.note_facts(new_facts text, new_said text) returns integer
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare last record; of_content bytea; made integer;
      begin
        if json_typeof(new_facts::json) <> 'object' or json_typeof(new_said::json) <> 'array' then
          raise exception 'facts are an object and sentences a list' using errcode = 'check_violation';
        end if;
        -- Two keepers at once: one after the other.
        perform pg_advisory_xact_lock(hashtext('jatakk facts'));
        select v.number, v.content, v.digest into last from jatakk.facts_version v order by v.number desc limit 1;
        of_content := sha256(convert_to(new_facts || E'\\n' || new_said, 'UTF8'));
        if last.content = of_content then
          return null;
        end if;
        insert into jatakk.facts_version (number, facts, said, content, previous, digest)
        values (coalesce(last.number, 0) + 1, new_facts::json, new_said::json, of_content, last.digest,
                sha256(coalesce(last.digest, '\\x') || of_content))
        returning number into made;
        return made;
      end $$;
      revoke execute on function jatakk.note_facts(text, text) from public;
      grant execute on function jatakk.note_facts(text, text) to jatakk_keeper;
    `);
  }

  async #sizes(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- About how many are on a list, once a month, rounded before it is written: 0 stands for fewer than twenty.
      create table jatakk.list_size (
        list_id uuid not null references jatakk.list (id) on delete cascade,
        month date not null check (extract(day from month) = 1),
        about bigint not null check (about = 0 or about >= 20),
        primary key (list_id, month)
      );
      grant select on jatakk.list_size to jatakk_web;

      -- To the nearest ten, from 200 on to the nearest fifty, from 2,000 on to the nearest hundred.
      create function jatakk.about_so_many(exact bigint) returns bigint
        language sql immutable set search_path = pg_catalog, jatakk, pg_temp as $$
        select case when exact < 20 then 0
                    when exact < 200 then round(exact / 10.0) * 10
                    when exact < 2000 then round(exact / 50.0) * 50
                    else round(exact / 100.0) * 100 end::bigint
      $$;
      revoke execute on function jatakk.about_so_many(bigint) from public;

      -- Of each list that has none for this month. In the same month nothing is noted twice.
      create function jatakk.note_sizes() returns void
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        insert into jatakk.list_size (list_id, month, about)
        select l.id, date_trunc('month', jatakk.day_here())::date,
               jatakk.about_so_many((select n.on_it from jatakk.list_numbers(l.id) n))
          from jatakk.list l
         where not exists (select 1 from jatakk.list_size s
                            where s.list_id = l.id and s.month = date_trunc('month', jatakk.day_here())::date)
            on conflict do nothing
      $$;
      revoke execute on function jatakk.note_sizes() from public;
      grant execute on function jatakk.note_sizes() to jatakk_keeper;
    `);
  }

  async #forms(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- GDPR art. 13: nobody is asked before it is said who asks, and whom to write to. The rest of the set is the
      -- purpose, without which there is no list, and what the privacy page says by itself.
      create function jatakk.refuse_nameless_form() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if not exists (select 1 from jatakk.organisation o
                        where o.name ~ '\\S' and o.org_number ~ '\\S' and o.postal_address ~ '\\S'
                          and o.contact_email ~ '@' and o.privacy_email ~ '@') then
          raise exception 'a form names who is responsible, and whom to write to' using errcode = 'check_violation';
        end if;
        return null;
      end $$;
      revoke execute on function jatakk.refuse_nameless_form() from public;
      create trigger form_has_its_words after insert or update of state on jatakk.list
        for each row when (new.state = 'open') execute function jatakk.refuse_nameless_form();

      -- And what was said stays said.
      create function jatakk.refuse_nameless_house() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if exists (select 1 from jatakk.list l where l.state = 'open')
           and not (new.name ~ '\\S' and new.org_number ~ '\\S' and new.postal_address ~ '\\S'
                    and new.contact_email ~ '@' and new.privacy_email ~ '@') then
          raise exception 'a form names who is responsible, and whom to write to' using errcode = 'check_violation';
        end if;
        return null;
      end $$;
      revoke execute on function jatakk.refuse_nameless_house() from public;
      create trigger house_keeps_its_name after update on jatakk.organisation
        for each row execute function jatakk.refuse_nameless_house();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
