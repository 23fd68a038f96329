import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

/**
 * "Is this exact address here?", for the privacy work, and what may be done from the answer: end a subscription, send
 * the person their link, print their records, erase them. Whoever was found is held for a quarter of an hour, for the
 * session that looked and for nobody else.
 */
export class LookSomebodyUp1700000000023 implements MigrationInterface {
  name = 'LookSomebodyUp1700000000023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table jatakk.record_look add column act text not null default 'look'
        check (act in ('look', 'print', 'end', 'send-link', 'erase'));
      create index record_look_lately on jatakk.record_look (at);

      alter table jatakk.consent_record drop constraint consent_record_method_check;
      alter table jatakk.consent_record add constraint consent_record_method_check check (method in
        ('double-opt-in', 'link', 'one-click', 'undo', 'preferences', 'reconsent', 'transferred', 'objection', 'staff'));

      -- Whom a session has found last. It tells no address, is in no backup and in no log of changes, and goes with the
      -- session, with the person, and by the next look.
      create unlogged table jatakk.looked_up (
        session_hash bytea primary key references jatakk.staff_session (token_hash) on update cascade on delete cascade,
        handle_hash bytea not null check (octet_length(handle_hash) = 32),
        register_id uuid not null,
        subscriber_id uuid not null,
        reason text not null,
        acts integer not null default 0,
        until timestamptz not null,
        foreign key (register_id, subscriber_id) references jatakk.subscriber (register_id, id) on delete cascade
      );
      create index looked_up_person on jatakk.looked_up (register_id, subscriber_id);
      grant delete, select (until) on jatakk.looked_up to jatakk_keeper;
    `);
    await amendFunction(runner, 'jatakk.forget_trial()', [
      {
        from: 'delete from jatakk.record_look;',
        to: 'delete from jatakk.record_look;\n        delete from jatakk.looked_up;',
      },
    ]);

    await runner.query(`
      -- On which lists somebody is, and whether their address may never be written to. One row at least, whoever it is.
      create function jatakk.standing_of(of_register uuid, person uuid, of_hashes bytea[])
        returns table (objected boolean, subscription_id uuid, list_name text, state text, ended_reason text,
                       paused_by text, paused_until date, since_month date, ended_month date)
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select exists (select 1 from jatakk.suppression x
                        where x.register_id = of_register and x.hash = any (of_hashes) and x.kind = 'objection'),
               s.id, s.list_name, s.state, s.ended_reason, s.paused_by, s.paused_until, s.since_month, s.ended_month
          from (values (1)) one
          left join (select s.*, l.name as list_name from jatakk.subscription s
                       join jatakk.list l on l.register_id = s.register_id and l.id = s.list_id
                      where s.register_id = of_register and s.subscriber_id = person) s on true
         order by s.state = 'ended', s.list_name, s.since_month desc, s.id
      $$;
      revoke execute on function jatakk.standing_of(uuid, uuid, bytea[]) from public;

      create function jatakk.write_look(who uuid, of_register uuid, why text, of_act text) returns void
        language sql set search_path = pg_catalog, jatakk, pg_temp as $$
        insert into jatakk.record_look (staff_id, register_id, reason, act) values (who, of_register, why, of_act)
      $$;
      revoke execute on function jatakk.write_look(uuid, uuid, text, text) from public;

      -- Its line in the log of staff's acts, at the end of the transaction, as every other.
      create function jatakk.note_record_look() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        perform jatakk.note_act(new.staff_id, 'looked-up', new.register_id, null, null, jsonb_build_object('did', new.act));
        return null;
      end $$;
      revoke execute on function jatakk.note_record_look() from public;
      create constraint trigger record_look_noted after insert on jatakk.record_look
        deferrable initially deferred for each row execute function jatakk.note_record_look();

      -- One look: 20 a day for each, 100 for the house. That somebody looked is written before anything is found.
      -- 'found', 'nobody', or why not: 'forbidden', 'too-many', 'too-many-here'.
      create function jatakk.look_up(
          session bytea, of_register uuid, of_index bytea, of_hashes bytea[], why text, handle bytea)
        returns table (verdict text, until timestamptz, objected boolean, subscription_id uuid, list_name text,
                       state text, ended_reason text, paused_by text, paused_until date, since_month date,
                       ended_month date)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare looker uuid; person uuid; ends timestamptz := clock_timestamp() + interval '15 minutes';
      begin
        -- One at a time, or several at once would be more than may be.
        perform pg_advisory_xact_lock(hashtext('jatakk look-ups'));
        looker := jatakk.session_may(session, 'look-up', of_register);
        verdict := case
          when looker is null then 'forbidden'
          when (select count(*) from jatakk.record_look l where l.staff_id = looker and l.act = 'look'
                   and l.at > clock_timestamp() - interval '1 day') >= 20 then 'too-many'
          when (select count(*) from jatakk.record_look l where l.act = 'look'
                   and l.at > clock_timestamp() - interval '1 day') >= 100 then 'too-many-here'
        end;
        if verdict is not null then
          return next;
          return;
        end if;
        perform jatakk.write_look(looker, of_register, why, 'look');
        -- The person before what is held of them: an erasure takes the two in that order.
        select p.id into person from jatakk.subscriber p
         where p.register_id = of_register and p.blind_index = of_index for key share;
        if person is null then
          delete from jatakk.looked_up l where l.session_hash = session;
        else
          insert into jatakk.looked_up as l (session_hash, handle_hash, register_id, subscriber_id, reason, until)
          values (session, handle, of_register, person, why, ends)
          on conflict (session_hash) do update
             set handle_hash = excluded.handle_hash, register_id = excluded.register_id,
                 subscriber_id = excluded.subscriber_id, reason = excluded.reason, acts = 0, until = excluded.until;
        end if;
        return query
          select case when person is null then 'nobody' else 'found' end, case when person is not null then ends end, o.*
            from jatakk.standing_of(of_register, person, of_hashes) o;
      end $$;
      revoke execute on function jatakk.look_up(bytea, uuid, bytea, bytea[], text, bytea) from public;
      grant execute on function jatakk.look_up(bytea, uuid, bytea, bytea[], text, bytea) to jatakk_keeper;

      -- Whom this session holds by this handle, if the address is theirs too and somebody may still look up there; all
      -- nulls otherwise. What may change of them is locked, in the usual order, and presses are counted: twenty from one look.
      create function jatakk.held_person(session bytea, of_register uuid, handle bytea, of_index bytea, counts boolean,
                                         out who uuid, out person uuid, out why text, out ends timestamptz)
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        select l.subscriber_id into person from jatakk.looked_up l
          join jatakk.subscriber p on p.register_id = l.register_id and p.id = l.subscriber_id
         where l.session_hash = session and l.handle_hash = handle and l.register_id = of_register
           and p.blind_index = of_index;
        perform 1 from jatakk.subscription s
         where s.register_id = of_register and s.subscriber_id = person order by s.id for update;
        perform 1 from jatakk.subscriber p where p.register_id = of_register and p.id = person for update;
        who := jatakk.session_may(session, 'look-up', of_register);
        update jatakk.looked_up l set acts = l.acts + counts::integer
         where l.session_hash = session and l.handle_hash = handle and l.subscriber_id = person
           and l.until > clock_timestamp() and (l.acts < 20 or not counts) and who is not null
        returning l.reason, l.until into why, ends;
        if not found then
          who := null;
          person := null;
        end if;
      end $$;
      revoke execute on function jatakk.held_person(bytea, uuid, bytea, bytea, boolean) from public;
    `);

    await runner.query(`
      -- The same once more, while it is held. No row: it is over.
      create function jatakk.show_held(session bytea, of_register uuid, handle bytea, of_index bytea, of_hashes bytea[])
        returns table (until timestamptz, objected boolean, subscription_id uuid, list_name text, state text,
                       ended_reason text, paused_by text, paused_until date, since_month date, ended_month date)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare h record;
      begin
        select * into h from jatakk.held_person(session, of_register, handle, of_index, false);
        if h.person is not null then
          return query select h.ends, o.* from jatakk.standing_of(of_register, h.person, of_hashes) o;
        end if;
      end $$;
      revoke execute on function jatakk.show_held(bytea, uuid, bytea, bytea, bytea[]) from public;
      grant execute on function jatakk.show_held(bytea, uuid, bytea, bytea, bytea[]) to jatakk_keeper;

      -- Their records, to be printed. No row: it is over. One for each record; a subscription with none yet has one too,
      -- and so has somebody without a subscription.
      create function jatakk.records_of_held(session bytea, of_register uuid, handle bytea, of_index bytea)
        returns table (subscription_id uuid, list_name text, state text, ended_reason text,
                       since_month date, ended_month date, record jatakk.sealed_record)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare h record;
      begin
        select * into h from jatakk.held_person(session, of_register, handle, of_index, true);
        if h.person is null then
          return;
        end if;
        perform jatakk.write_look(h.who, of_register, h.why, 'print');
        return query
          select o.subscription_id, o.list_name, o.state, o.ended_reason, o.since_month, o.ended_month, r
            from jatakk.standing_of(of_register, h.person, '{}') o
            left join lateral jatakk.sealed_records(of_register, array[o.subscription_id]) r on true
           order by o.list_name, o.subscription_id;
      end $$;
      revoke execute on function jatakk.records_of_held(bytea, uuid, bytea, bytea) from public;
      grant execute on function jatakk.records_of_held(bytea, uuid, bytea, bytea) to jatakk_keeper;
      drop function jatakk.look_up_records(bytea, uuid, bytea, text);

      -- One subscription, since the person has asked for it. The lock on its row orders this against the gate, as a leave.
      -- 'ended', 'nothing', or 'over'.
      create function jatakk.end_held(
          session bytea, of_register uuid, handle bytea, of_index bytea, of_subscription uuid) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare h record; s jatakk.subscription;
      begin
        select * into h from jatakk.held_person(session, of_register, handle, of_index, true);
        if h.person is null then
          return 'over';
        end if;
        select * into s from jatakk.subscription x
         where x.register_id = of_register and x.subscriber_id = h.person and x.id = of_subscription
           and x.state <> 'ended';
        if not found then
          return 'nothing';
        end if;
        update jatakk.subscription x
           set state = 'ended', ended_reason = case s.state when 'pending' then 'declined' else 'unsubscribed' end
         where x.register_id = s.register_id and x.id = s.id;
        perform jatakk.record_consent(s, 'no', 'staff');
        insert into jatakk.journal (kind, register_id, row_id) values ('left', s.register_id, s.id);
        perform jatakk.write_look(h.who, of_register, h.why, 'end');
        return 'ended';
      end $$;
      revoke execute on function jatakk.end_held(bytea, uuid, bytea, bytea, uuid) from public;
      grant execute on function jatakk.end_held(bytea, uuid, bytea, bytea, uuid) to jatakk_keeper;

      -- Their own link, to their own mailbox, in the language they were last written to in: 'sent', 'waits' when one is
      -- on its way or there have been enough today, 'objected', or 'over'.
      create function jatakk.send_link_to_held(session bytea, of_register uuid, handle bytea, of_index bytea) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare h record; in_locale text;
      begin
        select * into h from jatakk.held_person(session, of_register, handle, of_index, true);
        if h.person is null then
          return 'over';
        elsif exists (select 1 from jatakk.subscriber p where p.register_id = of_register and p.id = h.person
                         and jatakk.stops_notice(p.register_id, p.suppression_hash, 'manage')) then
          return 'objected';
        end if;
        select s.locale into in_locale from jatakk.subscription s
         where s.register_id = of_register and s.subscriber_id = h.person
         order by s.state = 'ended', s.since_month desc, s.id limit 1;
        if not jatakk.store_manage_notice(of_register, h.person, coalesce(in_locale, 'nb')) then
          return 'waits';
        end if;
        perform jatakk.write_look(h.who, of_register, h.why, 'send-link');
        return 'sent';
      end $$;
      revoke execute on function jatakk.send_link_to_held(bytea, uuid, bytea, bytea) from public;
      grant execute on function jatakk.send_link_to_held(bytea, uuid, bytea, bytea) to jatakk_keeper;

      -- Everything of them, since they have asked for it: as by their own page, with a line among what people ask for.
      -- 'erased' or 'over'.
      create function jatakk.erase_held(session bytea, of_register uuid, handle bytea, of_index bytea) returns text
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare h record;
      begin
        select * into h from jatakk.held_person(session, of_register, handle, of_index, true);
        if h.person is null then
          return 'over';
        end if;
        perform jatakk.write_look(h.who, of_register, h.why, 'erase');
        insert into jatakk.rights_request (id, kind, received_on, note, noted_by, done_on, done_by)
        values (gen_random_uuid(), 'erasure', current_date, h.why, h.who, current_date, h.who);
        perform jatakk.erase_subscriber(of_register, h.person);
        return 'erased';
      end $$;
      revoke execute on function jatakk.erase_held(bytea, uuid, bytea, bytea) from public;
      grant execute on function jatakk.erase_held(bytea, uuid, bytea, bytea) to jatakk_keeper;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
