import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

/** A line for every act of staff, each bound to the one before it, to which lines are only ever added. */
export class NoteEveryAct1700000000021 implements MigrationInterface {
  name = 'NoteEveryAct1700000000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Codes, numbers, ids and yes or no; no text that somebody has typed, and nothing with an @ or a space in it.
      create function jatakk.bare_detail(detail jsonb) returns jsonb
        language sql immutable set search_path = pg_catalog, jatakk, pg_temp as $$
        select coalesce(jsonb_object_agg(d.key, d.value), '{}')
          from jsonb_each(case jsonb_typeof(detail) when 'object' then detail else '{}' end) as d
         where d.key ~ '^[a-z][a-z_-]{0,39}$'
           and case jsonb_typeof(d.value)
                 when 'number' then length(d.value::text) <= 40
                 when 'boolean' then true
                 when 'string' then d.value #>> '{}' ~ '^[A-Za-z0-9][A-Za-z0-9:._+-]{0,99}$'
                 else false end
      $$;
      revoke execute on function jatakk.bare_detail(jsonb) from public;

      -- What no line names by a key stays readable when it is gone: lines outlive members, lists and registers.
      create table jatakk.audit (
        number bigint primary key check (number > 0),
        at timestamptz not null,
        actor_kind text not null check (actor_kind in ('staff', 'operator', 'keeper', 'nobody')),
        actor_id uuid,
        act text not null check (act ~ '^[a-z][a-z0-9-]{0,39}([.][a-z][a-z0-9-]{0,39})?$'),
        of_register uuid,
        of_list uuid,
        target uuid,
        detail jsonb not null check (detail = jatakk.bare_detail(detail)),
        previous bytea not null check (octet_length(previous) = 32),
        hash bytea not null check (octet_length(hash) = 32),
        check ((actor_kind = 'staff') = (actor_id is not null))
      );
      -- That nothing came of an act is told with the act.
      create index audit_by_actor on jatakk.audit (actor_id, number) where act <> 'came-to-nothing';
      create index audit_by_act on jatakk.audit (act, number);
      create index audit_by_register on jatakk.audit (of_register, number) where act <> 'came-to-nothing';
      create index audit_by_time on jatakk.audit (at);
      create index audit_nothing on jatakk.audit (((detail ->> 'line')::bigint)) where act = 'came-to-nothing';
      grant select (number, at, actor_kind, actor_id, act, of_register, of_list, target, detail) on jatakk.audit
        to jatakk_web;
      grant select (number, hash) on jatakk.audit to jatakk_keeper;

      create function jatakk.refuse_bending() returns trigger
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        raise exception 'what staff have done is kept: % of % is refused', lower(tg_op), tg_table_name;
      end $$;
      revoke execute on function jatakk.refuse_bending() from public;
      create trigger audit_is_kept before update or delete or truncate on jatakk.audit
        for each statement execute function jatakk.refuse_bending();
    `);

    await runner.query(`
      -- One field a line, none of which can hold a line's end; src/staff/audit/line-hash.ts makes the same.
      create function jatakk.audit_hash(a jatakk.audit) returns bytea
        language sql immutable set search_path = pg_catalog, jatakk, pg_temp as $$
        select sha256(convert_to(array_to_string(array[
                 'jatakk audit v1', a.number::text, trunc(extract(epoch from a.at) * 1000000)::text, a.actor_kind,
                 a.actor_id::text, a.act, a.of_register::text, a.of_list::text, a.target::text, a.detail::text,
                 encode(a.previous, 'hex')], E'\\n', '-'), 'UTF8'))
      $$;
      revoke execute on function jatakk.audit_hash(jatakk.audit) from public;

      -- The one way in. Whoever calls this does so last: until the transaction ends nobody else adds a line. Without an
      -- actor it was the operator, the keeper of itself or, at the web, somebody who had not signed in.
      create function jatakk.note_act(
          actor uuid, act text, of_register uuid, of_list uuid, target uuid, detail jsonb) returns bigint
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare a jatakk.audit; last record;
      begin
        -- What is noted outside must not be lost here in a crash, or it would look like a line that was cut off.
        perform set_config('synchronous_commit', 'on', true);
        perform pg_advisory_xact_lock(hashtext('jatakk audit'));
        select x.number, x.hash into last from jatakk.audit x order by x.number desc limit 1;
        a.number := coalesce(last.number, 0) + 1;
        a.at := clock_timestamp();
        a.actor_kind := case when actor is not null then 'staff' when session_user = 'jatakk_keeper' then 'keeper'
                             when session_user = 'jatakk_web' then 'nobody' else 'operator' end;
        a.actor_id := actor;
        a.act := act;
        a.of_register := of_register;
        a.of_list := of_list;
        a.target := target;
        a.detail := jatakk.bare_detail(detail);
        a.previous := coalesce(last.hash, decode(repeat('00', 32), 'hex'));
        a.hash := jatakk.audit_hash(a);
        insert into jatakk.audit select a.*;
        return a.number;
      end $$;
      revoke execute on function jatakk.note_act(uuid, text, uuid, uuid, uuid, jsonb) from public;

      select jatakk.note_act(null, 'log-begun', null, null, null, '{}');
    `);

    await runner.query(`
      -- What a member of staff is about to do on a page: the line's number, or null without a session. Of which list it
      -- is, the campaign says.
      create function jatakk.note_staff_act(session bytea, act text, of_register uuid, of_list uuid, target uuid)
        returns bigint
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me uuid := jatakk.session_owner(session); list_of uuid;
      begin
        if me is null then
          return null;
        end if;
        if of_list is null then
          select c.list_id into list_of from jatakk.campaign c
           where c.register_id = note_staff_act.of_register and c.id = note_staff_act.target;
        end if;
        return jatakk.note_act(me, act, of_register, coalesce(of_list, list_of), target, '{}');
      end $$;
      revoke execute on function jatakk.note_staff_act(bytea, text, uuid, uuid, uuid) from public;
      grant execute on function jatakk.note_staff_act(bytea, text, uuid, uuid, uuid) to jatakk_web;

      -- That nothing came of it, once and within the hour, by the status that was answered.
      create function jatakk.note_nothing(of_line bigint, status integer) returns bigint
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare a jatakk.audit;
      begin
        select * into a from jatakk.audit x
         where x.number = of_line and x.actor_kind = 'staff' and x.act like '%.%' and x.at > clock_timestamp() - interval '1 hour';
        if a.number is null or status not between 400 and 599 or exists (
             select 1 from jatakk.audit x where x.act = 'came-to-nothing' and (x.detail ->> 'line')::bigint = of_line) then
          return null;
        end if;
        return jatakk.note_act(a.actor_id, 'came-to-nothing', a.of_register, a.of_list, a.target,
                               jsonb_build_object('line', of_line, 'status', status));
      end $$;
      revoke execute on function jatakk.note_nothing(bigint, integer) from public;
      grant execute on function jatakk.note_nothing(bigint, integer) to jatakk_web;

      -- After a restore the lines since the backup are gone: the log says so itself, with the last line that the keeper had
      -- noted outside. False unless the operator has answered that it was restored, since the log last said so.
      create function jatakk.go_on_with_audit(last bigint, head bytea) returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        perform pg_advisory_xact_lock(hashtext('jatakk audit'));
        if octet_length(head) <> 32 or not exists (
             select 1 from jatakk.restore_question q
              where q.answer = 'restored' and q.answered_at > coalesce(
                (select max(x.at) from jatakk.audit x where x.act = 'log-goes-on'), '-infinity')) then
          return false;
        end if;
        perform jatakk.note_act(null, 'log-goes-on', null, null, null,
                                jsonb_build_object('last', last, 'head', encode(head, 'hex')));
        return true;
      end $$;
      revoke execute on function jatakk.go_on_with_audit(bigint, bytea) from public;
      grant execute on function jatakk.go_on_with_audit(bigint, bytea) to jatakk_keeper;
    `);

    // Which roles a member was given cannot be seen before it is done: how many places each is for.
    await amendFunction(runner, 'jatakk.set_grants(bytea, uuid, jsonb)', [
      {
        from: `return 'granted';`,
        to: `perform jatakk.note_act(jatakk.session_may(session, 'manage-staff'), 'roles-given', null, null, of_staff,
          (select jsonb_object_agg(r.role, r.places)
             from (select g.role, count(*) as places from jatakk.staff_grant g where g.staff_id = of_staff group by 1) r));
        return 'granted';`,
      },
    ]);
    await this.#noteWhatNoPageDoes(runner);
  }

  /**
   * Acts that come from no page of a member's, noted where their rows change: at the end of the transaction, so that
   * the log is held for no longer than a commit takes.
   */
  async #noteWhatNoPageDoes(runner: QueryRunner): Promise<void> {
    const note = async (table: string, when: string, body: string, of = 'true') => {
      await runner.query(`
        create function jatakk.note_${table}() returns trigger
          language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
        begin
          ${body}
          return null;
        end $$;
        revoke execute on function jatakk.note_${table}() from public;
        create constraint trigger ${table}_noted after ${when} on jatakk.${table}
          deferrable initially deferred for each row when (${of}) execute function jatakk.note_${table}();
      `);
    };
    await note(
      'staff_session',
      'insert',
      `perform jatakk.note_act(new.staff_id, 'signed-in', null, null, null, jsonb_build_object('by', new.confirmed_by));`,
    );
    // Whatever changes how somebody signs in, by whichever way, tells them by mail.
    await note(
      'notice',
      'insert',
      `perform jatakk.note_act(null, 'account-changed', null, null, new.staff_id, jsonb_build_object('what', new.detail));`,
      `new.kind = 'account-changed'`,
    );
    // Whoever comes by the setup link or an invitation has no session yet: no page could note it.
    await note(
      'staff',
      'insert or update of state',
      `if tg_op = 'INSERT' and session_user <> 'jatakk_web' then
         perform jatakk.note_act(null, 'member-made', null, null, new.id, '{}');
       elsif tg_op = 'INSERT' and new.state = 'active' then
         perform jatakk.note_act(new.id, 'set-up', null, null, null, '{}');
       elsif tg_op = 'UPDATE' and old.state = 'invited' and new.state = 'active' then
         perform jatakk.note_act(new.id, 'invitation-accepted', null, null, null, '{}');
       elsif tg_op = 'UPDATE' and old.state <> new.state and session_user <> 'jatakk_web' then
         perform jatakk.note_act(null, 'member-changed', null, null, new.id, jsonb_build_object('state', new.state));
       end if;`,
    );
    await note(
      'staff_grant',
      'insert or delete',
      `if session_user not in ('jatakk_web', 'jatakk_keeper') then
         perform jatakk.note_act(null, case tg_op when 'INSERT' then 'role-given' else 'role-taken' end,
                                 coalesce(new.register_id, old.register_id), coalesce(new.list_id, old.list_id),
                                 coalesce(new.staff_id, old.staff_id), jsonb_build_object('role', coalesce(new.role, old.role)));
       end if;`,
    );
    // What web changes here a member does on a page, which has its line already.
    await note(
      'installation',
      'update of mode, setup_hash',
      `if session_user = 'jatakk_web' then
         return null;
       elsif old.mode <> new.mode then
         perform jatakk.note_act(null, 'went-live', null, null, null, '{}');
       elsif new.setup_hash is not null and new.setup_hash is distinct from old.setup_hash then
         perform jatakk.note_act(null, 'setup-link-made', null, null, null, '{}');
       end if;`,
    );
    await note(
      'relay_change',
      'insert',
      `if session_user <> 'jatakk_web' then
         perform jatakk.note_act(null, 'relay-' || new.act, null, null, null,
                                 jsonb_build_object('position', new.position, 'security', new.security));
       end if;`,
    );
    await note(
      'restore_question',
      'insert or update of answer',
      `if new.answer is null then
         perform jatakk.note_act(null, 'restore-suspected', null, null, null, jsonb_build_object('kind', new.kind));
       elsif tg_op = 'INSERT' or old.answer is null then
         perform jatakk.note_act(null, 'restore-answered', null, null, null, jsonb_build_object('answer', new.answer));
       end if;`,
    );
    await note(
      'rotation',
      'insert or update of done_at',
      `if tg_op = 'INSERT' then
         perform jatakk.note_act(null, 'rotation-ordered', (select r.id from jatakk.register r where r.id = new.ring_id),
                                 null, new.id, jsonb_build_object('purpose', new.purpose));
       elsif old.done_at is null and new.done_at is not null then
         perform jatakk.note_act(null, 'rotation-done', (select r.id from jatakk.register r where r.id = new.ring_id),
                                 null, new.id, jsonb_build_object('purpose', new.purpose));
       end if;`,
    );
    await note(
      'dkim_key',
      'insert',
      `perform jatakk.note_act(null, 'signing-key-made', null, null, null,
                               jsonb_build_object('selector', new.selector, 'algorithm', new.algorithm));`,
    );
    await note(
      'import',
      'insert or update of state',
      `if tg_op = 'INSERT' and new.author_id is null then
         perform jatakk.note_act(null, 'import-read', new.register_id, new.list_id, new.id, jsonb_build_object('tool', new.tool));
       elsif tg_op = 'UPDATE' and old.state <> 'done' and new.state = 'done' then
         perform jatakk.note_act(null, 'import-done', new.register_id, new.list_id, new.id,
                                 jsonb_build_object('taken', new.taken, 'not_taken', new.not_taken));
       end if;`,
    );
    await note(
      'register_deletion',
      'insert or update of keys_destroyed_at, done_at',
      `if tg_op = 'INSERT' and session_user <> 'jatakk_web' then
         perform jatakk.note_act(null, 'register-deletion-ordered', new.register_id, null, null, '{}');
       elsif tg_op = 'UPDATE' and old.keys_destroyed_at is null and new.keys_destroyed_at is not null then
         perform jatakk.note_act(null, 'register-keys-destroyed', new.register_id, null, null, '{}');
       elsif tg_op = 'UPDATE' and old.done_at is null and new.done_at is not null then
         perform jatakk.note_act(null, 'register-emptied', new.register_id, null, null, '{}');
       end if;`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
