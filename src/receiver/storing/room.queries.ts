import type { DataSource } from 'typeorm';

/** Octets that have come and lie there unopened. */
export async function readWaiting(database: DataSource): Promise<number> {
  const rows = (await database.query('select jatakk.arrivals_wait()::float8 as bytes')) as {
    bytes: number;
  }[];
  return rows[0]!.bytes;
}
