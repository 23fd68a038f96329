import type { DataSource } from 'typeorm';

export interface ImportRow {
  id: string;
  register_id: string;
  import_id: string;
  key_version: number;
  sealed: Buffer;
  list_id: string;
  tool: string;
  /** The words of each wording, in order. */
  words: string[];
}

/** Some rows that two people have approved. They stay until `jatakk.transfer` has taken each. */
export async function approvedRows(database: DataSource, atMost: number): Promise<ImportRow[]> {
  return (await database.query(
    `select r.id, r.register_id, r.import_id, r.key_version, r.sealed, i.list_id, i.tool,
            (select array_agg(w.text order by w.position) from jatakk.import_wording w
              where w.import_id = i.id) as words
       from jatakk.import i join jatakk.import_row r on r.register_id = i.register_id and r.import_id = i.id
      where i.state = 'approved' limit $1`,
    [atMost],
  )) as ImportRow[];
}
