import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

/**
 * How many must stand behind what a list is sent. Where it takes two, what goes out is a proposal like any other: bound
 * to a digest, decided by another person. Decisions are the keeper's, who has seen that person's proof; web makes none.
 */
export class AskForTwoPairsOfEyes1700000000022 implements MigrationInterface {
  name = 'AskForTwoPairsOfEyes1700000000022';

  async up(runner: QueryRunner): Promise<void> {
    await this.#eyesOfLists(runner);
    await this.#decisions(runner);
    await this.#contentOfCampaigns(runner);
    await this.#reviews(runner);
    await this.#sending(runner);
    await this.#changesOfEyes(runner);
  }

  async #eyesOfLists(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Lists that are there go on as they were; those made from now on take two.
      alter table jatakk.list add column eyes smallint not null default 1 check (eyes in (1, 2));
      alter table jatakk.list alter column eyes set default 2;

      drop function jatakk.make_list(uuid, uuid, text, text, text, text, jsonb);
      -- False when the slug is another list's.
      create function jatakk.make_list(
          new_id uuid, of_register uuid, new_slug text, new_name text, new_sender text, new_sender_address text, texts jsonb,
          new_eyes integer default 2)
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if not jatakk.are_purpose_words(texts) then
          raise exception 'a list has a purpose' using errcode = 'check_violation';
        end if;
        insert into jatakk.list (id, register_id, slug, name, sender_name, sender_address, eyes)
        values (new_id, of_register, new_slug, new_name, new_sender, new_sender_address, new_eyes)
        on conflict (slug) do nothing;
        if not found then
          return false;
        end if;
        perform jatakk.publish_words(of_register, new_id, 1, 1, texts);
        return true;
      end $$;
      revoke execute on function jatakk.make_list(uuid, uuid, text, text, text, text, jsonb, integer) from public;
      grant execute on function jatakk.make_list(uuid, uuid, text, text, text, text, jsonb, integer) to jatakk_web;
    `);
  }

  /** What another migration made decidable by web is decided by the keeper alone, through one function. */
  async #decisions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table jatakk.proposal drop constraint proposal_state_check;
      alter table jatakk.proposal add constraint proposal_state_check
        check (state in ('waiting', 'approved', 'refused', 'withdrawn', 'void'));
      alter table jatakk.proposal drop constraint proposal_why_check;
      alter table jatakk.proposal add constraint proposal_why_check
        check (length(why) between 1 and 500 or kind = 'campaign' and why = '');
      -- Alone only the strict way, or whoever is alone sets their own list to one pair of eyes.
      alter table jatakk.proposal drop constraint proposal_check2;
      alter table jatakk.proposal add constraint proposal_check2
        check (state <> 'approved' or second_id is not null or coalesce(says, '') = 'material' or kind = 'eyes');
      alter table jatakk.proposal
        -- By what the second person showed who they are; which passkey, where it was one.
        add column method text check (method in ('passkey', 'totp', 'password')),
        add column credential_id bytea,
        -- What the second person answered, and why it holds no longer.
        add column reply text check (length(reply) between 1 and 500),
        add column void_why text check (void_why ~ '^[a-z][a-z-]{0,39}$'),
        add check ((state = 'void') = (void_why is not null));

      create type jatakk.decision as (
        session bytea, proposal uuid, seen_digest bytea, approves boolean, says text,
        method text, credential bytea, reply text);

      drop function jatakk.decide_purpose(bytea, uuid, bytea, boolean, text);
      drop function jatakk.decide_import(bytea, uuid, bytea, boolean);
      drop function jatakk.decide(bytea, uuid, bytea, boolean, text);

      -- For the functions of each kind, which do what was approved in the same transaction. 'approved' or 'refused', or
      -- why nothing was decided: 'unknown', 'not-signed-in', 'not-yours', 'own', 'decided', 'other-content', 'unproven'.
      create function jatakk.decide(d jatakk.decision) returns text
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me jatakk.staff; p jatakk.proposal; became text := case when d.approves then 'approved' else 'refused' end;
      begin
        me := jatakk.signed_in(d.session);
        select * into p from jatakk.proposal x where x.id = d.proposal for update;
        if p.id is null then
          return 'unknown';
        elsif me.id is null then
          return 'not-signed-in';
        elsif not jatakk.may(me.id, 'approve', p.register_id, p.list_id) then
          return 'not-yours';
        elsif p.author_id = me.id then
          return 'own';
        elsif p.state <> 'waiting' then
          return 'decided';
        elsif d.seen_digest is distinct from p.digest or p.digest <> jatakk.digest_of(p) then
          return 'other-content';
        elsif d.approves and d.method is null then
          return 'unproven';
        end if;
        update jatakk.proposal x
           set state = became, second_id = me.id, second_says = d.says, decided_at = clock_timestamp(),
               method = d.method, credential_id = d.credential, reply = d.reply
         where x.id = p.id;
        return became;
      end $$;
      revoke execute on function jatakk.decide(jatakk.decision) from public;

      -- What was published: 'material' or 'editorial'; 'refused'; or, as jatakk.decide says it, why nothing was decided.
      create function jatakk.decide_purpose(d jatakk.decision) returns text
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare l jatakk.list; decided text;
      begin
        select x.* into l from jatakk.list x join jatakk.proposal p on p.list_id = x.id
         where p.id = d.proposal and p.kind = 'purpose' for update of x;
        if l.id is null then
          return 'unknown';
        elsif d.approves and (d.says is null or d.says not in ('editorial', 'material')) then
          return 'says-nothing';
        elsif d.approves and l.state in ('closing', 'closed', 'deleting') then
          return 'list-closed';
        end if;
        if not d.approves then
          d.says := null;
        end if;
        decided := jatakk.decide(d);
        return case decided when 'approved' then jatakk.publish_proposed(d.proposal) else decided end;
      end $$;
      revoke execute on function jatakk.decide_purpose(jatakk.decision) from public;

      -- As jatakk.decide says it; 'other-content' also where the purpose is another by now.
      create function jatakk.decide_import(d jatakk.decision) returns text
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare i jatakk.import; decided text;
      begin
        select * into i from jatakk.import x where x.proposal_id = d.proposal for update;
        if i.id is null or i.state <> 'proposed' then
          return 'unknown';
        elsif d.approves and jatakk.import_content(i)
              is distinct from (select p.content from jatakk.proposal p where p.id = i.proposal_id) then
          return 'other-content';
        end if;
        decided := jatakk.decide(d);
        if decided = 'approved' then
          update jatakk.import x set state = 'approved' where x.id = i.id;
        elsif decided = 'refused' then
          perform jatakk.empty_import(i.id);
        end if;
        return decided;
      end $$;
      revoke execute on function jatakk.decide_import(jatakk.decision) from public;

      -- The one way in, for the keeper: it has seen a proof of whoever's session this is, by this method, for exactly this
      -- decision. Saying no takes none.
      create function jatakk.decide_proposal(
          session bytea, of_proposal uuid, seen_digest bytea, approves boolean, says text,
          by_method text, by_credential bytea, answer text) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare d jatakk.decision; p jatakk.proposal; outcome text;
      begin
        d := row(session, of_proposal, seen_digest, approves, says, by_method, by_credential,
                 nullif(btrim(answer), ''))::jatakk.decision;
        select * into p from jatakk.proposal x where x.id = of_proposal;
        outcome := case p.kind
          when 'campaign' then jatakk.decide_campaign(d)
          when 'purpose' then jatakk.decide_purpose(d)
          when 'import' then jatakk.decide_import(d)
          when 'eyes' then jatakk.decide_eyes(d)
          else 'unknown' end;
        if outcome in ('approved', 'refused', 'material', 'editorial') then
          perform jatakk.note_act((jatakk.signed_in(session)).id, 'decided', p.register_id, p.list_id, p.id,
                                  jsonb_build_object('kind', p.kind, 'outcome', outcome, 'method', by_method));
        end if;
        return outcome;
      end $$;
      revoke execute on function jatakk.decide_proposal(bytea, uuid, bytea, boolean, text, text, bytea, text) from public;
      grant execute on function jatakk.decide_proposal(bytea, uuid, bytea, boolean, text, text, bytea, text) to jatakk_keeper;
    `);
  }

  async #contentOfCampaigns(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table jatakk.campaign
        -- The latest review, whatever became of it.
        add column proposal_id uuid references jatakk.proposal (id) on delete set null,
        -- Whoever changed the text beside its author.
        add column editors uuid[] not null default '{}';
      create unique index campaign_of_proposal on jatakk.campaign (proposal_id);
      create index proposal_of_campaign on jatakk.proposal ((content ->> 'campaign')) where kind = 'campaign';
      revoke update on jatakk.campaign from jatakk_web;
      revoke update (subject, preheader, body, locale, edited_at) on jatakk.campaign from jatakk_web;

      -- Everything that decides what goes out, and to whom: what is approved, and what is sent then.
      create function jatakk.campaign_content(c jatakk.campaign) returns jsonb
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select jsonb_build_object(
          'campaign', c.id, 'kind', c.kind, 'corrects', c.corrects,
          'corrected', (select o.subject from jatakk.campaign o where o.register_id = c.register_id and o.id = c.corrects),
          'locale', c.locale, 'subject', c.subject, 'preheader', c.preheader, 'body', c.body,
          'list', jsonb_build_object('id', l.id, 'name', l.name, 'slug', l.slug),
          'sender', jsonb_build_object('name', l.sender_name, 'address', l.sender_address),
          'purpose', jsonb_build_object(
            'version', c.purpose_version,
            'revision', (select max(w.revision) from jatakk.purpose_text w
                          where w.list_id = c.list_id and w.version = c.purpose_version),
            'newest', case when c.kind <> 'correction' then jatakk.newest_version(c.list_id) end),
          'asks', (select coalesce(jsonb_agg(jsonb_build_array(f.id, f.name) order by f.position), '[]')
                     from jatakk.list_field f where f.list_id = c.list_id),
          'organisation', (select jsonb_build_object('name', o.name, 'number', o.org_number,
                                  'postalAddress', o.postal_address, 'email', o.contact_email, 'privacyEmail', o.privacy_email)
                             from jatakk.organisation o))
          from jatakk.list l where l.register_id = c.register_id and l.id = c.list_id
      $$;
      revoke execute on function jatakk.campaign_content(jatakk.campaign) from public;

      -- An approval that no longer holds, or a review that is over: a draft again, and why.
      create function jatakk.void_review(of_campaign uuid, because text) returns void
        language sql set search_path = pg_catalog, jatakk, pg_temp as $$
        update jatakk.proposal p
           set state = 'void', void_why = because, decided_at = coalesce(p.decided_at, clock_timestamp())
          from jatakk.campaign c
         where c.id = of_campaign and p.id = c.proposal_id and p.state in ('waiting', 'approved');
        update jatakk.campaign c set state = 'draft', starts_at = null
         where c.id = of_campaign and c.state in ('in-review', 'approved', 'scheduled');
      $$;
      revoke execute on function jatakk.void_review(uuid, text) from public;

      -- What surrounds a campaign's text has changed: where that goes out too, nobody has approved it.
      create function jatakk.void_changed(of_list uuid, because text) returns void
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.campaign;
      begin
        for c in select x.* from jatakk.campaign x
                  where (of_list is null or x.list_id = of_list) and x.proposal_id is not null
                    and x.state in ('in-review', 'approved', 'scheduled') order by x.id for update
        loop
          if exists (select 1 from jatakk.proposal p
                      where p.id = c.proposal_id and p.content is distinct from jatakk.campaign_content(c)) then
            perform jatakk.void_review(c.id, because);
          end if;
        end loop;
      end $$;
      revoke execute on function jatakk.void_changed(uuid, text) from public;

      create function jatakk.void_after_change() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        perform jatakk.void_changed((coalesce(to_jsonb(new), to_jsonb(old)) ->> tg_argv[1])::uuid, tg_argv[0]);
        return null;
      end $$;
      revoke execute on function jatakk.void_after_change() from public;
      create trigger list_voids_reviews after update of name, slug, sender_name, sender_address on jatakk.list
        for each row execute function jatakk.void_after_change('list-changed', 'id');
      create trigger purpose_voids_reviews after insert on jatakk.purpose_text
        for each row execute function jatakk.void_after_change('purpose-changed', 'list_id');
      create trigger field_voids_reviews after insert or update or delete on jatakk.list_field
        for each row execute function jatakk.void_after_change('questions-changed', 'list_id');
      create trigger organisation_voids_reviews after insert or update on jatakk.organisation
        for each row execute function jatakk.void_after_change('organisation-changed', 'none');

      -- False when it is no draft, and nobody looks at it or has approved it: then nothing has changed. Somebody who changes
      -- it is no second person for it any more.
      create function jatakk.change_campaign(
          session bytea, of_register uuid, of_campaign uuid, in_locale text, new_subject text, new_preheader text, new_body text)
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.campaign; me uuid;
      begin
        select * into c from jatakk.campaign x where x.register_id = of_register and x.id = of_campaign for update;
        me := jatakk.session_may(session, 'write-campaign', c.register_id, c.list_id);
        if c.id is null or me is null or c.kind = 'reconsent' or c.state not in ('draft', 'in-review', 'approved') then
          return false;
        elsif (c.locale, c.subject, c.preheader, c.body) = (in_locale, new_subject, new_preheader, new_body) then
          return true;
        end if;
        perform jatakk.void_review(c.id, 'edited');
        update jatakk.campaign x
           set locale = in_locale, subject = new_subject, preheader = new_preheader, body = new_body,
               edited_at = clock_timestamp(),
               editors = case when me = c.author_id or me = any (c.editors) then c.editors else c.editors || me end
         where x.id = c.id;
        return true;
      end $$;
      revoke execute on function jatakk.change_campaign(bytea, uuid, uuid, text, text, text, text) from public;
      grant execute on function jatakk.change_campaign(bytea, uuid, uuid, text, text, text, text) to jatakk_web;
    `);
  }

  async #reviews(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whether this session may see this campaign.
      create function jatakk.may_see_campaign(session bytea, of_campaign uuid) returns boolean
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select exists (select 1 from jatakk.campaign c where c.id = of_campaign
                          and jatakk.session_may(session, 'see', c.register_id, c.list_id) is not null)
      $$;
      revoke execute on function jatakk.may_see_campaign(bytea, uuid) from public;
      grant execute on function jatakk.may_see_campaign(bytea, uuid) to jatakk_keeper;

      -- Puts a draft before a second person. 'in-review'; or 'not-yours', 'not-now', 'nobody' (there is none who could),
      -- 'refused:' and why it cannot go out.
      create function jatakk.submit_campaign(session bytea, of_campaign uuid, why text) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.campaign; me uuid; lacks text;
      begin
        select * into c from jatakk.campaign x where x.id = of_campaign for update;
        me := jatakk.session_may(session, 'send-campaign', c.register_id, c.list_id);
        if c.id is null or me is null then
          return 'not-yours';
        elsif c.state <> 'draft' then
          return 'not-now';
        end if;
        if c.kind in ('regular', 'farewell') then
          update jatakk.campaign x set purpose_version = jatakk.newest_version(x.list_id) where x.id = c.id returning * into c;
        end if;
        lacks := jatakk.why_not_sendable(c.id);
        if lacks is not null then
          return 'refused:' || lacks;
        elsif not exists (
            select 1 from jatakk.staff s
             where s.id <> all (c.editors || c.author_id || me) and jatakk.may(s.id, 'approve', c.register_id, c.list_id)) then
          return 'nobody';
        end if;
        update jatakk.campaign x
           set state = 'in-review',
               proposal_id = jatakk.propose(session, 'campaign', c.register_id, c.list_id, jatakk.campaign_content(c), null,
                                            coalesce(btrim(why), ''))
         where x.id = c.id;
        return 'in-review';
      end $$;
      revoke execute on function jatakk.submit_campaign(bytea, uuid, text) from public;
      grant execute on function jatakk.submit_campaign(bytea, uuid, text) to jatakk_web;

      -- As jatakk.decide says it; 'own' also for whoever wrote or changed the text, 'no-reason' for a no without a word.
      create function jatakk.decide_campaign(d jatakk.decision) returns text
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.campaign; me jatakk.staff; decided text;
      begin
        me := jatakk.signed_in(d.session);
        select * into c from jatakk.campaign x where x.proposal_id = d.proposal for update;
        if c.id is null then
          return 'unknown';
        elsif me.id = c.author_id or me.id = any (c.editors) then
          return 'own';
        elsif not d.approves and d.reply is null then
          return 'no-reason';
        elsif d.approves and c.state = 'in-review' and jatakk.campaign_content(c)
              is distinct from (select p.content from jatakk.proposal p where p.id = c.proposal_id) then
          perform jatakk.void_review(c.id, 'changed');
          return 'other-content';
        end if;
        decided := jatakk.decide(d);
        if decided in ('approved', 'refused') then
          update jatakk.campaign x set state = case decided when 'approved' then 'approved' else 'draft' end
           where x.id = c.id and x.state = 'in-review';
        end if;
        return decided;
      end $$;
      revoke execute on function jatakk.decide_campaign(jatakk.decision) from public;

      -- Whoever proposed may think better of it. The campaign is locked first, as everywhere.
      create or replace function jatakk.withdraw_proposal(session bytea, of_proposal uuid) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me jatakk.staff;
      begin
        me := jatakk.signed_in(session);
        perform 1 from jatakk.campaign c where c.proposal_id = of_proposal for update;
        update jatakk.proposal x set state = 'withdrawn', decided_at = clock_timestamp()
         where x.id = of_proposal and x.author_id = me.id and x.state = 'waiting';
        if not found then
          return false;
        end if;
        update jatakk.campaign c set state = 'draft' where c.proposal_id = of_proposal and c.state = 'in-review';
        return true;
      end $$;
    `);
  }

  async #sending(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whether what would go out now is what another person approved; null when it is, or when the list takes one.
      create function jatakk.why_not_approved(of_campaign uuid) returns text
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select case
          when l.eyes = 1 then null
          when p.state is distinct from 'approved' or p.second_id is null or p.method is null then 'not-approved'
          when p.digest <> jatakk.digest_of(p) or p.content is distinct from jatakk.campaign_content(c) then 'changed-since-approval' end
          from jatakk.campaign c
          left join jatakk.list l on l.register_id = c.register_id and l.id = c.list_id
          left join jatakk.proposal p on p.id = c.proposal_id and p.kind = 'campaign'
         where c.id = of_campaign
      $$;
      revoke execute on function jatakk.why_not_approved(uuid) from public;
      grant execute on function jatakk.why_not_approved(uuid) to jatakk_web, jatakk_keeper;

      -- The approved content of a campaign that has begun: the keeper sends this, whatever has changed around it since.
      create function jatakk.approved_content(of_campaign uuid) returns jsonb
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select p.content from jatakk.campaign c join jatakk.proposal p on p.id = c.proposal_id and p.kind = 'campaign'
         where c.id = of_campaign and c.started_at is not null and p.state = 'approved' and p.digest = jatakk.digest_of(p)
      $$;
      revoke execute on function jatakk.approved_content(uuid) from public;
      grant execute on function jatakk.approved_content(uuid) to jatakk_keeper;

      -- As before, and: where the list takes two, only what was approved goes out. Where it takes one, there is longer to
      -- undo. What was held before it began can be taken back, and is a draft.
      create or replace function jatakk.act_on_campaign(campaign_id uuid, act text) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.campaign; undo integer; became text; lacks text;
      begin
        select * into c from jatakk.campaign x where x.id = campaign_id for update;
        if not found then
          return null;
        end if;
        if c.kind in ('regular', 'farewell') and c.started_at is null and c.state in ('draft', 'held') then
          update jatakk.campaign x set purpose_version = jatakk.newest_version(x.list_id)
           where x.id = c.id and x.purpose_version <> jatakk.newest_version(x.list_id);
        end if;
        if act = 'send' and c.state in ('draft', 'approved') then
          lacks := coalesce(jatakk.why_not_sendable(campaign_id), jatakk.why_not_approved(campaign_id));
        elsif act = 'resume' and c.state = 'held' and c.started_at is null then
          lacks := jatakk.why_not_approved(campaign_id);
        end if;
        if lacks is not null then
          if c.state = 'approved' and jatakk.why_not_approved(campaign_id) is not null then
            perform jatakk.void_review(campaign_id, 'changed');
          end if;
          return 'refused:' || lacks;
        end if;
        select i.undo_seconds * case l.eyes when 1 then 6 else 1 end into undo
          from jatakk.installation i, jatakk.list l where l.register_id = c.register_id and l.id = c.list_id;
        became := case
          when act = 'send' and c.state in ('draft', 'approved') then 'scheduled'
          when act = 'undo' and c.state = 'scheduled' and c.starts_at > clock_timestamp() then
            case when exists (select 1 from jatakk.proposal p where p.id = c.proposal_id and p.state = 'approved')
                 then 'approved' else 'draft' end
          when act = 'undo' and c.state = 'held' and c.started_at is null then 'draft'
          when act = 'pause' and c.state = 'sending' then 'paused'
          when act = 'resume' and c.state = 'held' and c.started_at is null then 'scheduled'
          when act = 'resume' and c.state in ('paused', 'held') then 'sending'
          when act = 'cancel' and c.state in ('scheduled', 'sending', 'paused', 'held') then 'cancelled'
        end;
        if became is not null then
          if became = 'draft' then
            perform jatakk.void_review(campaign_id, 'taken-back');
          end if;
          update jatakk.campaign x
             set state = became,
                 held_reason = null,
                 starts_at = case when became = 'scheduled' then clock_timestamp() + make_interval(secs => undo)
                                  when became in ('draft', 'approved') then null else x.starts_at end
           where x.id = campaign_id;
        end if;
        return became;
      end $$;

      create or replace function jatakk.send_example(campaign_id uuid) returns boolean
        language sql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        update jatakk.campaign c set state = 'scheduled', starts_at = clock_timestamp()
         where c.id = send_example.campaign_id and c.state = 'draft' and jatakk.why_not_approved(c.id) is null
           and exists (select 1 from jatakk.installation i where i.mode = 'trial')
        returning true
      $$;
    `);
    // A last word that is taken back may have been approved before.
    await amendFunction(runner, 'jatakk.follow_last_word()', [
      { from: `new.state = 'draft' or`, to: `new.state in ('draft', 'approved') or` },
      {
        from: `('scheduled', 'draft', 'cancelled', 'sent')`,
        to: `('scheduled', 'draft', 'approved', 'cancelled', 'sent')`,
      },
    ]);
    // What was approved on trial is approved anew.
    await amendFunction(runner, 'jatakk.forget_trial()', [
      {
        from: `delete from jatakk.campaign where state <> 'draft';`,
        to: `update jatakk.campaign set state = 'draft' where state in ('in-review', 'approved');
        delete from jatakk.campaign where state <> 'draft';
        delete from jatakk.proposal where kind = 'campaign';`,
      },
    ]);
    await amendFunction(runner, 'jatakk.drop_deleted(integer)', [
      {
        from: `delete from jatakk.campaign c where c.list_id = l.id;`,
        to: `delete from jatakk.campaign c where c.list_id = l.id;
            delete from jatakk.proposal p where p.list_id = l.id and p.kind = 'campaign';`,
      },
    ]);
  }

  async #changesOfEyes(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create unique index proposal_one_eyes on jatakk.proposal (list_id) where kind = 'eyes' and state = 'waiting';

      -- From one pair of eyes to two at once: 'changed'; what one person has sent and has not begun waits for another. From
      -- two to one takes two people: 'waits'. Or 'not-yours', 'unchanged', 'another-waits', 'no-reason'.
      create function jatakk.set_eyes(session bytea, of_list uuid, to_eyes integer, why text)
        returns table (outcome text, proposal_id uuid)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare l jatakk.list; me uuid; said text; made uuid;
      begin
        select * into l from jatakk.list x where x.id = of_list for update;
        me := jatakk.session_may(session, 'manage-list', l.register_id, l.id);
        said := case
          when l.id is null or me is null then 'not-yours'
          when to_eyes is null or to_eyes not in (1, 2) or l.eyes = to_eyes then 'unchanged'
          when to_eyes = 2 then 'changed'
          when exists (select 1 from jatakk.proposal p where p.list_id = l.id and p.kind = 'eyes' and p.state = 'waiting')
            then 'another-waits'
          when coalesce(why, '') !~ '\\S' then 'no-reason'
          else 'waits' end;
        if said = 'changed' then
          update jatakk.list x set eyes = 2 where x.id = l.id;
          update jatakk.campaign c set state = 'draft', starts_at = null
           where c.list_id = l.id and c.state = 'scheduled' and jatakk.why_not_approved(c.id) is not null;
        elsif said = 'waits' then
          made := jatakk.propose(session, 'eyes', l.register_id, l.id, '{"eyes": 1}', null, btrim(why));
        end if;
        return query select said, made;
      end $$;
      revoke execute on function jatakk.set_eyes(bytea, uuid, integer, text) from public;
      grant execute on function jatakk.set_eyes(bytea, uuid, integer, text) to jatakk_web;

      -- As jatakk.decide says it. Whoever is alone, so that nobody else could be asked, proves that it is they and decides
      -- alone.
      create function jatakk.decide_eyes(d jatakk.decision) returns text
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare l jatakk.list; p jatakk.proposal; me uuid; decided text;
      begin
        select x.* into l from jatakk.list x join jatakk.proposal q on q.list_id = x.id
         where q.id = d.proposal and q.kind = 'eyes' for update of x;
        select * into p from jatakk.proposal x where x.id = d.proposal for update;
        me := jatakk.session_may(d.session, 'manage-list', l.register_id, l.id);
        if l.id is null then
          return 'unknown';
        elsif d.approves and p.author_id = me and jatakk.is_alone(me, l.register_id, l.id) then
          decided := case when p.state <> 'waiting' then 'decided'
                          when d.seen_digest is distinct from p.digest or p.digest <> jatakk.digest_of(p) then 'other-content'
                          when d.method is null then 'unproven' else 'approved' end;
          update jatakk.proposal x
             set state = 'approved', decided_at = clock_timestamp(), method = d.method, credential_id = d.credential
           where x.id = p.id and decided = 'approved';
        else
          decided := jatakk.decide(d);
        end if;
        if decided = 'approved' then
          update jatakk.list x set eyes = 1 where x.id = l.id;
        end if;
        return decided;
      end $$;
      revoke execute on function jatakk.decide_eyes(jatakk.decision) from public;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
