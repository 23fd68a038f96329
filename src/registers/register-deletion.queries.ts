import type { DataSource } from 'typeorm';

/** A register that somebody has ordered to be deleted. */
export interface RegisterDeletion {
  orderedAt: Date;
  orderedBy: string | null;
  dueAt: Date;
  /** Its keys are gone: nothing of it can be read or called back. */
  destroyed: boolean;
}

export async function registerDeletion(
  database: DataSource,
  registerId: string,
): Promise<RegisterDeletion | undefined> {
  const rows = (await database.query(
    `select d.ordered_at as "orderedAt", f.name as "orderedBy", d.due_at as "dueAt",
            d.keys_destroyed_at is not null as destroyed
       from jatakk.register_deletion d left join jatakk.staff f on f.id = d.ordered_by where d.register_id = $1`,
    [registerId],
  )) as RegisterDeletion[];
  return rows[0];
}

/** The registers that go, while that can be called off, the first to go first. */
export async function registersThatGo(
  database: DataSource,
): Promise<{ registerId: string; name: string; dueAt: Date }[]> {
  return (await database.query(
    `select register_id as "registerId", name, due_at as "dueAt" from jatakk.register_deletion
      where keys_destroyed_at is null and done_at is null order by due_at, register_id`,
  )) as { registerId: string; name: string; dueAt: Date }[];
}

/**
 * Orders it, by the session of an administrator, which the database checks itself.
 * `already`: somebody was first. `other-name`: what was typed is not its name.
 */
export async function orderRegisterDeletion(
  database: DataSource,
  registerId: string,
  sessionHash: Buffer,
  typedName: string,
): Promise<'ordered' | 'already' | 'other-name' | 'not-allowed' | 'not-there'> {
  const rows = (await database.query('select jatakk.order_register_deletion($1, $2, $3) as outcome', [
    registerId,
    sessionHash,
    typedName,
  ])) as { outcome: 'ordered' }[];
  return rows[0]!.outcome;
}

/** False when it is too late, or there was nothing to call off. */
export async function callOffRegisterDeletion(
  database: DataSource,
  registerId: string,
  sessionHash: Buffer,
): Promise<boolean> {
  const rows = (await database.query('select jatakk.call_off_register_deletion($1, $2) as done', [
    registerId,
    sessionHash,
  ])) as { done: boolean }[];
  return rows[0]!.done;
}
