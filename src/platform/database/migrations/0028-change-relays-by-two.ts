import type { MigrationInterface, QueryRunner } from 'typeorm';
import { amendFunction } from './amend-function.js';

/**
 * Where a live house's mail goes is changed by two people: one proposes another relay, a second approves exactly that
 * through the keeper. Web proposes and withdraws; it still writes no relay. The operator's way from the shell stays.
 */
export class ChangeRelaysByTwo1700000000028 implements MigrationInterface {
  name = 'ChangeRelaysByTwo1700000000028';

  async up(runner: QueryRunner): Promise<void> {
    await this.#tables(runner);
    await this.#proposing(runner);
    await this.#deciding(runner);
    await this.#rotating(runner);
  }

  async #tables(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What is about the house as a whole is in no register.
      alter table jatakk.proposal alter column register_id drop not null;
      alter table jatakk.proposal add constraint proposal_place_check
        check (case kind when 'relay' then register_id is null and list_id is null else register_id is not null end);
      create unique index proposal_one_relay on jatakk.proposal (kind) where kind = 'relay' and state = 'waiting';

      -- Sealed by web for the keeper, and apart from what people read. Neither web nor anybody it shows pages to sees it.
      create table jatakk.relay_offer (
        proposal_id uuid primary key references jatakk.proposal (id) on delete cascade,
        password_sealed bytea not null
      );
      -- To seal it anew while keys are rotated.
      grant select on jatakk.relay_offer to jatakk_keeper;

      -- Whatever became of the proposal: a password that nobody waits for is kept by nobody.
      create function jatakk.drop_relay_offer() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        delete from jatakk.relay_offer o where o.proposal_id = new.id;
        return null;
      end $$;
      revoke execute on function jatakk.drop_relay_offer() from public;
      create trigger proposal_drops_offer after update of state on jatakk.proposal
        for each row when (new.kind = 'relay' and new.state <> 'waiting') execute function jatakk.drop_relay_offer();

      -- Who may read what is proposed of the relays, and who may decide on it.
      insert into jatakk.role_act (act, role) values
        ('see-relay-proposal', 'administrator'), ('see-relay-proposal', 'approver'), ('approve-relay', 'approver');
    `);
  }

  async #proposing(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The relay at a position as staff may see it; null where there is none.
      create function jatakk.shown_relay(at_position integer) returns jsonb
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select jsonb_build_object('host', r.host, 'port', r.port, 'security', r.security)
          from jatakk.relay r where r.position = at_position
      $$;
      revoke execute on function jatakk.shown_relay(integer) from public;

      -- Whether the relay at the other position is this server: the same could not take over from itself.
      create function jatakk.is_other_relay(at_position integer, at_host text, at_port integer) returns boolean
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select exists (select 1 from jatakk.relay r
                        where r.position <> at_position and lower(r.host) = lower(at_host) and r.port = at_port)
      $$;
      revoke execute on function jatakk.is_other_relay(integer, text, integer) from public;

      -- RFC 8314 § 3: without encryption only within this machine, and then without a password.
      create function jatakk.could_be_relay(of_host text, of_port integer, of_security text, of_user text) returns boolean
        language sql immutable set search_path = pg_catalog, jatakk, pg_temp as $$
        select coalesce(
          of_host ~* '^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$' and of_port between 1 and 65535
          and coalesce(of_user, 'x') ~ '^[^[:cntrl:]]{1,200}$'
          and (of_security in ('tls', 'starttls')
               or of_security = 'plain' and of_user is null and of_host ~ '^(localhost|127([.][0-9]{1,3}){3})$'), false)
      $$;
      revoke execute on function jatakk.could_be_relay(text, integer, text, text) from public;

      -- Another relay, or none in the second place: 'waits' for another person. Or 'not-yours', 'on-trial', 'another-waits',
      -- 'nobody' (there is none who could decide: then it is the operator's to do), 'no-reason', 'no-second', 'same-as-other'.
      create function jatakk.propose_relay(
          session bytea, act text, at_position integer, new_host text, new_port integer, new_security text,
          new_user text, sealed_password bytea, why text)
        returns table (outcome text, proposal_id uuid)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare me uuid := jatakk.session_may(session, 'manage-sending'); content jsonb; said text; made uuid;
      begin
        -- One at a time. No lock on the relays, which the operator must be able to change whatever web holds open.
        perform pg_advisory_xact_lock(hashtext('jatakk relay proposal'));
        said := case
          when me is null then 'not-yours'
          when exists (select 1 from jatakk.installation i where i.mode = 'trial') then 'on-trial'
          when exists (select 1 from jatakk.proposal p where p.kind = 'relay' and p.state = 'waiting') then 'another-waits'
          when jatakk.is_alone(me, null, null) then 'nobody'
          when coalesce(why, '') !~ '\\S' then 'no-reason'
          when act = 'remove' and (at_position is distinct from 2 or jatakk.shown_relay(2) is null) then 'no-second'
          when act = 'set' and jatakk.is_other_relay(at_position, new_host, new_port) then 'same-as-other'
          else 'waits' end;
        if said = 'waits' then
          if act is null or act not in ('set', 'remove') or at_position is null or at_position not in (1, 2)
             or act = 'set' and not jatakk.could_be_relay(new_host, new_port, new_security, new_user)
             or sealed_password is not null and (act <> 'set' or new_user is null) then
            raise exception 'this is no relay' using errcode = 'check_violation';
          end if;
          content := jsonb_build_object('act', act, 'position', at_position, 'replaces', jatakk.shown_relay(at_position));
          if act = 'set' then
            content := content || jsonb_build_object(
              'host', new_host, 'port', new_port, 'security', new_security, 'username', new_user);
          end if;
          made := jatakk.propose(session, 'relay', null, null, content, null, btrim(why));
          if sealed_password is not null then
            insert into jatakk.relay_offer values (made, sealed_password);
          end if;
        end if;
        return query select said, made;
      end $$;
      revoke execute on function
        jatakk.propose_relay(bytea, text, integer, text, integer, text, text, bytea, text) from public;
      grant execute on function
        jatakk.propose_relay(bytea, text, integer, text, integer, text, text, bytea, text) to jatakk_web;
    `);
  }

  async #deciding(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whether what is proposed still fits what is there.
      create function jatakk.fits_relays(content jsonb) returns boolean
        language sql stable set search_path = pg_catalog, jatakk, pg_temp as $$
        select coalesce(jatakk.shown_relay((content ->> 'position')::integer), 'null') = content -> 'replaces'
           and (content ->> 'act' = 'remove'
                or not jatakk.is_other_relay((content ->> 'position')::integer, content ->> 'host', (content ->> 'port')::integer))
      $$;
      revoke execute on function jatakk.fits_relays(jsonb) from public;

      -- As jatakk.decide says it; void, and 'other-content', where a relay was changed from the shell meanwhile.
      create function jatakk.decide_relay(d jatakk.decision) returns text
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare p jatakk.proposal; sealed bytea; decided text;
      begin
        -- The shell waits, or has been here.
        lock table jatakk.relay in share row exclusive mode;
        select * into p from jatakk.proposal x where x.id = d.proposal and x.kind = 'relay' for update;
        if p.id is null then
          return 'unknown';
        elsif d.approves and p.state = 'waiting' and jatakk.session_may(d.session, 'approve') is not null
              and not jatakk.fits_relays(p.content) then
          update jatakk.proposal x set state = 'void', void_why = 'relay-changed', decided_at = clock_timestamp()
           where x.id = p.id;
          return 'other-content';
        end if;
        -- Before the decision, with which it goes.
        select o.password_sealed into sealed from jatakk.relay_offer o where o.proposal_id = p.id;
        decided := jatakk.decide(d);
        if decided = 'approved' and p.content ->> 'act' = 'remove' then
          delete from jatakk.relay r where r.position = (p.content ->> 'position')::integer;
        elsif decided = 'approved' then
          insert into jatakk.relay (position, host, port, security, username, password_sealed)
          values ((p.content ->> 'position')::smallint, p.content ->> 'host', (p.content ->> 'port')::integer,
                  p.content ->> 'security', p.content ->> 'username', sealed)
          on conflict (position) do update
             set host = excluded.host, port = excluded.port, security = excluded.security,
                 username = excluded.username, password_sealed = excluded.password_sealed;
        end if;
        return decided;
      end $$;
      revoke execute on function jatakk.decide_relay(jatakk.decision) from public;
    `);
    await amendFunction(
      runner,
      'jatakk.decide_proposal(bytea, uuid, bytea, boolean, text, text, bytea, text)',
      [
        {
          from: `when 'eyes' then jatakk.decide_eyes(d)`,
          to: `when 'eyes' then jatakk.decide_eyes(d)
          when 'relay' then jatakk.decide_relay(d)`,
        },
      ],
    );
  }

  /** A password that waits is sealed anew as that of a relay is: nothing is lost, and nobody has to type it again. */
  async #rotating(runner: QueryRunner): Promise<void> {
    await amendFunction(runner, 'jatakk.rotation_put_box(uuid, text, text, bytea, bytea)', [
      {
        from: `elsif of_kind = 'relay' then`,
        to: `elsif of_kind = 'offer' then
          update jatakk.relay_offer o set password_sealed = becomes
           where o.proposal_id::text = of_ref and o.password_sealed = was;
        elsif of_kind = 'relay' then`,
      },
    ]);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
