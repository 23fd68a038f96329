import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The consent ledger: for each register a log, a Merkle tree of commitments (RFC 9162) under signed heads. */
export class SealRecords1700000000011 implements MigrationInterface {
  name = 'SealRecords1700000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- \`previous\`: the last known head of the log before, with its key. A restore ends a log; another goes on from it.
      create table jatakk.ledger_log (
        id uuid primary key,
        register_id uuid not null references jatakk.register (id) on delete cascade,
        number integer not null check (number > 0),
        public_key bytea not null check (octet_length(public_key) = 32),
        key_version integer not null,
        started_on date not null,
        -- The day (UTC) of the last round, whether or not anything waited for it.
        sealed_on date not null,
        previous jsonb,
        ended boolean not null default false,
        unique (register_id, id),
        unique (register_id, number)
      );
      create unique index ledger_log_one_open on jatakk.ledger_log (register_id) where not ended;

      -- What waits for the next round: type and commitment. Nothing says since when.
      create table jatakk.ledger_waiting (
        register_id uuid not null references jatakk.register (id) on delete cascade,
        leaf bytea not null check (octet_length(leaf) = 33 and get_byte(leaf, 0) = 0),
        primary key (register_id, leaf)
      );

      -- \`link\`: SHA-256 of the link before and this leaf's hash, so that the first wrong leaf can be named.
      create table jatakk.ledger_leaf (
        register_id uuid not null,
        log_id uuid not null,
        leaf_index integer not null check (leaf_index >= 0),
        leaf bytea not null check (octet_length(leaf) = 33 and get_byte(leaf, 0) in (0, 1)),
        link bytea not null check (octet_length(link) = 32),
        primary key (log_id, leaf_index),
        unique (register_id, leaf),
        foreign key (register_id, log_id) references jatakk.ledger_log (register_id, id) on delete cascade
      );

      -- Every eighth level of the tree, so that a proof reads hundreds of rows and not all. Not believed by anybody.
      create table jatakk.ledger_node (
        register_id uuid not null,
        log_id uuid not null,
        level smallint not null check (level > 0),
        node_index integer not null check (node_index >= 0),
        hash bytea not null check (octet_length(hash) = 32),
        primary key (log_id, level, node_index),
        foreign key (register_id, log_id) references jatakk.ledger_log (register_id, id) on delete cascade
      );

      create table jatakk.ledger_head (
        register_id uuid not null,
        log_id uuid not null,
        size integer not null check (size > 0),
        root bytea not null check (octet_length(root) = 32),
        signed_on date not null,
        signature bytea not null check (octet_length(signature) = 64),
        primary key (log_id, size),
        foreign key (register_id, log_id) references jatakk.ledger_log (register_id, id) on delete cascade
      );

      -- All of it is published but what waits.
      grant select on jatakk.ledger_log, jatakk.ledger_leaf, jatakk.ledger_node, jatakk.ledger_head, jatakk.ledger_waiting
        to jatakk_keeper;
      grant select (id, register_id, number, public_key, key_version, started_on, previous, ended) on jatakk.ledger_log to jatakk_web;
      grant select (register_id, log_id, leaf_index, leaf) on jatakk.ledger_leaf to jatakk_web;
      grant select on jatakk.ledger_head to jatakk_web;
    `);

    await runner.query(`
      -- Begins a register's log when none is open. After one that ended, its first leaf is the last known head.
      create function jatakk.begin_log(
          of_register uuid, of_log uuid, of_key bytea, of_key_version integer,
          before jsonb default null, leaf bytea default null, day date default null, signature bytea default null)
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare today date := (clock_timestamp() at time zone 'UTC')::date;
      begin
        perform set_config('synchronous_commit', 'on', true);
        perform pg_advisory_xact_lock(hashtext('ledger ' || of_register::text));
        if exists (select 1 from jatakk.ledger_log l where l.register_id = of_register and not l.ended) then
          return false;
        end if;
        if before is null and exists (select 1 from jatakk.ledger_log l where l.register_id = of_register) then
          raise exception 'a log after another begins with its last head';
        end if;
        insert into jatakk.ledger_log
          (id, register_id, number, public_key, key_version, started_on, sealed_on, previous)
        select of_log, of_register, coalesce(max(l.number), 0) + 1, of_key, of_key_version, today, today, before
          from jatakk.ledger_log l where l.register_id = of_register;
        if before is not null then
          if get_byte(leaf, 0) <> 1 then
            raise exception 'the first leaf is no head';
          end if;
          insert into jatakk.ledger_leaf
          values (of_register, of_log, 0, leaf, sha256(sha256('\\x00'::bytea || leaf)));
          insert into jatakk.ledger_head
          values (of_register, of_log, 1, sha256('\\x00'::bytea || leaf), day, signature);
        end if;
        return true;
      end $$;
      revoke execute on function jatakk.begin_log(uuid, uuid, bytea, integer, jsonb, bytea, date, bytea) from public;
      grant execute on function jatakk.begin_log(uuid, uuid, bytea, integer, jsonb, bytea, date, bytea) to jatakk_keeper;

      -- Appends what waits, in the order given, under a signed head. The only way into the tree: it adds at the end, and
      -- only what waited. The last round of a day leaves the rest to the next.
      create function jatakk.seal_leaves(
          of_log uuid, size_before integer, leaves bytea[], levels integer[], node_indexes integer[], hashes bytea[],
          root bytea, day date, signature bytea, last_of_day boolean)
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, pg_temp as $$
      declare l jatakk.ledger_log; one bytea; links bytea[] := '{}'; link bytea; taken integer;
      begin
        -- The keeper notes the head outside: what it was told must not be lost in a crash.
        perform set_config('synchronous_commit', 'on', true);
        select * into l from jatakk.ledger_log x where x.id = of_log and not x.ended for update;
        if not found or l.sealed_on >= day or day > (clock_timestamp() at time zone 'UTC')::date then
          return false;
        end if;
        select f.link, f.leaf_index + 1 into link, taken from jatakk.ledger_leaf f
         where f.log_id = of_log order by f.leaf_index desc limit 1;
        if coalesce(taken, 0) <> size_before then
          return false;
        end if;
        if cardinality(leaves) > 0 then
          delete from jatakk.ledger_waiting w where w.register_id = l.register_id and w.leaf = any (leaves);
          get diagnostics taken = row_count;
          if taken <> cardinality(leaves) then
            raise exception 'only what waits is sealed';
          end if;
          foreach one in array leaves loop
            link := sha256(coalesce(link, ''::bytea) || sha256('\\x00'::bytea || one));
            links := links || link;
          end loop;
          insert into jatakk.ledger_leaf
          select l.register_id, l.id, size_before + n.at - 1, n.leaf, n.link
            from unnest(leaves, links) with ordinality as n (leaf, link, at);
          insert into jatakk.ledger_node
          select l.register_id, l.id, n.level, n.node_index, n.hash
            from unnest(levels, node_indexes, hashes) as n (level, node_index, hash);
          insert into jatakk.ledger_head
          values (l.register_id, l.id, size_before + cardinality(leaves), root, day, signature);
        end if;
        if last_of_day then
          update jatakk.ledger_log x set sealed_on = day where x.id = l.id;
        end if;
        return true;
      end $$;
      revoke execute on function
        jatakk.seal_leaves(uuid, integer, bytea[], integer[], integer[], bytea[], bytea, date, bytea, boolean) from public;
      grant execute on function
        jatakk.seal_leaves(uuid, integer, bytea[], integer[], integer[], bytea[], bytea, date, bytea, boolean) to jatakk_keeper;

      -- A database that was put back does not go on in the log that others have seen further on.
      create function jatakk.end_logs() returns void
        language sql set search_path = pg_catalog, jatakk, pg_temp as $$
        update jatakk.ledger_log l set ended = true where not l.ended
      $$;
      revoke execute on function jatakk.end_logs() from public;

      create or replace function jatakk.answer_restored(restored boolean)
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
          perform jatakk.end_logs();
        end if;
        update jatakk.restore_question x
           set answer = case when restored then 'restored' else 'not-restored' end, answered_at = clock_timestamp()
         where x.id = q.id;
        -- Above every counter that a keeper has told of: none takes this database for an old one again.
        update jatakk.installation i set heartbeat = greatest(i.heartbeat, coalesce(q.highest, 0)) + 1;
        return next;
      end $$;

      create or replace function jatakk.forget_trial() returns void
        language sql set search_path = pg_catalog, jatakk, vault, pg_temp as $$
        delete from jatakk.delivery;
        delete from jatakk.delivery_tally;
        delete from jatakk.notice;
        delete from jatakk.campaign where state <> 'draft';
        delete from jatakk.leave_undo;
        delete from jatakk.intake;
        delete from jatakk.consent_record;
        delete from jatakk.subscription;
        delete from jatakk.subscriber;
        delete from jatakk.suppression;
        delete from jatakk.journal;
        delete from jatakk.window_ask;
        delete from jatakk.ledger_waiting;
        delete from jatakk.ledger_log;
        delete from vault.row_key;
      $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
