import type { DataSource, EntityManager } from 'typeorm';

/**
 * From where mail to one of our addresses is answered: that address, under the name of the list that writes from it.
 * Where no list does (postmaster@), from the register's first one. Undefined where it has none.
 */
export async function answersFrom(
  database: DataSource | EntityManager,
  registerId: string,
  to: string,
): Promise<{ name: string; address: string } | undefined> {
  const rows = (await database.query(
    `select l.sender_name as name, l.sender_address as address from jatakk.list l
      where l.register_id = $1 and l.state <> 'deleting'
      order by lower(l.sender_address) <> lower($2), l.state <> 'open', l.name, l.id limit 1`,
    [registerId, to],
  )) as { name: string; address: string }[];
  return rows[0];
}
