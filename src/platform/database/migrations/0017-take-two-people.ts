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
      -- Besides a list's ordinary campaigns: one question about new words, the last word before a list closes, and the
      -- correction of a mistake, to those alone who were sent it.
      alter table jatakk.campaign
        add column kind text not null default 'regular' check (kind in ('regular', 'reconsent', 'farewell', 'correction')),
        add column corrects uuid,
        add check ((kind = 'correction') = (corrects is not null)),
        add foreign key (register_id, corrects) references jatakk.campaign (register_id, id) on delete cascade;
      -- Nobody is asked twice about the same words.
      create unique index campaign_one_reconsent on jatakk.campaign (list_id, purpose_version)
        where kind = 'reconsent' and not (state = 'cancelled' and started_at is null);

      -- Resting: nobody joins, nothing is sent, everybody stays. Closing: the last word is on its way. Closed is for good:
      -- whoever was on it is on it no longer. Deleting: gone from every page, its rows follow.
      alter table jatakk.list drop constraint list_state_check;
      alter table jatakk.list add constraint list_state_check
        check (state in ('open', 'resting', 'closing', 'closed', 'deleting'));
      revoke update (state) on jatakk.list from jatakk_web;
      alter table jatakk.subscription drop constraint subscription_ended_reason_check;
      alter table jatakk.subscription add constraint subscription_ended_reason_check check (ended_reason in
        ('unsubscribed', 'declined', 'complained', 'bounced', 'objected', 'expired', 'erased', 'list-closed'));

      -- The link of one question about new words, and what was answered by it.
      create table jatakk.reconsent_ask (
        hash bytea primary key check (octet_length(hash) = 32),
        register_id uuid not null,
        campaign_id uuid not null,
        subscription_id uuid not null,
        answer text check (answer in ('yes', 'no')),
        -- No foreign key to the subscription, which the night takes out and puts in again.
        foreign key (register_id, campaign_id) references jatakk.campaign (register_id, id) on delete cascade
      );
      create index reconsent_ask_of on jatakk.reconsent_ask (register_id, subscription_id);
      create index reconsent_ask_by on jatakk.reconsent_ask (register_id, campaign_id);

      create or replace function jatakk.drop_subscriptions(of_register uuid, ids uuid[]) returns void
        language sql set search_path = pg_catalog, jatakk, vault, pg_temp as $$
        delete from vault.row_key k using jatakk.consent_record c
         where c.register_id = of_register and c.subscription_id = any (ids)
           and k.register_id = c.register_id and k.row_id = c.id;
        delete from jatakk.consent_record c where c.register_id = of_register and c.subscription_id = any (ids);
        delete from jatakk.leave_undo u where u.register_id = of_register and u.subscription_id = any (ids);
        delete from jatakk.reconsent_ask q where q.register_id = of_register and q.subscription_id = any (ids);
        delete from jatakk.notice_subscription ns where ns.register_id = of_register and ns.subscription_id = any (ids);
        delete from vault.row_key k where k.register_id = of_register and k.row_id = any (ids);
        delete from jatakk.subscription s where s.register_id = of_register and s.id = any (ids);
      $$;

      create or replace function jatakk.refuse_change_after_draft() returns trigger
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if (old.state <> 'draft' or old.kind = 'reconsent') and (new.subject, new.preheader, new.body, new.locale)
             is distinct from (old.subject, old.preheader, old.body, old.locale) then
          raise exception 'a campaign changes only while it is a draft';
        end if;
        return new;
      end $$;

      create function jatakk.newest_version(of_list uuid) returns integer
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select max(p.version) from jatakk.purpose_text p where p.list_id = of_list
      $$;
      revoke execute on function jatakk.newest_version(uuid) from public;
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
          -- What is only a draft goes under the new words. Nobody is asked any more about words that hold no longer.
          update jatakk.campaign c set purpose_version = now_version + 1
           where c.list_id = p.list_id and c.state = 'draft' and c.kind in ('regular', 'farewell');
          update jatakk.campaign c set state = 'cancelled'
           where c.list_id = p.list_id and c.kind = 'reconsent' and c.state not in ('sent', 'cancelled');
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
        elsif l.state in ('closing', 'closed', 'deleting') then
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
        elsif approves and l.state in ('closing', 'closed', 'deleting') then
          return 'list-closed';
        end if;
        decided := jatakk.decide(session, of_proposal, seen_digest, approves, case when approves then says end);
        return case decided when 'approved' then jatakk.publish_proposed(of_proposal) else decided end;
      end $$;
      revoke execute on function jatakk.decide_purpose(bytea, uuid, bytea, boolean, text) from public;
      grant execute on function jatakk.decide_purpose(bytea, uuid, bytea, boolean, text) to jatakk_web;
    `);

    await runner.query(`
      -- As before, and: an old yes is none to new words, but may be asked about them; a correction goes where the mistake
      -- went; the last word may still leave a list that is closing.
      create or replace function jatakk.judge_deliveries(ids uuid[])
        returns table (id uuid, fence bigint, state text, lease_until timestamptz, register_id uuid,
                       subscription_id uuid, subscriber_id uuid, campaign_state text, why text)
        language sql stable as $$
        select d.id, d.fence, d.state, d.lease_until, d.register_id, s.id, s.subscriber_id, c.state,
               case when s.id is null or p.id is null then 'erased'
                    when s.list_id <> c.list_id then 'other-list'
                    when s.state <> 'confirmed' then 'not-confirmed'
                    when case c.kind when 'reconsent' then s.purpose_version >= c.purpose_version
                                     when 'correction' then s.purpose_version < c.purpose_version
                                     else s.purpose_version <> c.purpose_version end then 'other-purpose'
                    when c.kind = 'correction' and not exists (
                      select 1 from jatakk.delivery o
                       where o.campaign_id = c.corrects and o.subscription_id = s.id and o.state in ('accepted', 'unknown'))
                      then 'no-mistake'
                    when l.state <> 'open' and not (c.kind = 'farewell' and l.state = 'closing') then 'list-closed'
                    when x.hash is not null then 'suppressed' end
          from pg_catalog.unnest(ids) as a (id)
          join jatakk.delivery d on d.id = a.id
          join jatakk.campaign c on c.register_id = d.register_id and c.id = d.campaign_id
          left join jatakk.subscription s on s.register_id = d.register_id and s.id = d.subscription_id
          left join jatakk.subscriber p on p.register_id = s.register_id and p.id = s.subscriber_id
          left join jatakk.list l on l.register_id = s.register_id and l.id = s.list_id
          left join lateral (
            select y.hash from jatakk.suppression y
             where y.register_id = p.register_id and y.hash = p.suppression_hash and y.kind <> 'erased' limit 1) x on true
      $$;

      create or replace function jatakk.why_not_sendable(of_campaign uuid) returns text
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select case
          when c.subject !~ '\\S' then 'no-subject'
          when c.kind <> 'reconsent' and c.body !~ '\\S' then 'no-body'
          when l.state = 'resting' then 'list-resting'
          when l.state is distinct from 'open' and not (c.kind = 'farewell' and l.state = 'closing') then 'list-closed'
          when l.sender_name !~ '\\S' or l.sender_address !~ '^[^@\\s]+@[^@\\s]+$' then 'no-sender'
          when not exists (select 1 from jatakk.purpose_text p where p.list_id = c.list_id
                              and p.version = c.purpose_version and p.locale = c.locale) then 'no-purpose'
          when c.kind <> 'correction' and c.purpose_version <> jatakk.newest_version(c.list_id) then 'old-purpose'
          when c.kind = 'farewell' and exists (
            select 1 from jatakk.campaign o where o.list_id = c.list_id and o.id <> c.id
               and o.state in ('scheduled', 'sending', 'paused', 'held')) then 'others-under-way'
          when o.name is null or o.name !~ '\\S' or o.postal_address !~ '\\S' then 'no-postal-address' end
          from jatakk.campaign c
          left join jatakk.list l on l.register_id = c.register_id and l.id = c.list_id
          left join jatakk.organisation o on true
         where c.id = of_campaign
      $$;

      -- As before, and: whatever is sent, or begun anew, goes under the newest words.
      create or replace function jatakk.act_on_campaign(campaign_id uuid, act text) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.campaign; undo integer; became text;
      begin
        select * into c from jatakk.campaign x where x.id = campaign_id for update;
        if not found then
          return null;
        end if;
        if c.kind in ('regular', 'farewell') and c.started_at is null and c.state in ('draft', 'held') then
          update jatakk.campaign x set purpose_version = jatakk.newest_version(x.list_id)
           where x.id = c.id and x.purpose_version <> jatakk.newest_version(x.list_id);
        end if;
        if act = 'send' and c.state = 'draft' and jatakk.why_not_sendable(campaign_id) is not null then
          return 'refused:' || jatakk.why_not_sendable(campaign_id);
        end if;
        select undo_seconds into undo from jatakk.installation;
        became := case
          when act = 'send' and c.state = 'draft' then 'scheduled'
          when act = 'undo' and c.state = 'scheduled' and c.starts_at > clock_timestamp() then 'draft'
          when act = 'pause' and c.state = 'sending' then 'paused'
          when act = 'resume' and c.state = 'held' and c.started_at is null then 'scheduled'
          when act = 'resume' and c.state in ('paused', 'held') then 'sending'
          when act = 'cancel' and c.state in ('scheduled', 'sending', 'paused', 'held') then 'cancelled'
        end;
        if became is not null then
          update jatakk.campaign x
             set state = became,
                 held_reason = null,
                 starts_at = case became when 'scheduled' then clock_timestamp() + make_interval(secs => undo)
                                         when 'draft' then null else x.starts_at end
           where x.id = campaign_id;
        end if;
        return became;
      end $$;

      -- How many would get it now: the same rule by which deliveries are made.
      create function jatakk.recipient_count(of_campaign uuid) returns bigint
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select case c.kind
                 when 'reconsent' then (
                   select count(*) from jatakk.subscription s
                    where s.list_id = c.list_id and s.state = 'confirmed' and s.purpose_version < c.purpose_version)
                 when 'correction' then (
                   select count(*) from jatakk.delivery d
                     join jatakk.subscription s on s.register_id = d.register_id and s.id = d.subscription_id
                    where d.campaign_id = c.corrects and d.state in ('accepted', 'unknown')
                      and s.state = 'confirmed' and s.purpose_version >= c.purpose_version)
                 else (
                   select count(*) from jatakk.subscription s
                    where s.list_id = c.list_id and s.state = 'confirmed' and s.purpose_version = c.purpose_version) end
          from jatakk.campaign c where c.id = of_campaign
      $$;
      revoke execute on function jatakk.recipient_count(uuid) from public;
      grant execute on function jatakk.recipient_count(uuid) to jatakk_web;

      -- How many of the confirmed said yes to which version.
      create function jatakk.consented_counts(of_list uuid) returns table (version integer, count bigint)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select s.purpose_version, count(*) from jatakk.subscription s
         where s.list_id = of_list and s.state = 'confirmed' group by s.purpose_version
      $$;
      revoke execute on function jatakk.consented_counts(uuid) from public;
      grant execute on function jatakk.consented_counts(uuid) to jatakk_web;
    `);

    await runner.query(`
      -- The three kinds that nobody writes by an INSERT. Null when it does not apply now.
      create function jatakk.draft_reconsent(session bytea, of_list uuid, in_locale text, new_subject text) returns uuid
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me jatakk.staff; l jatakk.list; made uuid := gen_random_uuid(); newest integer;
      begin
        me := jatakk.signed_in(session);
        select * into l from jatakk.list x where x.id = of_list for update;
        newest := jatakk.newest_version(l.id);
        if me.id is null or me.role <> 'administrator' or l.state is distinct from 'open' or not exists (
             select 1 from jatakk.subscription s
              where s.list_id = l.id and s.state = 'confirmed' and s.purpose_version < newest) then
          return null;
        end if;
        insert into jatakk.campaign (id, register_id, list_id, purpose_version, locale, subject, preheader, body, author_id, kind)
        values (made, l.register_id, l.id, newest, in_locale, new_subject, '', '', me.id, 'reconsent')
        on conflict (list_id, purpose_version) where kind = 'reconsent' and not (state = 'cancelled' and started_at is null)
        do nothing;
        return case when found then made end;
      end $$;
      revoke execute on function jatakk.draft_reconsent(bytea, uuid, text, text) from public;
      grant execute on function jatakk.draft_reconsent(bytea, uuid, text, text) to jatakk_web;

      create function jatakk.draft_farewell(session bytea, of_list uuid, in_locale text, new_subject text, new_body text)
        returns uuid
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me jatakk.staff; l jatakk.list; made uuid := gen_random_uuid();
      begin
        me := jatakk.signed_in(session);
        select * into l from jatakk.list x where x.id = of_list;
        if me.id is null or me.role <> 'administrator' or l.state is distinct from 'open' then
          return null;
        end if;
        insert into jatakk.campaign (id, register_id, list_id, purpose_version, locale, subject, preheader, body, author_id, kind)
        values (made, l.register_id, l.id, jatakk.newest_version(l.id), in_locale, new_subject, '', new_body, me.id, 'farewell');
        return made;
      end $$;
      revoke execute on function jatakk.draft_farewell(bytea, uuid, text, text, text) from public;
      grant execute on function jatakk.draft_farewell(bytea, uuid, text, text, text) to jatakk_web;

      -- Under the words of what it corrects: to them those people had said yes.
      create function jatakk.draft_correction(session bytea, of_campaign uuid, new_subject text) returns uuid
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me jatakk.staff; c jatakk.campaign; made uuid := gen_random_uuid();
      begin
        me := jatakk.signed_in(session);
        select * into c from jatakk.campaign x where x.id = of_campaign;
        if me.id is null or c.id is null or c.kind in ('reconsent', 'farewell') or c.started_at is null
           or c.state not in ('sent', 'cancelled') then
          return null;
        end if;
        insert into jatakk.campaign
          (id, register_id, list_id, purpose_version, locale, subject, preheader, body, author_id, kind, corrects)
        values (made, c.register_id, c.list_id, c.purpose_version, c.locale, new_subject, '', '', me.id, 'correction', c.id);
        return made;
      end $$;
      revoke execute on function jatakk.draft_correction(bytea, uuid, text) from public;
      grant execute on function jatakk.draft_correction(bytea, uuid, text) to jatakk_web;
    `);

    await runner.query(`
      -- The keeper's, before a question about new words leaves: its link can be answered by then. No row unless this
      -- worker holds the delivery.
      create function jatakk.ask_anew(of_delivery uuid, held_fence bigint, token_hash bytea)
        returns table (locale text, version integer, revision integer)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare d jatakk.delivery;
      begin
        select x.* into d from jatakk.delivery x join jatakk.campaign c on c.register_id = x.register_id and c.id = x.campaign_id
         where x.id = of_delivery and x.fence = held_fence and x.state = 'claimed' and x.lease_until >= clock_timestamp()
           and c.kind = 'reconsent' and c.state = 'sending';
        if not found then
          return;
        end if;
        insert into jatakk.reconsent_ask (hash, register_id, campaign_id, subscription_id)
        values (token_hash, d.register_id, d.campaign_id, d.subscription_id) on conflict (hash) do nothing;
        return query select s.locale, s.purpose_version, s.purpose_revision from jatakk.subscription s
                      where s.register_id = d.register_id and s.id = d.subscription_id;
      end $$;
      revoke execute on function jatakk.ask_anew(uuid, bigint, bytea) from public;
      grant execute on function jatakk.ask_anew(uuid, bigint, bytea) to jatakk_keeper;

      create function jatakk.peek_reconsent(token_hash bytea)
        returns table (register_id uuid, list_id uuid, locale text, state text, answer text,
                       old_version integer, old_revision integer, new_version integer, superseded boolean)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select s.register_id, s.list_id, s.locale, s.state, a.answer, s.purpose_version, s.purpose_revision,
               c.purpose_version, jatakk.newest_version(s.list_id) > c.purpose_version
          from jatakk.reconsent_ask a
          join jatakk.campaign c on c.register_id = a.register_id and c.id = a.campaign_id
          join jatakk.subscription s on s.register_id = a.register_id and s.id = a.subscription_id
         where a.hash = token_hash
      $$;
      revoke execute on function jatakk.peek_reconsent(bytea) from public;
      grant execute on function jatakk.peek_reconsent(bytea) to jatakk_web;

      -- The links of old questions; what was answered by them stands in the consent records.
      create function jatakk.forget_questions() returns void
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        delete from jatakk.reconsent_ask a using jatakk.campaign c
         where c.register_id = a.register_id and c.id = a.campaign_id
           and coalesce(c.finished_at, c.started_at) < clock_timestamp() - interval '180 days'
      $$;
      revoke execute on function jatakk.forget_questions() from public;
      grant execute on function jatakk.forget_questions() to jatakk_keeper;

      -- Yes or no to new words, as they were shown: 'yes', 'no', or 'already', 'left', 'superseded', 'unknown'. A no changes
      -- nothing but that it is written down, and may become a yes by the same link.
      create function jatakk.answer_reconsent(
          token_hash bytea, says_yes boolean, seen_revision integer, told_id uuid, told bytea, told_key_version integer)
        returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare s jatakk.subscription; a jatakk.reconsent_ask; asked integer;
      begin
        select x.* into s from jatakk.subscription x
          join jatakk.reconsent_ask q on q.register_id = x.register_id and q.subscription_id = x.id
         where q.hash = token_hash for update of x;
        if not found then
          return 'unknown';
        end if;
        select * into a from jatakk.reconsent_ask q where q.hash = token_hash for update;
        select c.purpose_version into asked from jatakk.campaign c
         where c.register_id = a.register_id and c.id = a.campaign_id;
        if s.state not in ('confirmed', 'paused') then
          return 'left';
        elsif s.purpose_version >= asked or (a.answer = 'no' and not says_yes) then
          return 'already';
        elsif jatakk.newest_version(s.list_id) <> asked or not exists (
            select 1 from jatakk.purpose_text p where p.list_id = s.list_id and p.version = asked
               and p.revision = seen_revision and p.locale = s.locale) then
          return 'superseded';
        end if;
        s.purpose_version := asked;
        s.purpose_revision := seen_revision;
        if says_yes then
          update jatakk.subscription x set purpose_version = asked, purpose_revision = seen_revision
           where x.register_id = s.register_id and x.id = s.id;
        end if;
        perform jatakk.record_consent(s, case when says_yes then 'yes' else 'no' end, 'reconsent',
                                      null, told_id, told, told_key_version);
        update jatakk.reconsent_ask q set answer = case when says_yes then 'yes' else 'no' end where q.hash = token_hash;
        return case when says_yes then 'yes' else 'no' end;
      end $$;
      revoke execute on function jatakk.answer_reconsent(bytea, boolean, integer, uuid, bytea, integer) from public;
      grant execute on function jatakk.answer_reconsent(bytea, boolean, integer, uuid, bytea, integer) to jatakk_web;

      -- Whoever signed up before new words were published, and was shown the new ones beside the button, says yes to those.
      create function jatakk.ask_as_shown(hash bytea, lists uuid[], versions integer[], revisions integer[]) returns void
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare asked uuid[];
      begin
        select coalesce(array_agg(x.id), '{}') into asked from (
          select s.id from jatakk.subscription s
            join jatakk.notice_subscription ns on ns.register_id = s.register_id and ns.subscription_id = s.id
            join jatakk.notice n on n.id = ns.notice_id
           where n.token_hash = ask_as_shown.hash and n.kind = 'confirmation' and s.state = 'pending'
           order by s.id for update of s) x;
        update jatakk.subscription s set purpose_version = w.version, purpose_revision = w.revision
          from unnest(lists, versions, revisions) as w (list_id, version, revision)
         where s.id = any (asked) and s.state = 'pending' and s.list_id = w.list_id
           and (w.version, w.revision) > (s.purpose_version, s.purpose_revision)
           and exists (select 1 from jatakk.purpose_text p where p.list_id = s.list_id and p.version = w.version
                          and p.revision = w.revision and p.locale = s.locale);
      end $$;
      revoke execute on function jatakk.ask_as_shown(bytea, uuid[], integer[], integer[]) from public;
      grant execute on function jatakk.ask_as_shown(bytea, uuid[], integer[], integer[]) to jatakk_web;
    `);

    await runner.query(`
      -- What an administrator does to a list: 'rest', 'reopen', 'close', 'delete'. What it became, or why nothing happened:
      -- 'not-yours', 'under-way' (a campaign is on its way), 'not-now'.
      create function jatakk.change_list(session bytea, of_list uuid, act text) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me jatakk.staff; l jatakk.list; became text;
      begin
        me := jatakk.signed_in(session);
        select * into l from jatakk.list x where x.id = of_list for update;
        if me.id is null or me.role <> 'administrator' or l.id is null then
          return 'not-yours';
        end if;
        became := case
          when act = 'rest' and l.state = 'open' then 'resting'
          when act = 'reopen' and l.state = 'resting' then 'open'
          when act = 'close' and l.state in ('open', 'resting') then 'closed'
          when act = 'delete' and (l.state = 'closed' or l.state in ('open', 'resting') and not exists (
                 select 1 from jatakk.subscription s where s.list_id = l.id and s.state <> 'ended')) then 'deleting'
        end;
        if became is null then
          return 'not-now';
        elsif became <> 'open' and exists (
            select 1 from jatakk.campaign c
             where c.list_id = l.id and c.state in ('scheduled', 'sending', 'paused', 'held')) then
          return 'under-way';
        end if;
        update jatakk.list x set state = became where x.id = l.id;
        return became;
      end $$;
      revoke execute on function jatakk.change_list(bytea, uuid, text) from public;
      grant execute on function jatakk.change_list(bytea, uuid, text) to jatakk_web;

      -- A list closes with its last word, and opens again when that is taken back before anybody got it.
      create function jatakk.follow_last_word() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        update jatakk.list l
           set state = case when new.state = 'scheduled' then 'closing'
                            when new.state = 'draft' or new.state = 'cancelled' and new.started_at is null then 'open'
                            else 'closed' end
         where l.register_id = new.register_id and l.id = new.list_id and l.state in ('open', 'closing')
           and new.state in ('scheduled', 'draft', 'cancelled', 'sent');
        return null;
      end $$;
      revoke execute on function jatakk.follow_last_word() from public;
      create trigger campaign_last_word after update of state on jatakk.campaign
        for each row when (new.kind = 'farewell' and new.state is distinct from old.state)
        execute function jatakk.follow_last_word();

      -- Ends what is left on lists that are closed, some at a time: each is told to the journal, so that no restored backup
      -- brings anybody back. Returns how many.
      create function jatakk.end_closed(at_most integer) returns integer
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare ended integer;
      begin
        with due as (
          select s.register_id, s.id from jatakk.subscription s
            join jatakk.list l on l.register_id = s.register_id and l.id = s.list_id
           where l.state in ('closed', 'deleting') and s.state <> 'ended' order by s.id limit at_most for update of s
        ), gone as (
          update jatakk.subscription s set state = 'ended', ended_reason = 'list-closed'
            from due d where s.register_id = d.register_id and s.id = d.id returning s.register_id, s.id
        )
        insert into jatakk.journal (kind, register_id, row_id) select 'left', g.register_id, g.id from gone g;
        get diagnostics ended = row_count;
        return ended;
      end $$;
      revoke execute on function jatakk.end_closed(integer) from public;
      grant execute on function jatakk.end_closed(integer) to jatakk_keeper;

      -- Drops what belongs to lists that are being deleted, some at a time, people with nothing else left included; the
      -- list itself last. Returns how many rows went.
      create function jatakk.drop_deleted(at_most integer) returns integer
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare l jatakk.list; gone record; dropped integer := 0; rows_gone integer;
      begin
        for l in select * from jatakk.list x where x.state = 'deleting' order by x.id for update loop
          for gone in
            select s.id, s.subscriber_id from jatakk.subscription s
             where s.register_id = l.register_id and s.list_id = l.id and s.state = 'ended'
             order by s.id limit at_most for update
          loop
            perform jatakk.drop_subscriptions(l.register_id, array[gone.id]);
            perform 1 from jatakk.subscriber p where p.register_id = l.register_id and p.id = gone.subscriber_id for update;
            if not exists (select 1 from jatakk.subscription s
                            where s.register_id = l.register_id and s.subscriber_id = gone.subscriber_id) then
              insert into jatakk.journal (kind, register_id, row_id) values ('erased', l.register_id, gone.subscriber_id);
              perform jatakk.drop_subscriber(l.register_id, gone.subscriber_id);
            end if;
            dropped := dropped + 1;
          end loop;
          delete from jatakk.delivery d where d.id in (
            select x.id from jatakk.delivery x join jatakk.campaign c on c.register_id = x.register_id and c.id = x.campaign_id
             where c.list_id = l.id and x.state not in ('claimed', 'handed') limit at_most);
          get diagnostics rows_gone = row_count;
          dropped := dropped + rows_gone;
          if not exists (select 1 from jatakk.subscription s where s.register_id = l.register_id and s.list_id = l.id)
             and not exists (select 1 from jatakk.delivery d join jatakk.campaign c
                                 on c.register_id = d.register_id and c.id = d.campaign_id where c.list_id = l.id) then
            delete from jatakk.notice n using jatakk.campaign c where n.campaign_id = c.id and c.list_id = l.id;
            delete from jatakk.delivery_tally t using jatakk.campaign c where t.campaign_id = c.id and c.list_id = l.id;
            delete from jatakk.campaign c where c.list_id = l.id;
            delete from jatakk.purpose_text p where p.list_id = l.id;
            delete from jatakk.list x where x.id = l.id;
            dropped := dropped + 1;
          end if;
        end loop;
        return dropped;
      end $$;
      revoke execute on function jatakk.drop_deleted(integer) from public;
      grant execute on function jatakk.drop_deleted(integer) to jatakk_keeper;

      -- What is on a list, and what goes with it: numbers only.
      create function jatakk.list_numbers(of_list uuid)
        returns table (on_it bigint, ended bigint, campaigns bigint)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select (select count(*) from jatakk.subscription s where s.list_id = of_list and s.state in ('confirmed', 'paused')),
               (select count(*) from jatakk.subscription s where s.list_id = of_list and s.state = 'ended'),
               (select count(*) from jatakk.campaign c where c.list_id = of_list)
      $$;
      revoke execute on function jatakk.list_numbers(uuid) from public;
      grant execute on function jatakk.list_numbers(uuid) to jatakk_web;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
