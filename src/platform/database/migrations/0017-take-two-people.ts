import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What takes two people, first of all new words of a purpose: one proposes, another decides on exactly what was
 * proposed. Web says with which session it acts, never who decides, and publishes no word by itself.
 */
export class TakeTwoPeople1700000000017 implements MigrationInterface {
  name = 'TakeTwoPeople1700000000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table jatakk.proposal (
        id uuid primary key,
        kind text not null check (kind ~ '^[a-z][a-z-]{0,29}$'),
        register_id uuid not null references jatakk.register (id) on delete cascade,
        list_id uuid,
        content jsonb not null,
        -- Of everything the second person sees and decides on.
        digest bytea not null check (octet_length(digest) = 32),
        author_id uuid not null references jatakk.staff (id),
        -- What the author calls it, where its kind has words for that, and why it should be.
        says text check (says in ('editorial', 'material')),
        why text not null check (length(why) between 1 and 500),
        state text not null default 'waiting' check (state in ('waiting', 'approved', 'refused', 'withdrawn')),
        second_id uuid references jatakk.staff (id),
        second_says text check (second_says in ('editorial', 'material')),
        made_at timestamptz not null default clock_timestamp(),
        decided_at timestamptz,
        check ((state = 'waiting') = (decided_at is null)),
        check (second_id is distinct from author_id),
        -- Alone only the strict way: everybody is asked again.
        check (state <> 'approved' or second_id is not null or coalesce(says, '') = 'material'),
        foreign key (register_id, list_id) references jatakk.list (register_id, id) on delete set null (list_id)
      );
      create unique index proposal_one_purpose on jatakk.proposal (list_id) where kind = 'purpose' and state = 'waiting';
      create index proposal_of_list on jatakk.proposal (register_id, list_id);
      grant select on jatakk.proposal to jatakk_web;
    `);

    await runner.query(`
      -- Whose session this is; nobody's once it is over. The same limits as web's own look (src/staff/sessions.service.ts).
      create function jatakk.signed_in(session bytea) returns jatakk.staff
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select s from jatakk.staff_session x join jatakk.staff s on s.id = x.staff_id
         where x.token_hash = session and s.state = 'active' and x.ends_at > now()
           and x.seen_at > now() - interval '2 hours'
      $$;
      revoke execute on function jatakk.signed_in(bytea) from public;

      -- Is there nobody else who could be asked?
      create function jatakk.is_alone(of_staff uuid) returns boolean
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select not exists (select 1 from jatakk.staff s where s.id <> of_staff and s.state = 'active')
      $$;
      revoke execute on function jatakk.is_alone(uuid) from public;

      create function jatakk.digest_of(p jatakk.proposal) returns bytea
        language sql immutable set search_path = pg_catalog, jatakk, pg_temp as $$
        select sha256(convert_to(jsonb_build_array(
                 p.id, p.kind, p.register_id, p.list_id, p.content, p.author_id, p.says, p.why)::text, 'UTF8'))
      $$;
      revoke execute on function jatakk.digest_of(jatakk.proposal) from public;

      -- For the functions of each kind, which say who may propose what. Null without a session.
      create function jatakk.propose(
          session bytea, of_kind text, of_register uuid, of_list uuid, content jsonb, says text, why text) returns uuid
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me jatakk.staff; p jatakk.proposal;
      begin
        me := jatakk.signed_in(session);
        if me.id is null then
          return null;
        end if;
        p.id := gen_random_uuid();
        p.kind := of_kind;
        p.register_id := of_register;
        p.list_id := of_list;
        p.content := content;
        p.author_id := me.id;
        p.says := says;
        p.why := why;
        insert into jatakk.proposal (id, kind, register_id, list_id, content, digest, author_id, says, why)
        values (p.id, p.kind, p.register_id, p.list_id, p.content, jatakk.digest_of(p), p.author_id, p.says, p.why);
        return p.id;
      end $$;
      revoke execute on function jatakk.propose(bytea, text, uuid, uuid, jsonb, text, text) from public;

      -- For the functions of each kind, which do what was approved in the same transaction. 'approved' or 'refused', or
      -- why nothing was decided: 'unknown', 'not-signed-in', 'own', 'decided', 'other-content'.
      create function jatakk.decide(
          session bytea, of_proposal uuid, seen_digest bytea, approves boolean, says text default null) returns text
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me jatakk.staff; p jatakk.proposal; became text := case when approves then 'approved' else 'refused' end;
      begin
        me := jatakk.signed_in(session);
        select * into p from jatakk.proposal x where x.id = of_proposal for update;
        if p.id is null then
          return 'unknown';
        elsif me.id is null then
          return 'not-signed-in';
        elsif p.author_id = me.id then
          return 'own';
        elsif p.state <> 'waiting' then
          return 'decided';
        elsif seen_digest is distinct from p.digest or p.digest <> jatakk.digest_of(p) then
          return 'other-content';
        end if;
        update jatakk.proposal x
           set state = became, second_id = me.id, second_says = decide.says, decided_at = clock_timestamp()
         where x.id = p.id;
        return became;
      end $$;
      revoke execute on function jatakk.decide(bytea, uuid, bytea, boolean, text) from public;

      -- Whoever proposed may think better of it.
      create function jatakk.withdraw_proposal(session bytea, of_proposal uuid) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me jatakk.staff;
      begin
        me := jatakk.signed_in(session);
        update jatakk.proposal x set state = 'withdrawn', decided_at = clock_timestamp()
         where x.id = of_proposal and x.author_id = me.id and x.state = 'waiting';
        return found;
      end $$;
      revoke execute on function jatakk.withdraw_proposal(bytea, uuid) from public;
      grant execute on function jatakk.withdraw_proposal(bytea, uuid) to jatakk_web;
    `);

    await runner.query(`
      -- A list is made with the first words of its purpose, and further words are published by the functions below.
      revoke insert on jatakk.list from jatakk_web;
      revoke insert (register_id, list_id, version, revision, locale, text, frequency, sha256) on jatakk.purpose_text
        from jatakk_web;

      -- SHA-256 of the JSON array of the three, without spaces, as a receipt's reader computes it.
      create function jatakk.purpose_hash(locale text, words text, frequency text) returns bytea
        language sql immutable set search_path = pg_catalog, pg_temp as $$
        select sha256(convert_to('[' || to_json(locale) || ',' || to_json(words) || ',' || to_json(frequency) || ']', 'UTF8'))
      $$;
      revoke execute on function jatakk.purpose_hash(text, text, text) from public;

      create function jatakk.publish_words(
          of_register uuid, of_list uuid, of_version integer, of_revision integer, texts jsonb) returns void
        language sql set search_path = pg_catalog, jatakk, pg_temp as $$
        insert into jatakk.purpose_text (register_id, list_id, version, revision, locale, text, frequency, sha256)
        select of_register, of_list, of_version, of_revision, w.locale, w.text, w.frequency,
               jatakk.purpose_hash(w.locale, w.text, w.frequency)
          from jsonb_to_recordset(texts) as w (locale text, text text, frequency text)
      $$;
      revoke execute on function jatakk.publish_words(uuid, uuid, integer, integer, jsonb) from public;

      -- Are these whole words, once per language?
      create function jatakk.are_purpose_words(texts jsonb) returns boolean
        language sql immutable set search_path = pg_catalog, pg_temp as $$
        select count(*) between 1 and 20 and count(distinct w.locale) = count(*)
               and bool_and(coalesce(
                 w.locale ~ '^[a-z]{2}$' and w.text ~ '\\S' and w.frequency ~ '\\S' and length(w.text) <= 500
                 and length(w.frequency) <= 100 and replace(w.text, E'\\n', '') !~ '[[:cntrl:]]'
                 and w.frequency !~ '[[:cntrl:]]', false))
          from jsonb_to_recordset(texts) as w (locale text, text text, frequency text)
      $$;
      revoke execute on function jatakk.are_purpose_words(jsonb) from public;

      -- False when the slug is another list's.
      create function jatakk.make_list(
          new_id uuid, of_register uuid, new_slug text, new_name text, new_sender text, new_sender_address text, texts jsonb)
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if not jatakk.are_purpose_words(texts) then
          raise exception 'a list has a purpose' using errcode = 'check_violation';
        end if;
        insert into jatakk.list (id, register_id, slug, name, sender_name, sender_address)
        values (new_id, of_register, new_slug, new_name, new_sender, new_sender_address)
        on conflict (slug) do nothing;
        if not found then
          return false;
        end if;
        perform jatakk.publish_words(of_register, new_id, 1, 1, texts);
        return true;
      end $$;
      revoke execute on function jatakk.make_list(uuid, uuid, text, text, text, text, jsonb) from public;
      grant execute on function jatakk.make_list(uuid, uuid, text, text, text, text, jsonb) to jatakk_web;

      -- Publishes an approved proposal. Editorial only if nobody called it material: a new revision of the same version.
      create function jatakk.publish_proposed(of_proposal uuid) returns text
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare p jatakk.proposal; now_version integer; now_revision integer;
      begin
        select * into p from jatakk.proposal x where x.id = of_proposal;
        select c.version, c.revision into now_version, now_revision
          from jatakk.current_purpose c where c.list_id = p.list_id limit 1;
        if 'material' in (p.says, coalesce(p.second_says, 'material')) then
          perform jatakk.publish_words(p.register_id, p.list_id, now_version + 1, 1, p.content -> 'texts');
          return 'material';
        end if;
        perform jatakk.publish_words(p.register_id, p.list_id, now_version, now_revision + 1, p.content -> 'texts');
        return 'editorial';
      end $$;
      revoke execute on function jatakk.publish_proposed(uuid) from public;

      -- New words for a list, in every language it has. They wait for another person; only whoever is alone in the house
      -- publishes what is material at once. The outcome, and the proposal where there is one: 'waits', 'material'; or
      -- 'not-yours', 'list-closed', 'bad-words', 'unchanged', 'another-waits'.
      create function jatakk.propose_purpose(session bytea, of_list uuid, texts jsonb, says text, why text)
        returns table (outcome text, proposal_id uuid)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me jatakk.staff; l jatakk.list; made uuid; base jsonb;
      begin
        me := jatakk.signed_in(session);
        select * into l from jatakk.list x where x.id = of_list for update;
        if me.id is null or me.role <> 'administrator' or l.id is null then
          return query select 'not-yours'::text, null::uuid;
          return;
        elsif l.state = 'closed' then
          return query select 'list-closed'::text, null::uuid;
          return;
        elsif not jatakk.are_purpose_words(texts)
              or says is null or says not in ('editorial', 'material') or coalesce(why, '') !~ '\\S'
              or (select array_agg(w.locale order by w.locale) from jsonb_to_recordset(texts) as w (locale text))
                 <> (select array_agg(c.locale order by c.locale) from jatakk.current_purpose c where c.list_id = l.id) then
          return query select 'bad-words'::text, null::uuid;
          return;
        elsif not exists (
            select 1 from jsonb_to_recordset(texts) as w (locale text, text text, frequency text)
              join jatakk.current_purpose c on c.list_id = l.id and c.locale = w.locale
             where (c.text, c.frequency) <> (w.text, w.frequency)) then
          return query select 'unchanged'::text, null::uuid;
          return;
        elsif exists (select 1 from jatakk.proposal p
                       where p.list_id = l.id and p.kind = 'purpose' and p.state = 'waiting') then
          return query select 'another-waits'::text, null::uuid;
          return;
        end if;
        select jsonb_build_object('version', c.version, 'revision', c.revision) into base
          from jatakk.current_purpose c where c.list_id = l.id limit 1;
        made := jatakk.propose(session, 'purpose', l.register_id, l.id,
                               jsonb_build_object('base', base, 'texts', texts), says, why);
        if says = 'material' and jatakk.is_alone(me.id) then
          update jatakk.proposal p set state = 'approved', decided_at = clock_timestamp() where p.id = made;
          return query select jatakk.publish_proposed(made), made;
          return;
        end if;
        return query select 'waits'::text, made;
      end $$;
      revoke execute on function jatakk.propose_purpose(bytea, uuid, jsonb, text, text) from public;
      grant execute on function jatakk.propose_purpose(bytea, uuid, jsonb, text, text) to jatakk_web;

      -- The second person's word. What was published: 'material' or 'editorial'; 'refused'; or, as jatakk.decide says it, why
      -- nothing was decided.
      create function jatakk.decide_purpose(
          session bytea, of_proposal uuid, seen_digest bytea, approves boolean, says text) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare l jatakk.list; decided text;
      begin
        select x.* into l from jatakk.list x join jatakk.proposal p on p.list_id = x.id
         where p.id = of_proposal and p.kind = 'purpose' for update of x;
        if l.id is null then
          return 'unknown';
        elsif approves and (says is null or says not in ('editorial', 'material')) then
          return 'says-nothing';
        elsif approves and l.state = 'closed' then
          return 'list-closed';
        end if;
        decided := jatakk.decide(session, of_proposal, seen_digest, approves, case when approves then says end);
        return case decided when 'approved' then jatakk.publish_proposed(of_proposal) else decided end;
      end $$;
      revoke execute on function jatakk.decide_purpose(bytea, uuid, bytea, boolean, text) from public;
      grant execute on function jatakk.decide_purpose(bytea, uuid, bytea, boolean, text) to jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
