import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a list may ask beside the address, slips of paper, and moving in from another tool. */
export class LetPeopleJoinOtherwise1700000000018 implements MigrationInterface {
  name = 'LetPeopleJoinOtherwise1700000000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- At most three, by their places. What somebody answered is kept under the id: another question under the same
      -- name is another id, so nothing is used for a reason that was not given when it was asked.
      create table jatakk.list_field (
        id uuid not null unique,
        register_id uuid not null,
        list_id uuid not null,
        position integer not null check (position between 1 and 3),
        name text not null check (name ~ '^[a-z][a-z0-9]{0,29}$'),
        primary key (list_id, position),
        unique (list_id, name),
        foreign key (register_id, list_id) references jatakk.list (register_id, id) on delete cascade
      );
      create table jatakk.list_field_text (
        field_id uuid not null references jatakk.list_field (id) on delete cascade,
        locale text not null,
        label text not null check (length(label) between 1 and 60 and label !~ '[[:cntrl:]]'),
        why text not null check (length(why) between 1 and 200 and why !~ '[[:cntrl:]]'),
        primary key (field_id, locale)
      );
      grant select, insert on jatakk.list_field, jatakk.list_field_text to jatakk_web;
      grant select on jatakk.list_field, jatakk.list_field_text to jatakk_keeper;

      -- Asked no more. With the last question of a list go all answers to its questions.
      create function jatakk.drop_list_field(of_register uuid, of_list uuid, field uuid) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare dropped integer;
      begin
        perform 1 from jatakk.list l where l.register_id = of_register and l.id = of_list for update;
        delete from jatakk.list_field f
         where f.register_id = of_register and f.list_id = of_list and f.id = field;
        get diagnostics dropped = row_count;
        if dropped > 0 and not exists (select 1 from jatakk.list_field f where f.list_id = of_list) then
          perform 1 from jatakk.subscription s
           where s.register_id = of_register and s.list_id = of_list and s.fields is not null
           order by s.id for update;
          update jatakk.subscription s set fields = null, fields_key_version = null
           where s.register_id = of_register and s.list_id = of_list and s.fields is not null;
        end if;
        return dropped > 0;
      end $$;
      revoke execute on function jatakk.drop_list_field(uuid, uuid, uuid) from public;
      grant execute on function jatakk.drop_list_field(uuid, uuid, uuid) to jatakk_web;

      -- What people answered, sealed: for deliveries in this keeper's hands that are due, of a campaign whose text has
      -- a place for it. Everybody else's message does without.
      create function jatakk.open_fields(ids uuid[], fences bigint[])
        returns table (delivery_id uuid, fields bytea, key_version integer, row_key bytea)
        language sql stable security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
        select j.id, s.fields, s.fields_key_version, k.key
          from unnest(ids, fences) as a (id, fence)
          join jatakk.judge_deliveries(ids) j on j.id = a.id and j.fence = a.fence
          join jatakk.delivery d on d.id = j.id
          join jatakk.campaign c on c.register_id = d.register_id and c.id = d.campaign_id
          join jatakk.subscription s on s.register_id = j.register_id and s.id = j.subscription_id
          join vault.row_key k on k.register_id = s.register_id and k.row_id = s.id
         where j.state = 'claimed' and j.lease_until >= clock_timestamp() and j.campaign_state = 'sending'
           and j.why is null and s.fields is not null
           and exists (select 1 from jatakk.list_field f
                        where f.list_id = c.list_id and c.body ~ ('\\{\\{' || f.name || '\\|'))
      $$;
      revoke execute on function jatakk.open_fields(uuid[], bigint[]) from public;
      grant execute on function jatakk.open_fields(uuid[], bigint[]) to jatakk_keeper;

      -- For functions that a person's own proof opens: puts other answers in place of these, or none (null).
      create function jatakk.replace_fields(of_register uuid, of_subscription uuid, sealed bytea, version integer)
        returns boolean
        language sql set search_path = pg_catalog, jatakk, pg_temp as $$
        update jatakk.subscription s set fields = sealed, fields_key_version = version
         where s.register_id = of_register and s.id = of_subscription and s.state <> 'ended'
        returning true
      $$;
      revoke execute on function jatakk.replace_fields(uuid, uuid, bytea, integer) from public;
    `);

    await runner.query(`
      -- How many slips each member of staff has typed in for a list on a day. Numbers, never whose.
      create table jatakk.paper_count (
        register_id uuid not null,
        list_id uuid not null,
        staff_id uuid not null references jatakk.staff (id),
        day date not null default current_date,
        count integer not null check (count > 0),
        primary key (list_id, staff_id, day),
        foreign key (register_id, list_id) references jatakk.list (register_id, id) on delete cascade
      );
      grant select on jatakk.paper_count to jatakk_web;
      grant select (day), delete on jatakk.paper_count to jatakk_keeper;

      -- One slip more, by whoever holds this session. 'counted'; 'enough' for today; or 'not-yours'.
      create function jatakk.count_paper(session bytea, of_list uuid) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me jatakk.staff; l jatakk.list;
      begin
        me := jatakk.signed_in(session);
        select * into l from jatakk.list x where x.id = of_list and x.state = 'open';
        if me.id is null or l.id is null then
          return 'not-yours';
        end if;
        -- One at a time for each of the staff, so that two at once are two.
        perform 1 from jatakk.staff s where s.id = me.id for no key update;
        if (select coalesce(sum(p.count), 0) from jatakk.paper_count p
             where p.staff_id = me.id and p.day = current_date) >= 200 then
          return 'enough';
        end if;
        insert into jatakk.paper_count (register_id, list_id, staff_id, count) values (l.register_id, l.id, me.id, 1)
          on conflict (list_id, staff_id, day) do update set count = jatakk.paper_count.count + 1;
        return 'counted';
      end $$;
      revoke execute on function jatakk.count_paper(bytea, uuid) from public;
      grant execute on function jatakk.count_paper(bytea, uuid) to jatakk_web;
    `);

    await runner.query(`
      -- What another tool held of a list's people: read, proposed by one, approved by another, taken in by the keeper.
      create table jatakk.import (
        id uuid not null unique,
        register_id uuid not null,
        list_id uuid not null,
        tool text not null check (tool ~ '^[a-z]{1,20}$'),
        locale text not null,
        state text not null default 'reading'
          check (state in ('reading', 'read', 'proposed', 'approved', 'done', 'dropped')),
        -- Null: read from a file by whoever runs the house.
        author_id uuid references jatakk.staff (id),
        proposal_id uuid unique references jatakk.proposal (id),
        -- How many rows could be used, and how many could not, by reason.
        usable integer not null default 0,
        refused jsonb not null default '{}',
        -- Of the usable ones, in the end: on the list now, or refused because of what is known of them here.
        taken integer not null default 0,
        not_taken integer not null default 0,
        made_at timestamptz not null default clock_timestamp(),
        primary key (register_id, id),
        check (state not in ('approved', 'done') or proposal_id is not null),
        foreign key (register_id, list_id) references jatakk.list (register_id, id) on delete cascade
      );
      create index import_of_list on jatakk.import (list_id);

      -- The words people said yes to in the other tool, by the days on which they stood there, and what shows that.
      create table jatakk.import_wording (
        register_id uuid not null,
        import_id uuid not null,
        position integer not null check (position between 1 and 20),
        from_day date not null,
        to_day date not null check (to_day >= from_day),
        text text not null check (length(text) between 1 and 2000),
        note text not null check (length(note) between 1 and 2000),
        primary key (import_id, position),
        foreign key (register_id, import_id) references jatakk.import (register_id, id) on delete cascade
      );

      -- One row of the file each, sealed to the register as it is read. Gone when it has been taken in, or after a week.
      create table jatakk.import_row (
        id uuid primary key,
        register_id uuid not null,
        import_id uuid not null,
        key_version integer not null,
        sealed bytea not null check (octet_length(sealed) <= 4096),
        foreign key (register_id, import_id) references jatakk.import (register_id, id) on delete cascade
      );
      create index import_row_of on jatakk.import_row (import_id);
      grant select on jatakk.import, jatakk.import_wording to jatakk_web, jatakk_keeper;
      grant insert on jatakk.import_row to jatakk_web;
      grant select on jatakk.import_row to jatakk_keeper;

      -- Nothing is added to what somebody has been shown.
      create function jatakk.refuse_late_row() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        perform 1 from jatakk.import i
          where i.register_id = new.register_id and i.id = new.import_id and i.state = 'reading' for key share;
        if not found then
          raise exception 'this import has been read' using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      revoke execute on function jatakk.refuse_late_row() from public;
      create trigger import_row_in_time before insert on jatakk.import_row
        for each row execute function jatakk.refuse_late_row();

      -- Begins one, for an administrator's session, or for the owner of the database without one. 'begun', 'not-yours'
      -- or 'bad-wording'.
      create function jatakk.begin_import(
          session bytea, new_id uuid, of_list uuid, of_tool text, of_locale text, wordings jsonb) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me jatakk.staff; l jatakk.list;
      begin
        me := jatakk.signed_in(session);
        select * into l from jatakk.list x where x.id = of_list and x.state = 'open';
        if l.id is null or (session is null and not pg_has_role(session_user, current_user, 'member'))
           or (session is not null and (me.id is null or me.role <> 'administrator')) then
          return 'not-yours';
        elsif coalesce(jsonb_array_length(wordings), 0) = 0
              or not exists (select 1 from jatakk.current_purpose c where c.list_id = l.id and c.locale = of_locale) then
          return 'bad-wording';
        end if;
        insert into jatakk.import (id, register_id, list_id, tool, locale, author_id)
        values (new_id, l.register_id, l.id, of_tool, of_locale, me.id);
        insert into jatakk.import_wording (register_id, import_id, position, from_day, to_day, text, note)
        select l.register_id, new_id, w.n, (w.of ->> 'from')::date, (w.of ->> 'to')::date, w.of ->> 'text', w.of ->> 'note'
          from jsonb_array_elements(wordings) with ordinality as w (of, n);
        return 'begun';
      end $$;
      revoke execute on function jatakk.begin_import(bytea, uuid, uuid, text, text, jsonb) from public;
      grant execute on function jatakk.begin_import(bytea, uuid, uuid, text, text, jsonb) to jatakk_web;

      -- All of the file has been read: what stands here now is what can be proposed.
      create function jatakk.end_reading(of_import uuid, refusals jsonb) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        perform 1 from jatakk.import i where i.id = of_import and i.state = 'reading' for update;
        if not found then
          return false;
        end if;
        update jatakk.import i
           set state = 'read', refused = refusals,
               usable = (select count(*) from jatakk.import_row r where r.import_id = of_import)
         where i.id = of_import;
        return true;
      end $$;
      revoke execute on function jatakk.end_reading(uuid, jsonb) from public;
      grant execute on function jatakk.end_reading(uuid, jsonb) to jatakk_web;

      -- 'waits' for another person; 'not-yours'; or 'nothing' to propose.
      create function jatakk.propose_import(session bytea, of_import uuid, why text) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me jatakk.staff; i jatakk.import; made uuid;
      begin
        me := jatakk.signed_in(session);
        select * into i from jatakk.import x where x.id = of_import for update;
        if me.id is null or me.role <> 'administrator' or i.id is null then
          return 'not-yours';
        elsif i.state <> 'read' or i.usable = 0 or coalesce(why, '') !~ '\\S' then
          return 'nothing';
        end if;
        made := jatakk.propose(session, 'import', i.register_id, i.list_id, jatakk.import_content(i), null, why);
        update jatakk.import x set state = 'proposed', proposal_id = made where x.id = i.id;
        return 'waits';
      end $$;

      -- Everything that is decided on: which list under which words, from where, how many.
      create function jatakk.import_content(i jatakk.import) returns jsonb
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select jsonb_build_object('import', i.id, 'tool', i.tool, 'locale', i.locale, 'usable', i.usable, 'refused', i.refused,
          'purpose', (select jsonb_build_array(c.version, c.revision, encode(c.sha256, 'hex'))
                        from jatakk.current_purpose c where c.list_id = i.list_id and c.locale = i.locale),
          'wordings', (select jsonb_agg(jsonb_build_array(w.from_day, w.to_day, w.text, w.note) order by w.position)
                         from jatakk.import_wording w where w.import_id = i.id))
      $$;
      revoke execute on function jatakk.import_content(jatakk.import) from public;
      revoke execute on function jatakk.propose_import(bytea, uuid, text) from public;
      grant execute on function jatakk.propose_import(bytea, uuid, text) to jatakk_web;

      -- The second person's word. As jatakk.decide says it; 'other-content' also where the purpose is another by now.
      create function jatakk.decide_import(session bytea, of_import uuid, seen_digest bytea, approves boolean) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare i jatakk.import; decided text;
      begin
        select * into i from jatakk.import x where x.id = of_import for update;
        if i.id is null or i.state <> 'proposed' then
          return 'unknown';
        elsif approves and jatakk.import_content(i)
              is distinct from (select p.content from jatakk.proposal p where p.id = i.proposal_id) then
          return 'other-content';
        end if;
        decided := jatakk.decide(session, i.proposal_id, seen_digest, approves);
        if decided = 'approved' then
          update jatakk.import x set state = 'approved' where x.id = i.id;
        elsif decided = 'refused' then
          perform jatakk.empty_import(i.id);
        end if;
        return decided;
      end $$;
      revoke execute on function jatakk.decide_import(bytea, uuid, bytea, boolean) from public;
      grant execute on function jatakk.decide_import(bytea, uuid, bytea, boolean) to jatakk_web;

      create function jatakk.empty_import(of_import uuid) returns void
        language sql set search_path = pg_catalog, jatakk, pg_temp as $$
        update jatakk.import i set state = 'dropped' where i.id = of_import;
        update jatakk.proposal p set state = 'withdrawn', decided_at = clock_timestamp()
          from jatakk.import i where i.id = of_import and p.id = i.proposal_id and p.state = 'waiting';
        delete from jatakk.import_row r where r.import_id = of_import;
      $$;
      revoke execute on function jatakk.empty_import(uuid) from public;

      create function jatakk.drop_import(session bytea, of_import uuid) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me jatakk.staff;
      begin
        me := jatakk.signed_in(session);
        perform 1 from jatakk.import i where i.id = of_import and i.state in ('reading', 'read', 'proposed') for update;
        if not found or me.id is null or me.role <> 'administrator' then
          return false;
        end if;
        perform jatakk.empty_import(of_import);
        return true;
      end $$;
      revoke execute on function jatakk.drop_import(bytea, uuid) from public;
      grant execute on function jatakk.drop_import(bytea, uuid) to jatakk_web;

      -- What nobody has approved within a week is not kept.
      create function jatakk.forget_imports() returns integer
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare i jatakk.import; forgotten integer := 0;
      begin
        for i in select * from jatakk.import x
                  where x.state in ('reading', 'read', 'proposed') and x.made_at < clock_timestamp() - interval '7 days'
                  order by x.id for update loop
          perform jatakk.empty_import(i.id);
          forgotten := forgotten + 1;
        end loop;
        return forgotten;
      end $$;
      revoke execute on function jatakk.forget_imports() from public;
      grant execute on function jatakk.forget_imports() to jatakk_keeper;
    `);

    await runner.query(`
      -- One row of an import that two people stand behind, taken in once. Nobody comes back by it: not who objected, was
      -- erased, bounced or complained, and not who has ever been on this list, or waits to confirm. 'taken', 'known',
      -- 'suppressed' or 'not-approved'. A null person: a row that cannot be used after all.
      create function jatakk.transfer(
          of_row uuid, person uuid, index_hash bytea, suppression_hash bytea, suppression_hashes bytea[],
          address bytea, address_key_version integer, person_key bytea, subscription uuid, leave_hash bytea, evidence bytea,
          evidence_key_version integer, subscription_key bytea) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare r jatakk.import_row; i jatakk.import; s jatakk.subscription; known uuid; outcome text := 'taken';
      begin
        select x.* into r from jatakk.import_row x where x.id = of_row for update;
        select x.* into i from jatakk.import x
          join jatakk.proposal p on p.id = x.proposal_id and p.state = 'approved' and p.second_id <> p.author_id
         where x.register_id = r.register_id and x.id = r.import_id and x.state = 'approved' for update of x;
        if i.id is null then
          return 'not-approved';
        end if;
        select p.id into known from jatakk.subscriber p
         where p.register_id = i.register_id and p.blind_index = index_hash;
        if person is null then
          outcome := 'unusable';
        elsif exists (select 1 from jatakk.suppression x
                       where x.register_id = i.register_id and x.hash = any (suppression_hashes)) then
          outcome := 'suppressed';
        elsif exists (select 1 from jatakk.subscription x
                       where x.register_id = i.register_id and x.list_id = i.list_id and x.subscriber_id = known) then
          outcome := 'known';
        else
          if known is null then
            insert into jatakk.subscriber (register_id, id, blind_index, suppression_hash, address, key_version)
            values (i.register_id, person, index_hash, transfer.suppression_hash, transfer.address, address_key_version);
            insert into vault.row_key (register_id, row_id, key) values (i.register_id, person, person_key);
          end if;
          insert into jatakk.subscription
            (id, register_id, list_id, subscriber_id, state, purpose_version, purpose_revision, locale, unsubscribe_hash,
             evidence, evidence_key_version, since_month)
          select subscription, i.register_id, i.list_id, coalesce(known, person), 'confirmed', c.version, c.revision, c.locale,
                 leave_hash, transfer.evidence, transfer.evidence_key_version, date_trunc('month', clock_timestamp())::date
            from jatakk.current_purpose c where c.list_id = i.list_id and c.locale = i.locale
          returning * into s;
          insert into vault.row_key (register_id, row_id, key) values (i.register_id, subscription, subscription_key);
          perform jatakk.record_consent(s, 'yes', 'transferred');
        end if;
        delete from jatakk.import_row x where x.id = r.id;
        update jatakk.import x
           set taken = x.taken + (outcome = 'taken')::integer, not_taken = x.not_taken + (outcome <> 'taken')::integer,
               state = case when exists (select 1 from jatakk.import_row o where o.import_id = i.id) then x.state else 'done' end
         where x.id = i.id;
        return outcome;
      end $$;
      revoke execute on function jatakk.transfer(uuid, uuid, bytea, bytea, bytea[], bytea, integer, bytea, uuid,
        bytea, bytea, integer, bytea) from public;
      grant execute on function jatakk.transfer(uuid, uuid, bytea, bytea, bytea[], bytea, integer, bytea, uuid,
        bytea, bytea, integer, bytea) to jatakk_keeper;
    `);

    await runner.query(`
      -- Nobody from the trial is taken in once live, or counted.
      create or replace function jatakk.forget_trial() returns void
        language sql set search_path = pg_catalog, jatakk, vault, pg_temp as $$
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
        delete from jatakk.journal;
        delete from jatakk.window_ask;
        delete from jatakk.ledger_waiting;
        delete from jatakk.ledger_log;
        delete from jatakk.record_look;
        delete from jatakk.rights_request;
        delete from jatakk.import;
        delete from jatakk.paper_count;
        delete from vault.row_key;
      $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
