import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the journal holds beyond leaves and erasures, and how each line is done again in a restored database. */
export class OutliveRestores1700000000015 implements MigrationInterface {
  name = 'OutliveRestores1700000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- 'bounced', 'complained' and, with a row, 'objected' end one subscription; 'hard-bounce' and 'complaint' are suppressions, and 'lifted'
      -- takes them away, since somebody has come back by a confirmation of their own.
      alter table jatakk.journal drop constraint journal_kind_check;
      alter table jatakk.journal add constraint journal_kind_check check (kind in
        ('left', 'back', 'erased', 'objected', 'register-deleted', 'bounced', 'complained', 'hard-bounce', 'complaint', 'lifted'));

      -- Whoever ends a subscription or adds a suppression, and by whichever function: it is journalled.
      create function jatakk.journal_end() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        insert into jatakk.journal (kind, register_id, row_id) values (new.ended_reason, new.register_id, new.id);
        return null;
      end $$;
      revoke execute on function jatakk.journal_end() from public;
      create trigger subscription_end_journalled after update of state on jatakk.subscription
        for each row when (new.state = 'ended' and old.state <> 'ended' and new.ended_reason in ('bounced', 'complained', 'objected'))
        execute function jatakk.journal_end();

      create function jatakk.journal_suppression() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        insert into jatakk.journal (kind, register_id, hash)
        values (case new.kind when 'objection' then 'objected' else new.kind end, new.register_id, new.hash);
        return null;
      end $$;
      revoke execute on function jatakk.journal_suppression() from public;
      create trigger suppression_journalled after insert on jatakk.suppression
        for each row execute function jatakk.journal_suppression();

      create function jatakk.journal_lifting() returns trigger
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      begin
        insert into jatakk.journal (kind, register_id, hash) values ('lifted', old.register_id, old.hash);
        return null;
      end $$;
      revoke execute on function jatakk.journal_lifting() from public;
      create trigger suppression_lifting_journalled after delete on jatakk.suppression
        for each row when (old.kind in ('complaint', 'hard-bounce')) execute function jatakk.journal_lifting();
    `);

    await runner.query(`
      -- Ends one subscription of a restored database. Answers whether it went on until now.
      create function jatakk.end_again(of_register uuid, of_subscription uuid, reason text) returns boolean
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare s jatakk.subscription;
      begin
        select * into s from jatakk.subscription x
         where x.register_id = of_register and x.id = of_subscription for update;
        if not found or s.state = 'ended' then
          return false;
        end if;
        update jatakk.subscription x
           set state = 'ended',
               ended_reason = case when reason = 'unsubscribed' and s.state = 'pending' then 'declined' else reason end
         where x.register_id = s.register_id and x.id = s.id;
        if reason in ('unsubscribed', 'objected') then
          perform jatakk.record_consent(s, 'no', case reason when 'objected' then 'objection' else 'link' end);
        end if;
        return true;
      end $$;
      revoke execute on function jatakk.end_again(uuid, uuid, text) from public;

      -- A leave that was in the backup, and taken back after it, within its fifteen minutes.
      create function jatakk.take_back_again(of_register uuid, of_subscription uuid) returns boolean
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare s jatakk.subscription; before text;
      begin
        select * into s from jatakk.subscription x
         where x.register_id = of_register and x.id = of_subscription for update;
        select u.previous_state into before from jatakk.leave_undo u
         where u.register_id = of_register and u.subscription_id = of_subscription order by u.until desc limit 1;
        if s.state is distinct from 'ended' or before is null or exists (
          select 1 from jatakk.subscription o where o.register_id = s.register_id and o.list_id = s.list_id
             and o.subscriber_id = s.subscriber_id and o.state <> 'ended') then
          return false;
        end if;
        update jatakk.subscription x set state = before, ended_reason = null
         where x.register_id = s.register_id and x.id = s.id;
        if before <> 'pending' then
          perform jatakk.record_consent(s, 'yes', 'undo');
        end if;
        return true;
      end $$;
      revoke execute on function jatakk.take_back_again(uuid, uuid) from public;

      create function jatakk.suppress_again(of_register uuid, of_hash bytea, of_kind text) returns boolean
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare added integer;
      begin
        insert into jatakk.suppression (register_id, hash, kind, young_until)
        select r.id, of_hash, of_kind, null from jatakk.register r where r.id = of_register and of_hash is not null
            on conflict do nothing;
        get diagnostics added = row_count;
        return added > 0;
      end $$;
      revoke execute on function jatakk.suppress_again(uuid, bytea, text) from public;

      -- One line of the journal, done once more. Answers whether that changed anything. For the owner alone.
      create function jatakk.do_again(of_kind text, of_register uuid, of_row uuid, of_hash bytea) returns boolean
        language plpgsql set search_path = pg_catalog, jatakk, pg_temp as $$
      declare done boolean := false; one record;
      begin
        case of_kind
          when 'left' then
            done := jatakk.end_again(of_register, of_row, 'unsubscribed');
          when 'back' then
            done := jatakk.take_back_again(of_register, of_row);
          when 'bounced', 'complained' then
            done := jatakk.end_again(of_register, of_row, of_kind);
          when 'hard-bounce', 'complaint' then
            done := jatakk.suppress_again(of_register, of_hash, of_kind);
          when 'lifted' then
            delete from jatakk.suppression x
             where x.register_id = of_register and x.hash = of_hash and x.kind in ('complaint', 'hard-bounce');
            done := found;
          when 'erased' then
            done := jatakk.suppress_again(of_register, of_hash, 'erased');
            done := jatakk.erase_subscriber(of_register, of_row) or done;
          when 'objected' then
            done := jatakk.end_again(of_register, of_row, 'objected');
            done := jatakk.suppress_again(of_register, of_hash, 'objection') or done;
            for one in
              select s.id from jatakk.subscription s
                join jatakk.subscriber p on p.register_id = s.register_id and p.id = s.subscriber_id
               where s.register_id = of_register and (p.suppression_hash = of_hash or p.id = of_row)
                 and s.state <> 'ended' order by s.id
            loop
              done := jatakk.end_again(of_register, one.id, 'objected') or done;
            end loop;
          when 'register-deleted' then
            done := jatakk.drop_register(of_register);
          else
            raise exception 'no such line: %', of_kind;
        end case;
        return done;
      end $$;
      revoke execute on function jatakk.do_again(text, uuid, uuid, bytea) from public;

      -- Whoever the backup of the vault has no key for was forgotten before it was made: what is left of them goes too.
      create function jatakk.forget_keyless() returns integer
        language plpgsql set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      declare gone record; forgotten integer := 0;
      begin
        -- Of a register that was deleted the people count, and the register goes.
        for gone in
          select r.id, (select count(*)::integer from jatakk.subscriber p where p.register_id = r.id) as people
            from jatakk.register r
           where not exists (select 1 from vault.ring_key k where k.ring_id = r.id)
             and exists (select 1 from jatakk.subscriber p where p.register_id = r.id)
        loop
          perform jatakk.drop_register(gone.id);
          forgotten := forgotten + gone.people;
        end loop;
        for gone in
          select p.register_id, p.id from jatakk.subscriber p
           where not exists (select 1 from vault.row_key k where k.register_id = p.register_id and k.row_id = p.id)
           order by p.id
        loop
          perform jatakk.drop_subscriber(gone.register_id, gone.id);
          forgotten := forgotten + 1;
        end loop;
        update jatakk.subscription s
           set evidence = null, evidence_key_version = null, fields = null, fields_key_version = null
         where (s.evidence is not null or s.fields is not null)
           and not exists (select 1 from vault.row_key k where k.register_id = s.register_id and k.row_id = s.id);
        return forgotten;
      end $$;
      revoke execute on function jatakk.forget_keyless() from public;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
