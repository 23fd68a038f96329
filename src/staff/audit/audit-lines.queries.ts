import type { DataSource, EntityManager } from 'typeorm';
import type { AuditLine } from './line-hash.js';
import type { AuditHead } from './noted-head.js';

const AT_ONCE = 1000;

/** Every line in order, some at a time: a million of them would fill the memory. */
export async function* auditLines(tx: EntityManager): AsyncGenerator<AuditLine> {
  let after = '-9223372036854775808';
  for (;;) {
    const lines = (await tx.query(
      `select number::text, trunc(extract(epoch from at) * 1000000)::text as at, actor_kind as "actorKind",
              actor_id::text as "actorId", act, of_register::text as "ofRegister", of_list::text as "ofList",
              target::text, detail::text as detail, coalesce(previous, '') as previous, coalesce(hash, '') as hash
         from jatakk.audit where number > $1::bigint order by audit.number limit $2`,
      [after, AT_ONCE],
    )) as AuditLine[];
    yield* lines;
    if (lines.length < AT_ONCE) return;
    after = lines.at(-1)!.number;
  }
}

/** The newest line's number and hash; the log has its first line from the beginning. */
export async function auditHead(database: DataSource): Promise<AuditHead | undefined> {
  const rows = (await database.query(
    `select number, encode(hash, 'hex') as hash from jatakk.audit order by number desc limit 1`,
  )) as { number: string; hash: string }[];
  return rows[0] && { number: Number(rows[0].number), hash: rows[0].hash };
}

/** Whether this line is in the log, as it was. */
export async function hasAuditHead(database: DataSource, head: AuditHead): Promise<boolean> {
  const rows = (await database.query(
    `select 1 from jatakk.audit where number = $1 and hash = decode($2, 'hex')`,
    [head.number, head.hash],
  )) as unknown[];
  return rows.length > 0;
}
