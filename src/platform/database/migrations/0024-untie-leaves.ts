import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Beside a record nothing says any more which leaf of the ledger is its own: what it was committed to is sealed with
 * it. Whoever has the whole database learnt from the leaf on which day somebody had answered.
 */
export class UntieLeaves1700000000024 implements MigrationInterface {
  name = 'UntieLeaves1700000000024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table jatakk.consent_record
        drop column commitment,
        -- A dropped column stays in the rows that had it. Computed anew, every row is written anew, without.
        alter column told_key_version type integer using (told_key_version + 0),
        add constraint consent_record_entered check ((detail is null) = (detail_key_version is null)
                                                     and (detail is null or (told is null and notice_id is null)));

      -- Enters one: what was told goes, and the leaf waits for the next head. False when somebody else has entered it.
      create or replace function jatakk.enter_record(
          of_register uuid, record uuid, row_key bytea, detail bytea, detail_key_version integer, commitment bytea)
        returns boolean
        language plpgsql security definer set search_path = pg_catalog, jatakk, vault, pg_temp as $$
      begin
        update jatakk.consent_record c
           set detail = enter_record.detail, detail_key_version = enter_record.detail_key_version,
               told_id = null, told = null, told_key_version = null, notice_id = null
         where c.register_id = of_register and c.id = record and c.detail is null;
        if not found then
          return false;
        end if;
        insert into vault.row_key (register_id, row_id, key) values (of_register, record, enter_record.row_key);
        insert into jatakk.ledger_waiting (register_id, leaf) values (of_register, '\\x00'::bytea || commitment);
        return true;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
