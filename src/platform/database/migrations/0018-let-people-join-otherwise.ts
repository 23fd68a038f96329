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
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
