import type { DataSource } from 'typeorm';

/** The domain that mail comes back to; undefined where none is set. */
export async function returnDomain(database: DataSource): Promise<string | undefined> {
  const rows = (await database.query('select return_domain from jatakk.installation')) as {
    return_domain: string | null;
  }[];
  return rows[0]?.return_domain ?? undefined;
}
