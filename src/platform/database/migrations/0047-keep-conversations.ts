import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

/**
 * The confidential inbox: conversations, sealed row by row, which only the keeper opens and only for a correspondent of
 * their register. What lies here in the open is a state, a month, a day, a theme, and who of the staff has it.
 */
export class KeepConversations1700000000047 implements MigrationInterface {
  name = 'KeepConversations1700000000047';

  async up(runner: QueryRunner): Promise<void> {
    await this.#tables(runner);
    await this.#kept(runner);
    await this.#opened(runner);
    await this.#acts(runner);
    await this.#settings(runner);
    await this.#heard(runner);
    await this.#sent(runner);
    await this.#forgotten(runner);
    await this.#rotated(runner);
  }

  async #tables(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into jatakk.role_act (act, role) values
        ('answer-mail', 'correspondent'),
        ('set-inbox', 'administrator'), ('set-inbox', 'correspondent'),
        ('write-heard', 'editor'), ('write-heard', 'correspondent');

      create table jatakk.inbox_setting (
        register_id uuid primary key references jatakk.register (id),
        auto_reply boolean not null default true,
        -- Within how many working days whoever writes may expect an answer.
        answer_days integer not null default 3 check (answer_days between 1 and 30),
        -- The words of the automatic reply, by language, where they are other than ours.
        texts jsonb not null default '{}' check (octet_length(texts::text) <= 16384),
        -- For how many months after it was closed a conversation is kept.
        kept_months integer not null default 12 check (kept_months between 1 and 36)
      );
      grant select on jatakk.inbox_setting to jatakk_web, jatakk_keeper;

      create table jatakk.inbox_theme (
        id uuid primary key default gen_random_uuid(),
        register_id uuid not null references jatakk.register (id),
        name text not null check (length(name) between 1 and 40),
        in_use boolean not null default true,
        unique (register_id, id)
      );
      create index inbox_theme_of on jatakk.inbox_theme (register_id);
      grant select on jatakk.inbox_theme to jatakk_web;

      create table jatakk.conversation (
        id uuid primary key,
        register_id uuid not null references jatakk.register (id),
        state text not null default 'open' check (state in ('open', 'closed')),
        -- Nothing in it was written by a person: it waits for nobody.
        automatic boolean not null,
        -- The last word is theirs.
        awaits boolean not null default false,
        messages integer not null default 0,
        assigned_to uuid references jatakk.staff (id),
        since_month date not null default date_trunc('month', current_date)::date,
        last_in date,
        closed_month date,
        -- Of whoever writes; none where no answer could go to it. Sealed for this row.
        address bytea,
        key_version integer,
        -- By what their next mail finds its place: made under a label of its own, so that it is no subscriber's index.
        correspondent bytea not null check (octet_length(correspondent) = 32),
        correspondent_next bytea check (octet_length(correspondent_next) = 32),
        -- The day on which something of it last changed, until the night has evened that out.
        unsettled_since date default current_date,
        unique (register_id, id),
        check ((address is null) = (key_version is null)),
        check ((state = 'closed') = (closed_month is not null))
      );
      create index conversation_of on jatakk.conversation (register_id, correspondent);
      create index conversation_waits on jatakk.conversation (register_id, last_in) where state = 'open';
      create index conversation_unsettled on jatakk.conversation (register_id) where unsettled_since is not null;
      grant insert on jatakk.conversation to jatakk_keeper;
      grant select (id, register_id, correspondent, messages) on jatakk.conversation to jatakk_keeper;

      create table jatakk.conversation_theme (
        register_id uuid not null,
        conversation_id uuid not null,
        theme_id uuid not null,
        primary key (conversation_id, theme_id),
        foreign key (register_id, conversation_id) references jatakk.conversation (register_id, id),
        foreign key (register_id, theme_id) references jatakk.inbox_theme (register_id, id)
      );
      create index conversation_theme_of on jatakk.conversation_theme (register_id, theme_id);

      create table jatakk.conversation_message (
        id uuid primary key,
        register_id uuid not null,
        conversation_id uuid not null,
        kind text not null check (kind in ('in', 'out', 'note')),
        automatic boolean not null default false,
        sealed bytea not null,
        key_version integer not null,
        -- Of its Message-ID: what answers to it is found by.
        message_hash bytea check (octet_length(message_hash) = 32),
        author_id uuid references jatakk.staff (id),
        -- What became of an answer; of a mail that came, of the automatic reply to it.
        outcome text check (outcome in ('waiting', 'sent', 'failed', 'unknown')),
        unique (register_id, id),
        foreign key (register_id, conversation_id) references jatakk.conversation (register_id, id),
        check ((kind = 'in') = (author_id is null)),
        check (kind <> 'out' or outcome is not null),
        check (kind <> 'note' or outcome is null)
      );
      create index conversation_message_of on jatakk.conversation_message (register_id, conversation_id);
      create index conversation_message_hash on jatakk.conversation_message (register_id, message_hash)
        where message_hash is not null;
      grant insert on jatakk.conversation_message to jatakk_keeper;
      grant select (register_id, conversation_id, message_hash) on jatakk.conversation_message to jatakk_keeper;

      -- What was attached, and the HTML of a mail (position 20), a quarter of a megabyte at most in each.
      create table jatakk.conversation_part (
        id uuid primary key,
        register_id uuid not null,
        message_id uuid not null,
        position integer not null check (position between 0 and 20),
        chunk integer not null check (chunk >= 0),
        sealed bytea not null check (octet_length(sealed) <= 327680),
        key_version integer not null,
        unique (message_id, position, chunk),
        foreign key (register_id, message_id) references jatakk.conversation_message (register_id, id)
      );
      grant insert on jatakk.conversation_part to jatakk_keeper;

      -- Of conversations that are gone: how many there were of each theme.
      create table jatakk.theme_gone (
        register_id uuid not null,
        month date not null,
        theme_id uuid not null,
        count integer not null,
        primary key (register_id, month, theme_id),
        foreign key (register_id, theme_id) references jatakk.inbox_theme (register_id, id)
      );

      -- What was heard in a month, and what was done, in the words of staff.
      create table jatakk.heard (
        register_id uuid not null references jatakk.register (id),
        month date not null check (month = date_trunc('month', month)),
        heard text not null check (length(heard) <= 5000),
        did text not null check (length(did) <= 5000),
        published boolean not null,
        revision integer not null default 1,
        primary key (register_id, month)
      );
      grant select on jatakk.heard to jatakk_web, jatakk_keeper;

      -- Whom an automatic reply has gone to within the week, by a keyed hash.
      create table jatakk.auto_replied (
        register_id uuid not null references jatakk.register (id),
        hash bytea not null check (octet_length(hash) = 32),
        until date not null,
        primary key (register_id, hash)
      );

      -- Who has opened what, and when: written before anything is shown.
      create table jatakk.conversation_opening (
        id uuid primary key default gen_random_uuid(),
        staff_id uuid not null references jatakk.staff (id),
        register_id uuid not null references jatakk.register (id),
        conversation_id uuid,
        act text not null check (act in ('read', 'attachment', 'search')),
        at timestamptz not null default clock_timestamp()
      );
      create index conversation_opening_lately on jatakk.conversation_opening (at);
      grant delete, select (at) on jatakk.conversation_opening to jatakk_keeper;

      create function jatakk.note_conversation_opening() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        perform jatakk.note_act(new.staff_id, 'conversation-opened', new.register_id, null, new.conversation_id,
                                jsonb_build_object('did', new.act));
        return null;
      end $$;
      revoke execute on function jatakk.note_conversation_opening() from public;
      create constraint trigger conversation_opening_noted after insert on jatakk.conversation_opening
        deferrable initially deferred for each row execute function jatakk.note_conversation_opening();

      -- An answer, or the automatic reply to a mail, is a notice about that message.
      alter table jatakk.notice add column message_id uuid;
      alter table jatakk.notice add foreign key (register_id, message_id)
        references jatakk.conversation_message (register_id, id);
      create index notice_of_message on jatakk.notice (register_id, message_id) where message_id is not null;
      do $$
      declare kinds text := (select pg_get_constraintdef(c.oid) from pg_constraint c
                              where c.conrelid = 'jatakk.notice'::regclass and c.conname = 'notice_kind_check');
      begin
        alter table jatakk.notice drop constraint notice_kind_check;
        execute 'alter table jatakk.notice add constraint notice_kind_check '
                || replace(kinds, ']', ', ''answer''::text, ''auto-reply''::text]');
      end $$;

      -- An answer is written on a page, and goes to the keeper as a question does; it alone may be long.
      alter table jatakk.window_ask drop constraint window_ask_ask_check;
      alter table jatakk.window_ask add constraint window_ask_ask_check check (
        octet_length(ask) <= case act when 'write-message' then 131072 else 8192 end);
    `);
  }

  /** What a message does to its conversation. */
  async #kept(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function jatakk.move_conversation() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        update jatakk.conversation c
           set messages = c.messages + 1,
               automatic = c.automatic and (new.kind <> 'in' or new.automatic),
               awaits = case when new.kind = 'in' and not new.automatic then true
                             when new.kind = 'out' then false else c.awaits end,
               last_in = case when new.kind = 'in' and (c.automatic or not new.automatic) then current_date
                              else c.last_in end,
               -- Whoever writes again is heard again.
               state = case when new.kind = 'in' and not new.automatic then 'open' else c.state end,
               closed_month = case when new.kind = 'in' and not new.automatic then null else c.closed_month end,
               unsettled_since = current_date
         where c.register_id = new.register_id and c.id = new.conversation_id;
        return null;
      end $$;
      revoke execute on function jatakk.move_conversation() from public;
      create trigger conversation_moved after insert on jatakk.conversation_message
        -- What the night takes out and puts in again is nothing new.
        for each row when (current_setting('jatakk.settles', true) is distinct from 'yes')
        execute function jatakk.move_conversation();

      -- What became of a notice is told beside the message, which is there for longer.
      create function jatakk.tell_outcome() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare told text := case new.state when 'accepted' then 'sent' when 'unknown' then 'unknown'
                                          when 'bounced' then 'failed' when 'dead' then 'failed' when 'skipped' then 'failed'
                                          else 'waiting' end;
      begin
        update jatakk.conversation_message m set outcome = told
         where m.register_id = new.register_id and m.id = new.message_id and m.outcome is distinct from told;
        return null;
      end $$;
      revoke execute on function jatakk.tell_outcome() from public;
      create trigger notice_outcome_told after insert or update of state on jatakk.notice
        for each row when (new.message_id is not null) execute function jatakk.tell_outcome();
    `);
  }

  /** Everything that lies sealed is handed out here, to the keeper, for a session that may, counted and written down. */
  async #opened(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Null when it may be opened; or why not: 'forbidden', 'unknown', 'too-many', 'too-many-here'. Within ten minutes
      -- the same thing opened again is one opening. 300 a day for each, 2000 for the house.
      create function jatakk.note_opening(session bytea, of_register uuid, of_conversation uuid, of_act text) returns text
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare who uuid; day constant timestamptz := clock_timestamp() - interval '1 day';
      begin
        -- One at a time, or several at once would be more than may be.
        perform pg_advisory_xact_lock(hashtext('jatakk openings'));
        who := jatakk.session_may(session, 'answer-mail', of_register);
        if who is null then
          return 'forbidden';
        elsif of_act <> 'search' and not exists (
          select 1 from jatakk.conversation c where c.register_id = of_register and c.id = of_conversation) then
          return 'unknown';
        elsif of_act <> 'search' and exists (
          select 1 from jatakk.conversation_opening o
           where o.staff_id = who and o.register_id = of_register and o.conversation_id = of_conversation
             and o.act = of_act and o.at > clock_timestamp() - interval '10 minutes') then
          return null;
        elsif (select count(*) from jatakk.conversation_opening o where o.staff_id = who and o.at > day) >= 300 then
          return 'too-many';
        elsif (select count(*) from jatakk.conversation_opening o where o.at > day) >= 2000 then
          return 'too-many-here';
        end if;
        insert into jatakk.conversation_opening (staff_id, register_id, conversation_id, act)
        values (who, of_register, of_conversation, of_act);
        return null;
      end $$;
      revoke execute on function jatakk.note_opening(bytea, uuid, uuid, text) from public;

      -- A conversation with all its messages, one a row, in no order; the order is in them.
      create function jatakk.open_conversation(session bytea, of_register uuid, of_conversation uuid)
        returns table (verdict text, state text, automatic boolean, awaits boolean, assigned_to uuid, since_month date,
                       themes uuid[], address bytea, address_key_version integer, address_row_key bytea,
                       message_id uuid, kind text, by_machine boolean, author text, outcome text,
                       sealed bytea, key_version integer, row_key bytea)
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      begin
        verdict := jatakk.note_opening(session, of_register, of_conversation, 'read');
        if verdict is not null then
          return next;
          return;
        end if;
        return query
          select 'opened'::text, c.state, c.automatic, c.awaits, c.assigned_to, c.since_month,
                 array(select t.theme_id from jatakk.conversation_theme t where t.conversation_id = c.id),
                 c.address, c.key_version, ck.key, m.id, m.kind, m.automatic, s.name, m.outcome,
                 m.sealed, m.key_version, mk.key
            from jatakk.conversation c
            join vault.row_key ck on ck.register_id = c.register_id and ck.row_id = c.id
            join jatakk.conversation_message m on m.register_id = c.register_id and m.conversation_id = c.id
            join vault.row_key mk on mk.register_id = m.register_id and mk.row_id = m.id
            left join jatakk.staff s on s.id = m.author_id
           where c.register_id = of_register and c.id = of_conversation;
      end $$;
      revoke execute on function jatakk.open_conversation(bytea, uuid, uuid) from public;
      grant execute on function jatakk.open_conversation(bytea, uuid, uuid) to jatakk_keeper;

      -- One piece of what was attached, with the message that names it. The first piece is an opening of its own, and
      -- the others go with it.
      create function jatakk.open_part(
          session bytea, of_register uuid, of_conversation uuid, of_message uuid, of_position integer, of_chunk integer)
        returns table (verdict text, sealed bytea, key_version integer, row_key bytea, part_id uuid, part bytea, part_key_version integer)
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare m jatakk.conversation_message; did text := case of_position when 20 then 'read' else 'attachment' end;
      begin
        select * into m from jatakk.conversation_message x
         where x.register_id = of_register and x.conversation_id = of_conversation and x.id = of_message;
        if of_chunk = 0 then
          verdict := jatakk.note_opening(session, of_register, m.conversation_id, did);
        elsif not exists (
          select 1 from jatakk.conversation_opening o
           where o.staff_id = jatakk.session_may(session, 'answer-mail', of_register) and o.register_id = of_register
             and o.conversation_id = m.conversation_id and o.act = did
             and o.at > clock_timestamp() - interval '20 minutes') then
          verdict := 'forbidden';
        end if;
        if verdict is not null then
          return next;
          return;
        end if;
        return query
          select 'opened'::text, m.sealed, m.key_version, k.key, p.id, p.sealed, p.key_version
            from vault.row_key k
            join jatakk.conversation_part p on p.register_id = k.register_id and p.message_id = m.id
           where k.register_id = m.register_id and k.row_id = m.id and p.position = of_position and p.chunk = of_chunk;
      end $$;
      revoke execute on function jatakk.open_part(bytea, uuid, uuid, uuid, integer, integer) from public;
      grant execute on function jatakk.open_part(bytea, uuid, uuid, uuid, integer, integer) to jatakk_keeper;

      -- Which conversations somebody has had, by their exact address: an opening too, whatever is found.
      create function jatakk.search_mail(session bytea, of_register uuid, correspondents bytea[])
        returns table (verdict text, conversation_id uuid)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        verdict := jatakk.note_opening(session, of_register, null, 'search');
        if verdict is not null then
          return next;
          return;
        end if;
        return query
          select 'opened'::text, c.id
            from (values (1)) one left join jatakk.conversation c
              on c.register_id = of_register and c.correspondent = any (correspondents);
      end $$;
      revoke execute on function jatakk.search_mail(bytea, uuid, bytea[]) from public;
      grant execute on function jatakk.search_mail(bytea, uuid, bytea[]) to jatakk_keeper;
    `);
  }

  /** What a correspondent does, and what the others see: counts and ages. */
  async #acts(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whether mail comes here at all: a receiver has been at work.
      create function jatakk.receives_mail() returns boolean
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select exists (select 1 from jatakk.receiver)
      $$;
      revoke execute on function jatakk.receives_mail() from public;
      grant execute on function jatakk.receives_mail() to jatakk_web, jatakk_keeper;

      -- For everybody of the staff: how many wait, and since when.
      create function jatakk.inbox_counts()
        returns table (register_id uuid, waiting integer, open integer, by_machines integer, oldest date)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select r.id, count(*) filter (where c.awaits)::integer,
               count(*) filter (where not c.automatic)::integer,
               count(*) filter (where c.automatic)::integer,
               min(c.last_in) filter (where c.awaits)
          from jatakk.register r left join jatakk.conversation c on c.register_id = r.id and c.state = 'open'
         group by r.id
      $$;
      revoke execute on function jatakk.inbox_counts() from public;
      grant execute on function jatakk.inbox_counts() to jatakk_web;

      -- The lines of the list: nothing that was written, and nobody's name but a colleague's. No row without the right.
      create function jatakk.inbox_lines(
          session bytea, of_register uuid, shown text, of_theme uuid, of_month date, only_ids uuid[], at_most integer)
        returns table (id uuid, state text, automatic boolean, awaits boolean, messages integer, assigned_to uuid,
                       assigned_name text, since_month date, last_in date, themes uuid[])
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        select c.id, c.state, c.automatic, c.awaits, c.messages, c.assigned_to, s.name, c.since_month, c.last_in,
               array(select t.theme_id from jatakk.conversation_theme t where t.conversation_id = c.id)
          from jatakk.conversation c left join jatakk.staff s on s.id = c.assigned_to
         where c.register_id = of_register and jatakk.session_may(session, 'answer-mail', of_register) is not null
           and case shown when 'waiting' then c.state = 'open' and c.awaits
                          when 'open' then c.state = 'open' and not c.automatic
                          when 'closed' then c.state = 'closed'
                          when 'machines' then c.automatic
                          else true end
           and (of_theme is null or exists (
                 select 1 from jatakk.conversation_theme t where t.conversation_id = c.id and t.theme_id = of_theme))
           and (of_month is null or c.since_month = of_month)
           and (only_ids is null or c.id = any (only_ids))
         order by case when shown = 'waiting' then c.last_in end, c.last_in desc nulls last, c.id
         limit at_most
      $$;
      revoke execute on function jatakk.inbox_lines(bytea, uuid, text, uuid, date, uuid[], integer) from public;
      grant execute on function jatakk.inbox_lines(bytea, uuid, text, uuid, date, uuid[], integer) to jatakk_web;

      -- The conversation that is about to be changed, locked; null for whoever may not.
      create function jatakk.held_conversation(session bytea, of_register uuid, of_conversation uuid)
        returns jatakk.conversation
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.conversation;
      begin
        if jatakk.session_may(session, 'answer-mail', of_register) is not null then
          select * into c from jatakk.conversation x
           where x.register_id = of_register and x.id = of_conversation for update;
        end if;
        return c;
      end $$;
      revoke execute on function jatakk.held_conversation(bytea, uuid, uuid) from public;

      -- To a correspondent of this register, or to nobody.
      create function jatakk.assign_conversation(session bytea, of_register uuid, of_conversation uuid, to_staff uuid)
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.conversation := jatakk.held_conversation(session, of_register, of_conversation);
      begin
        if c.id is null or (to_staff is not null and not jatakk.may(to_staff, 'answer-mail', of_register)) then
          return false;
        end if;
        update jatakk.conversation x set assigned_to = to_staff, unsettled_since = current_date
         where x.register_id = of_register and x.id = c.id;
        return true;
      end $$;
      revoke execute on function jatakk.assign_conversation(bytea, uuid, uuid, uuid) from public;
      grant execute on function jatakk.assign_conversation(bytea, uuid, uuid, uuid) to jatakk_web;

      create function jatakk.close_conversation(session bytea, of_register uuid, of_conversation uuid, closed boolean)
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.conversation := jatakk.held_conversation(session, of_register, of_conversation);
      begin
        if c.id is null then
          return false;
        end if;
        update jatakk.conversation x
           set state = case when closed then 'closed' else 'open' end,
               closed_month = case when closed then date_trunc('month', current_date)::date end,
               awaits = x.awaits and not closed, unsettled_since = current_date
         where x.register_id = of_register and x.id = c.id;
        return true;
      end $$;
      revoke execute on function jatakk.close_conversation(bytea, uuid, uuid, boolean) from public;
      grant execute on function jatakk.close_conversation(bytea, uuid, uuid, boolean) to jatakk_web;

      create function jatakk.tag_conversation(session bytea, of_register uuid, of_conversation uuid, of_themes uuid[])
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.conversation := jatakk.held_conversation(session, of_register, of_conversation);
      begin
        if c.id is null then
          return false;
        end if;
        delete from jatakk.conversation_theme t where t.register_id = of_register and t.conversation_id = c.id;
        insert into jatakk.conversation_theme (register_id, conversation_id, theme_id)
        select of_register, c.id, t.id from jatakk.inbox_theme t
         where t.register_id = of_register and t.id = any (of_themes) order by t.id;
        update jatakk.conversation x set unsettled_since = current_date where x.register_id = of_register and x.id = c.id;
        return true;
      end $$;
      revoke execute on function jatakk.tag_conversation(bytea, uuid, uuid, uuid[]) from public;
      grant execute on function jatakk.tag_conversation(bytea, uuid, uuid, uuid[]) to jatakk_web;

      -- With every row key: what is left of it in a backup cannot be opened.
      create function jatakk.drop_conversation(of_register uuid, of_conversation uuid) returns boolean
        language plpgsql set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      begin
        -- What it was about goes on being counted, without it.
        insert into jatakk.theme_gone as g (register_id, month, theme_id, count)
        select t.register_id, c.since_month, t.theme_id, 1 from jatakk.conversation_theme t
          join jatakk.conversation c on c.register_id = t.register_id and c.id = t.conversation_id
         where t.register_id = of_register and t.conversation_id = of_conversation
            on conflict (register_id, month, theme_id) do update set count = g.count + 1;
        delete from vault.row_key k using jatakk.conversation_message m
         where m.register_id = of_register and m.conversation_id = of_conversation
           and k.register_id = m.register_id and k.row_id = m.id;
        delete from vault.row_key k where k.register_id = of_register and k.row_id = of_conversation;
        delete from jatakk.notice n using jatakk.conversation_message m
         where m.register_id = of_register and m.conversation_id = of_conversation
           and n.register_id = m.register_id and n.message_id = m.id;
        delete from jatakk.conversation_part p using jatakk.conversation_message m
         where m.register_id = of_register and m.conversation_id = of_conversation
           and p.register_id = m.register_id and p.message_id = m.id;
        delete from jatakk.conversation_message m
         where m.register_id = of_register and m.conversation_id = of_conversation;
        delete from jatakk.conversation_theme t
         where t.register_id = of_register and t.conversation_id = of_conversation;
        delete from jatakk.conversation c where c.register_id = of_register and c.id = of_conversation;
        return found;
      end $$;
      revoke execute on function jatakk.drop_conversation(uuid, uuid) from public;

      create function jatakk.erase_conversation(session bytea, of_register uuid, of_conversation uuid) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare c jatakk.conversation := jatakk.held_conversation(session, of_register, of_conversation);
      begin
        if c.id is null then
          return false;
        end if;
        insert into jatakk.journal (kind, register_id, row_id) values ('conversation-erased', of_register, c.id);
        return jatakk.drop_conversation(of_register, c.id);
      end $$;
      revoke execute on function jatakk.erase_conversation(bytea, uuid, uuid) from public;
      grant execute on function jatakk.erase_conversation(bytea, uuid, uuid) to jatakk_web;

      -- A note or an answer, sealed by the keeper for whoever has the session; an answer waits to be sent from here. The
      -- same one twice is one: 'written', 'already', 'forbidden', 'unknown' or 'no-address'.
      create function jatakk.write_message(
          session bytea, of_register uuid, of_conversation uuid, of_message uuid, of_kind text,
          sealed bytea, in_key_version integer, row_key bytea, of_hash bytea, of_notice uuid) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare
        c jatakk.conversation := jatakk.held_conversation(session, of_register, of_conversation);
        who uuid := jatakk.session_may(session, 'answer-mail', of_register);
      begin
        if who is null then
          return 'forbidden';
        elsif c.id is null or of_kind not in ('note', 'out') then
          return 'unknown';
        elsif of_kind = 'out' and c.address is null then
          return 'no-address';
        elsif exists (select 1 from jatakk.conversation_message m where m.id = of_message) then
          return 'already';
        end if;
        insert into vault.row_key (register_id, row_id, key) values (of_register, of_message, row_key);
        insert into jatakk.conversation_message
          (id, register_id, conversation_id, kind, sealed, key_version, message_hash, author_id, outcome)
        values (of_message, of_register, c.id, of_kind, sealed, in_key_version, of_hash, who,
                case of_kind when 'out' then 'waiting' end);
        if of_kind = 'out' then
          insert into jatakk.notice (id, ring_id, kind, locale, register_id, message_id)
          values (of_notice, of_register, 'answer', 'nb', of_register, of_message);
        end if;
        return 'written';
      end $$;
      revoke execute on function jatakk.write_message(bytea, uuid, uuid, uuid, text, bytea, integer, bytea, bytea, uuid) from public;
      grant execute on function jatakk.write_message(bytea, uuid, uuid, uuid, text, bytea, integer, bytea, bytea, uuid)
        to jatakk_keeper;
    `);
  }

  /** How a register's inbox is set: words, times, themes. Each register has a row from the beginning. */
  async #settings(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function jatakk.begin_inbox() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        insert into jatakk.inbox_setting (register_id) values (new.id);
        insert into jatakk.inbox_theme (register_id, name)
        select new.id, t from unnest(array['Ros', 'Program', 'Billetter', 'Tilgjengelighet', 'Annet']) t;
        return null;
      end $$;
      revoke execute on function jatakk.begin_inbox() from public;
      create trigger register_inbox_begun after insert on jatakk.register
        for each row execute function jatakk.begin_inbox();
      insert into jatakk.inbox_setting (register_id) select r.id from jatakk.register r;
      insert into jatakk.inbox_theme (register_id, name)
      select r.id, t from jatakk.register r
       cross join unnest(array['Ros', 'Program', 'Billetter', 'Tilgjengelighet', 'Annet']) t;

      create function jatakk.set_inbox(
          session bytea, of_register uuid, replies boolean, days integer, words jsonb, months integer) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if jatakk.session_may(session, 'set-inbox', of_register) is null then
          return false;
        end if;
        update jatakk.inbox_setting i
           set auto_reply = replies, answer_days = days, texts = words, kept_months = months
         where i.register_id = of_register;
        return found;
      end $$;
      revoke execute on function jatakk.set_inbox(bytea, uuid, boolean, integer, jsonb, integer) from public;
      grant execute on function jatakk.set_inbox(bytea, uuid, boolean, integer, jsonb, integer) to jatakk_web;

      -- All themes of a register as they are to be: those without an id are new, those left out are used no more.
      create function jatakk.set_themes(session bytea, of_register uuid, ids uuid[], names text[]) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if jatakk.session_may(session, 'set-inbox', of_register) is null then
          return 'not-yours';
        end if;
        perform 1 from jatakk.inbox_theme t where t.register_id = of_register order by t.id for update;
        update jatakk.inbox_theme t
           set name = coalesce((select u.name from unnest(ids, names) u (id, name) where u.id = t.id), t.name),
               in_use = t.id = any (array_remove(ids, null))
         where t.register_id = of_register;
        insert into jatakk.inbox_theme (register_id, name)
        select of_register, u.name from unnest(ids, names) u (id, name) where u.id is null;
        if exists (select 1 from jatakk.inbox_theme t where t.register_id = of_register and t.in_use
                    group by lower(t.name) having count(*) > 1) then
          raise exception 'two themes of one name' using errcode = 'JK047';
        end if;
        return 'set';
      exception when sqlstate 'JK047' then
        return 'twice';
      end $$;
      revoke execute on function jatakk.set_themes(bytea, uuid, uuid[], text[]) from public;
      grant execute on function jatakk.set_themes(bytea, uuid, uuid[], text[]) to jatakk_web;
    `);
  }

  /** What people say, as numbers that tell of nobody, and as staff sum it up. */
  async #heard(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Of a month that is over: how many conversations there were of each theme, in fives or more. Those of fewer are one
      -- number together, if that is five or more; null where it is not. No row where nothing was tagged.
      create function jatakk.theme_counts(of_register uuid, of_month date) returns table (theme text, count integer)
        language sql stable security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        with each as (
          select t.theme_id, 1 as n from jatakk.conversation_theme t
            join jatakk.conversation c on c.register_id = t.register_id and c.id = t.conversation_id
           where t.register_id = of_register and c.since_month = of_month
           union all
          select g.theme_id, g.count from jatakk.theme_gone g
           where g.register_id = of_register and g.month = of_month
        ), summed as (
          select e.theme_id, sum(e.n)::integer as n from each e
           where of_month < date_trunc('month', current_date) group by e.theme_id
        )
        select h.name, s.n from summed s join jatakk.inbox_theme h on h.id = s.theme_id where s.n >= 5
        union all
        select null, case when sum(s.n) >= 5 then sum(s.n)::integer end from summed s where s.n < 5 having count(*) > 0
      $$;
      revoke execute on function jatakk.theme_counts(uuid, date) from public;
      grant execute on function jatakk.theme_counts(uuid, date) to jatakk_web;

      -- 'saved', 'changed' where somebody else has saved it meanwhile, 'not-yours', or 'not-yet' of a month to come.
      create function jatakk.write_heard(
          session bytea, of_register uuid, of_month date, what_heard text, what_did text, shown boolean, was integer)
        returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare h jatakk.heard;
      begin
        if jatakk.session_may(session, 'write-heard', of_register) is null then
          return 'not-yours';
        elsif of_month > current_date then
          return 'not-yet';
        end if;
        select * into h from jatakk.heard x where x.register_id = of_register and x.month = of_month for update;
        if coalesce(h.revision, 0) <> was then
          return 'changed';
        end if;
        insert into jatakk.heard as x (register_id, month, heard, did, published)
        values (of_register, of_month, what_heard, what_did, shown)
        on conflict (register_id, month) do update
           set heard = excluded.heard, did = excluded.did, published = excluded.published, revision = x.revision + 1;
        return 'saved';
      end $$;
      revoke execute on function jatakk.write_heard(bytea, uuid, date, text, text, boolean, integer) from public;
      grant execute on function jatakk.write_heard(bytea, uuid, date, text, text, boolean, integer) to jatakk_web;
    `);
  }

  /** Answers and automatic replies, beside the other notices. */
  async #sent(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What a notice about a message is made of, to whoever holds it. No row: nothing is left to say.
      create function jatakk.message_of_notice(of_notice uuid, held_fence bigint)
        returns table (id uuid, conversation_id uuid, sealed bytea, key_version integer, row_key bytea)
        language sql stable security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
        select m.id, m.conversation_id, m.sealed, m.key_version, k.key
          from jatakk.notice n
          join jatakk.conversation_message m on m.register_id = n.register_id and m.id = n.message_id
          join vault.row_key k on k.register_id = m.register_id and k.row_id = m.id
         where n.id = of_notice and n.kind in ('answer', 'auto-reply') and n.state = 'claimed' and n.fence = held_fence
           and n.lease_until >= clock_timestamp()
      $$;
      revoke execute on function jatakk.message_of_notice(uuid, bigint) from public;
      grant execute on function jatakk.message_of_notice(uuid, bigint) to jatakk_keeper;

      -- Whether somebody who has just written may be answered by a machine, and from then on for a week no more: where
      -- the register does so at all, and they have not asked never to be written to.
      create function jatakk.take_auto_reply(of_register uuid, hashes bytea[], suppression_hashes bytea[]) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        if not exists (select 1 from jatakk.inbox_setting i where i.register_id = of_register and i.auto_reply)
           or exists (select 1 from jatakk.suppression x
                       where x.register_id = of_register and x.hash = any (suppression_hashes) and x.kind = 'objection')
           or exists (select 1 from jatakk.auto_replied a
                       where a.register_id = of_register and a.hash = any (hashes) and a.until > current_date) then
          return false;
        end if;
        -- The newest version of the key comes first. Two that come at once are one.
        insert into jatakk.auto_replied as a (register_id, hash, until)
        values (of_register, hashes[1], current_date + 8)
        on conflict (register_id, hash) do update set until = excluded.until where a.until <= current_date;
        return found;
      end $$;
      revoke execute on function jatakk.take_auto_reply(uuid, bytea[], bytea[]) from public;
      grant execute on function jatakk.take_auto_reply(uuid, bytea[], bytea[]) to jatakk_keeper;
    `);
    await amendFunction(runner, 'jatakk.notice_gate(uuid,bigint)', [
      {
        from: `        elsif n.kind in ('manage', 'receipt') then`,
        to: `        elsif n.kind in ('answer', 'auto-reply') then
          select m.register_id, m.conversation_id into in_register, person from jatakk.conversation_message m
           where m.register_id = n.register_id and m.id = n.message_id;
          due := exists (select 1 from jatakk.conversation c
                          where c.register_id = in_register and c.id = person and c.address is not null);
        elsif n.kind in ('manage', 'receipt') then`,
      },
      {
        from: `        elsif n.kind = 'address-change' then
          -- Sealed for`,
        to: `        elsif n.kind in ('answer', 'auto-reply') then
          return query select 'go'::text, c.register_id, c.id, null::uuid, c.address, c.key_version, k.key
            from jatakk.conversation c join vault.row_key k on k.register_id = c.register_id and k.row_id = c.id
           where c.register_id = in_register and c.id = person;
        elsif n.kind = 'address-change' then
          -- Sealed for`,
      },
    ]);
  }

  /** What goes by itself, what the night evens out, and what a restored backup must not bring back. */
  async #forgotten(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Closed for its time, or written by machines a month ago. What has lain open for a year is closed first.
      create function jatakk.forget_conversations() returns integer
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare gone record; forgotten integer := 0;
      begin
        update jatakk.conversation c
           set state = 'closed', awaits = false, closed_month = date_trunc('month', current_date)::date,
               unsettled_since = current_date
         where c.state = 'open' and coalesce(c.last_in, c.since_month) < current_date - 365;
        for gone in
          select c.register_id, c.id from jatakk.conversation c
            join jatakk.inbox_setting i on i.register_id = c.register_id
           where c.closed_month + make_interval(months => i.kept_months) <= current_date
              or (c.automatic and coalesce(c.last_in, c.since_month) < current_date - 30)
           order by c.id for update of c
        loop
          perform jatakk.drop_conversation(gone.register_id, gone.id);
          forgotten := forgotten + 1;
        end loop;
        delete from jatakk.auto_replied a where a.until <= current_date;
        return forgotten;
      end $$;
      revoke execute on function jatakk.forget_conversations() from public;
      grant execute on function jatakk.forget_conversations() to jatakk_keeper;

      -- Takes out and puts in again, in the order of their random ids, some conversations that have changed on earlier
      -- days, so that neither a row's place nor its transaction tells more than the day. 0 when all are.
      create function jatakk.settle_conversations(of_register uuid, most integer) returns integer
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp
        set lock_timeout = '100ms' as $$
      declare ids uuid[]; messages uuid[]; notices uuid[];
      begin
        select coalesce(array_agg(x.id), '{}') into ids from (
          select c.id from jatakk.conversation c
           where c.register_id = of_register and c.unsettled_since < current_date
           order by c.id limit most for update skip locked) x;
        if cardinality(ids) = 0 then
          return 0;
        end if;
        select coalesce(array_agg(m.id), '{}') into messages from jatakk.conversation_message m
         where m.register_id = of_register and m.conversation_id = any (ids);
        select coalesce(array_agg(n.id), '{}') into notices from jatakk.notice n
         where n.register_id = of_register and n.message_id = any (messages)
           and n.state in ('accepted', 'bounced', 'skipped', 'dead');
        perform set_config('jatakk.settles', 'yes', true);
        perform jatakk.blur_notices(notices);
        update jatakk.conversation c set unsettled_since = null where c.register_id = of_register and c.id = any (ids);
        with taken as (delete from jatakk.notice n where n.id = any (notices) returning n.*)
        insert into jatakk.notice select t.* from taken t order by t.id;
        with taken as (
          delete from jatakk.conversation_part p
           where p.register_id = of_register and p.message_id = any (messages) returning p.*)
        insert into jatakk.conversation_part select t.* from taken t order by t.id;
        with taken as (
          delete from jatakk.conversation_message m where m.register_id = of_register and m.id = any (messages)
          returning m.*)
        insert into jatakk.conversation_message select t.* from taken t order by t.id;
        with taken as (
          delete from jatakk.conversation_theme t
           where t.register_id = of_register and t.conversation_id = any (ids) returning t.*)
        insert into jatakk.conversation_theme select t.* from taken t order by t.conversation_id, t.theme_id;
        with taken as (
          delete from jatakk.conversation c where c.register_id = of_register and c.id = any (ids) returning c.*)
        insert into jatakk.conversation select t.* from taken t order by t.id;
        with taken as (
          delete from vault.row_key k where k.register_id = of_register and k.row_id = any (ids || messages) returning k.*)
        insert into vault.row_key select t.* from taken t order by t.row_id;
        perform set_config('jatakk.settles', '', true);
        return cardinality(ids);
      end $$;
      revoke execute on function jatakk.settle_conversations(uuid, integer) from public;
      grant execute on function jatakk.settle_conversations(uuid, integer) to jatakk_keeper;

      do $$
      declare kinds text := (select pg_get_constraintdef(c.oid) from pg_constraint c
                              where c.conrelid = 'jatakk.journal'::regclass and c.conname = 'journal_kind_check');
      begin
        alter table jatakk.journal drop constraint journal_kind_check;
        execute 'alter table jatakk.journal add constraint journal_kind_check '
                || replace(kinds, ']', ', ''conversation-erased''::text]');
      end $$;
    `);
    await amendFunction(runner, 'jatakk.do_again(text,uuid,uuid,bytea)', [
      {
        from: `          when 'register-deleted' then`,
        to: `          when 'conversation-erased' then
            done := jatakk.drop_conversation(of_register, of_row);
          when 'register-deleted' then`,
      },
    ]);
    // What the backup of the vault has no key for was forgotten before it was made.
    await amendFunction(runner, 'jatakk.forget_keyless()', [
      {
        from: `        return forgotten;`,
        to: `        perform jatakk.drop_conversation(c.register_id, c.id) from jatakk.conversation c
         where not exists (select 1 from vault.row_key k where k.register_id = c.register_id and k.row_id = c.id);
        return forgotten;`,
      },
    ]);
    await amendFunction(runner, 'jatakk.forget_trial()', [
      {
        from: 'delete from jatakk.notice;',
        to: `delete from jatakk.notice;
        delete from jatakk.conversation_part;
        delete from jatakk.conversation_message;
        delete from jatakk.conversation_theme;
        delete from jatakk.conversation;
        delete from jatakk.theme_gone;
        delete from jatakk.conversation_opening;
        delete from jatakk.auto_replied;`,
      },
    ]);
  }

  /** What lies sealed here is rolled with all that does. */
  async #rotated(runner: QueryRunner): Promise<void> {
    await amendFunction(runner, 'jatakk.rotation_rows(uuid,text,uuid,integer)', [
      {
        from: `        elsif r.purpose in ('rest', 'index', 'suppression') and of_kind = 'address' then`,
        to: `        elsif r.purpose in ('rest', 'index') and of_kind = 'conversation' then
          return query select c.id, c.address, c.key_version, k.key
            from jatakk.conversation c join vault.row_key k on k.register_id = c.register_id and k.row_id = c.id
           where c.register_id = r.ring_id and c.id > after and c.address is not null
             and case r.purpose when 'rest' then c.key_version < r.version else c.correspondent_next is null end
           order by c.id limit at_most;
        elsif r.purpose = 'rest' and of_kind = 'message' then
          return query select m.id, m.sealed, m.key_version, k.key
            from jatakk.conversation_message m join vault.row_key k on k.register_id = m.register_id and k.row_id = m.id
           where m.register_id = r.ring_id and m.id > after and m.key_version < r.version
           order by m.id limit at_most;
        elsif r.purpose = 'rest' and of_kind = 'part' then
          return query select p.id, p.sealed, p.key_version, k.key
            from jatakk.conversation_part p
            join vault.row_key k on k.register_id = p.register_id and k.row_id = p.message_id
           where p.register_id = r.ring_id and p.id > after and p.key_version < r.version
           order by p.id limit at_most;
        elsif r.purpose in ('rest', 'index', 'suppression') and of_kind = 'address' then`,
      },
    ]);
    await amendFunction(runner, 'jatakk.rotation_put(uuid,text,uuid[],bytea[],bytea[])', [
      {
        from: `        elsif r.purpose = 'rest' and of_kind = 'address-change' then`,
        to: `        elsif r.purpose = 'rest' and of_kind = 'conversation' then
          update jatakk.conversation c set address = u.becomes, key_version = r.version
            from unnest(ids, was, becomes) as u (id, was, becomes)
           where c.register_id = r.ring_id and c.id = u.id and c.address = u.was;
        elsif r.purpose = 'index' and of_kind = 'conversation' then
          update jatakk.conversation c set correspondent_next = u.becomes
            from unnest(ids, was, becomes) as u (id, was, becomes)
           where c.register_id = r.ring_id and c.id = u.id and c.address = u.was;
        elsif r.purpose = 'rest' and of_kind = 'message' then
          update jatakk.conversation_message m set sealed = u.becomes, key_version = r.version
            from unnest(ids, was, becomes) as u (id, was, becomes)
           where m.register_id = r.ring_id and m.id = u.id and m.sealed = u.was;
        elsif r.purpose = 'rest' and of_kind = 'part' then
          update jatakk.conversation_part p set sealed = u.becomes, key_version = r.version
            from unnest(ids, was, becomes) as u (id, was, becomes)
           where p.register_id = r.ring_id and p.id = u.id and p.sealed = u.was;
        elsif r.purpose = 'rest' and of_kind = 'address-change' then`,
      },
    ]);
    await amendFunction(runner, 'jatakk.rotation_switch(uuid)', [
      {
        from: `           or exists (select 1 from jatakk.rotation_rows(r.id, 'address-change', '00000000-0000-0000-0000-000000000000', 1)) then`,
        to: `           or exists (select 1 from jatakk.rotation_rows(r.id, 'address-change', '00000000-0000-0000-0000-000000000000', 1))
           or exists (select 1 from jatakk.rotation_rows(r.id, 'conversation', '00000000-0000-0000-0000-000000000000', 1)) then`,
      },
      {
        from: `        elsif r.purpose = 'index' then`,
        to: `        elsif r.purpose = 'index' then
          update jatakk.conversation c set correspondent = c.correspondent_next, correspondent_next = null
           where c.register_id = r.ring_id and c.correspondent_next is not null;`,
      },
    ]);
    await amendFunction(runner, 'jatakk.rotation_finish(uuid,uuid[])', [
      {
        from: `           or exists (select 1 from jatakk.rotation_rows(r.id, 'address-change', nil,`,
        to: `           or exists (select 1 from jatakk.rotation_rows(r.id, 'conversation', nil, cardinality(given_up) + 1) x where x.id <> all (given_up))
           or exists (select 1 from jatakk.rotation_rows(r.id, 'message', nil, cardinality(given_up) + 1) x where x.id <> all (given_up))
           or exists (select 1 from jatakk.rotation_rows(r.id, 'part', nil, cardinality(given_up) + 1) x where x.id <> all (given_up))
           or exists (select 1 from jatakk.rotation_rows(r.id, 'address-change', nil,`,
      },
    ]);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
