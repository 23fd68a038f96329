import type { DataSource } from 'typeorm';

/** Destroys the keys of every register whose day has come. Returns whose they were. */
export async function destroyRegisterKeys(database: DataSource): Promise<string[]> {
  return ids(await database.query('select x as id from jatakk.destroy_register_keys() x'));
}

/** Registers without keys whose rows have not all gone. */
export async function destroyedRegisters(database: DataSource): Promise<string[]> {
  return ids(
    await database.query(
      `select register_id as id from jatakk.register_deletion
        where keys_destroyed_at is not null and done_at is null order by register_id`,
    ),
  );
}

/** Deletes some rows of such a register. Returns how many; 0 when nothing is left of it. */
export async function clearRegister(
  database: DataSource,
  registerId: string,
  atMost: number,
): Promise<number> {
  const rows = (await database.query('select jatakk.clear_register($1, $2)::integer as gone', [
    registerId,
    atMost,
  ])) as { gone: number }[];
  return rows[0]!.gone;
}

function ids(rows: unknown): string[] {
  return (rows as { id: string }[]).map(({ id }) => id);
}
