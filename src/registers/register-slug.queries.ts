import type { DataSource } from 'typeorm';

/** What a register is called in paths; empty where there is none such. */
export async function registerSlug(database: DataSource, registerId: string): Promise<string> {
  const rows = (await database.query('select slug from jatakk.register where id = $1', [registerId])) as {
    slug: string;
  }[];
  return rows[0]?.slug ?? '';
}
