import type { DataSource } from 'typeorm';
import type { RecordAtRest } from './open-record.js';

/** A record's row, its key, and where its leaf is. For the database's owner. */
export interface RowOfRecord extends RecordAtRest {
  register_id: string;
  list_id: string;
  answer: string;
  method: string;
  purpose_version: number;
  purpose_revision: number;
  locale: string;
  text_sha256: Buffer;
  commitment: Buffer | null;
  place: 'sealed' | 'waits' | 'nowhere';
}

const AT_A_TIME = 1000;

/** Every record of a register, some at a time. */
export async function* recordsFrom(database: DataSource, registerId: string): AsyncGenerator<RowOfRecord> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows = (await database.query(
      `select c.id, c.register_id, c.list_id, c.answer, c.method, c.purpose_version, c.purpose_revision, c.locale,
              c.text_sha256, c.commitment, c.detail, c.detail_key_version, k.key as row_key,
              case when f.log_id is not null then 'sealed' when w.leaf is not null then 'waits' else 'nowhere' end as place
         from jatakk.consent_record c
         left join vault.row_key k on k.register_id = c.register_id and k.row_id = c.id
         left join jatakk.ledger_leaf f on f.register_id = c.register_id and f.leaf = '\\x00'::bytea || c.commitment
         left join jatakk.ledger_waiting w on w.register_id = c.register_id and w.leaf = '\\x00'::bytea || c.commitment
        where c.register_id = $1 and c.id > $2 order by c.id limit $3`,
      [registerId, after, AT_A_TIME],
    )) as RowOfRecord[];
    yield* rows;
    if (rows.length < AT_A_TIME) return;
    after = rows.at(-1)!.id;
  }
}
