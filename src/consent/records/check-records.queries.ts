import type { DataSource } from 'typeorm';
import type { RecordAtRest } from './open-record.js';

/** A record's row, with its key. For the database's owner. */
export interface RowOfRecord extends RecordAtRest {
  register_id: string;
  list_id: string;
  answer: string;
  method: string;
  purpose_version: number;
  purpose_revision: number;
  locale: string;
  text_sha256: Buffer;
}

const AT_A_TIME = 1000;

/** Every record of a register, some at a time. */
export async function* recordsFrom(database: DataSource, registerId: string): AsyncGenerator<RowOfRecord[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows = (await database.query(
      `select c.id, c.register_id, c.list_id, c.answer, c.method, c.purpose_version, c.purpose_revision, c.locale,
              c.text_sha256, c.detail, c.detail_key_version, k.key as row_key
         from jatakk.consent_record c
         left join vault.row_key k on k.register_id = c.register_id and k.row_id = c.id
        where c.register_id = $1 and c.id > $2 order by c.id limit $3`,
      [registerId, after, AT_A_TIME],
    )) as RowOfRecord[];
    yield rows;
    if (rows.length < AT_A_TIME) return;
    after = rows.at(-1)!.id;
  }
}

export type PlaceOfLeaf = 'sealed' | 'waits';

/** Where some leaves of a register are, by their hexadecimal; those that are nowhere are left out. */
export async function placesOf(
  database: DataSource,
  registerId: string,
  leaves: readonly Buffer[],
): Promise<Map<string, PlaceOfLeaf>> {
  // One statement: a leaf that is being sealed is in the one place or in the other.
  const rows = (await database.query(
    `select f.leaf, 'sealed' as place from jatakk.ledger_leaf f where f.register_id = $1 and f.leaf = any ($2)
      union all
     select w.leaf, 'waits' from jatakk.ledger_waiting w where w.register_id = $1 and w.leaf = any ($2)`,
    [registerId, leaves],
  )) as { leaf: Buffer; place: PlaceOfLeaf }[];
  return new Map(rows.map(({ leaf, place }) => [leaf.toString('hex'), place]));
}
