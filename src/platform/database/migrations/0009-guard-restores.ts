import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A counter that tells a database which was put back from a backup, and the question to a person that follows. */
export class GuardRestores1700000000009 implements MigrationInterface {
  name = 'GuardRestores1700000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table jatakk.installation add column heartbeat bigint not null default 0;
      grant select (heartbeat) on jatakk.installation to jatakk_keeper;

      -- 'restored': a keeper has seen a higher counter than the database holds. 'unsure': a keeper has seen none, or
      -- one so old that it cannot tell. Open until there is an answer; kept afterwards.
      create table jatakk.restore_question (
        id uuid primary key,
        kind text not null check (kind in ('restored', 'unsure')),
        highest bigint not null,
        answer text check (answer in ('restored', 'not-restored', 'vouched')),
        asked_at timestamptz not null default clock_timestamp(),
        answered_at timestamptz,
        check ((answer is null) = (answered_at is null))
      );
      create unique index restore_question_one_open on jatakk.restore_question ((true)) where answer is null;
      grant select on jatakk.restore_question to jatakk_keeper;
      grant select (kind, answer) on jatakk.restore_question to jatakk_web;
    `);

    await runner.query(`
      -- One beat of a keeper that has seen the counter at most at 'seen' (null: never). Raises it by one and says 'go',
      -- or asks the question. 'waiting' is the question whose answer this keeper has waited for.
      create function jatakk.beat(seen bigint, waiting uuid)
        returns table (verdict text, counter bigint, question uuid)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare held bigint; q jatakk.restore_question; said text;
      begin
        -- A beat that was answered must not be lost in a crash, or the keeper's file would be ahead.
        perform set_config('synchronous_commit', 'on', true);
        select i.heartbeat into held from jatakk.installation i for update;
        select * into q from jatakk.restore_question x where x.answer is null;
        said := case
          when q.kind = 'restored' then 'restored'
          when exists (select 1 from jatakk.restore_question x where x.id = waiting and x.answer is not null) then 'go'
          -- Nobody has been here yet: there is nothing to send a second time.
          when not exists (select 1 from jatakk.organisation) then 'go'
          when seen > held then 'restored'
          when held = 0 then 'go'
          -- Others may have raised it a few times meanwhile. More, and this keeper was away for too long to know.
          when seen is null or held - seen > 10 then 'unsure'
          else 'go' end;
        if said = 'go' then
          -- What another keeper is unsure of, this one knows.
          update jatakk.restore_question x set answer = 'vouched', answered_at = clock_timestamp() where x.id = q.id;
          update jatakk.installation i set heartbeat = greatest(i.heartbeat, coalesce(seen, 0)) + 1
          returning i.heartbeat into held;
          return query select said, held, null::uuid;
          return;
        end if;
        if q.id is null then
          insert into jatakk.restore_question as x (id, kind, highest)
          values (gen_random_uuid(), said, coalesce(seen, 0)) returning x.* into q;
        else
          update jatakk.restore_question x
             set kind = said, highest = greatest(x.highest, coalesce(seen, 0)) where x.id = q.id;
        end if;
        return query select said, held, q.id;
      end $$;
      revoke execute on function jatakk.beat(bigint, uuid) from public;
      grant execute on function jatakk.beat(bigint, uuid) to jatakk_keeper;

      -- The operator's answer; nobody at run time may give it. Of what was restored nothing leaves by itself: what was
      -- under way may have arrived since, so it is unknown, and a confirmation can be asked for again.
      create function jatakk.answer_restored(restored boolean)
        returns table (answered boolean, campaigns bigint, unknown_deliveries bigint, dropped_notices bigint)
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare q jatakk.restore_question;
      begin
        campaigns := 0;
        unknown_deliveries := 0;
        dropped_notices := 0;
        perform 1 from jatakk.installation i for update;
        select * into q from jatakk.restore_question x where x.answer is null;
        answered := restored or q.id is not null;
        if not answered then
          return next;
          return;
        end if;
        if restored then
          perform 1 from jatakk.campaign c where c.state in ('scheduled', 'sending', 'paused', 'held')
            order by c.id for update;
          update jatakk.campaign c set state = 'held', held_reason = 'restored'
           where c.state in ('scheduled', 'sending', 'paused', 'held');
          get diagnostics campaigns = row_count;
          perform 1 from jatakk.delivery d
            join jatakk.campaign c on c.id = d.campaign_id and c.state = 'held'
           where d.state in ('queued', 'claimed', 'handed') order by d.id for update of d;
          update jatakk.delivery d set state = 'unknown', lease_until = null, reply_class = 'restored'
            from jatakk.campaign c
           where c.id = d.campaign_id and c.state = 'held' and d.state in ('queued', 'claimed', 'handed');
          get diagnostics unknown_deliveries = row_count;
          update jatakk.notice n set state = 'dead', lease_until = null, reply_class = 'restored'
           where n.state in ('queued', 'claimed');
          get diagnostics dropped_notices = row_count;
          -- An unknown confirmation goes once more after two minutes; these have had their minutes.
          update jatakk.notice n set state = 'unknown', lease_until = null, repeated = true
           where n.state in ('handed', 'unknown');
        end if;
        update jatakk.restore_question x
           set answer = case when restored then 'restored' else 'not-restored' end, answered_at = clock_timestamp()
         where x.id = q.id;
        -- Above every counter that a keeper has told of: none takes this database for an old one again.
        update jatakk.installation i set heartbeat = greatest(i.heartbeat, coalesce(q.highest, 0)) + 1;
        return next;
      end $$;
      revoke execute on function jatakk.answer_restored(boolean) from public;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
