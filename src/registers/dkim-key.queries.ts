import type { DataSource, EntityManager } from 'typeorm';
import type { PublishedKey, RecordVerdict } from '../platform/dns/dkim-record.js';

/** A signing key, without its private half. */
export interface DkimKeyRow extends PublishedKey {
  domain: string;
  selector: string;
  /** A waiting key takes over once DNS has it; a retired one no longer signs. */
  state: 'waiting' | 'active' | 'retired';
  checkedAt: Date | null;
  /** What DNS said then. */
  checkResult: RecordVerdict | null;
  /** When its record was last right. */
  seenAt: Date | null;
  retiredAt: Date | null;
  /** The last look is too old: 10 minutes when it was good, one minute when not. */
  checkDue: boolean;
  /** Its record was right within the last 24 hours. */
  seenLately: boolean;
}

/** The keys of one domain, or of all, those made first coming first. */
export async function readDkimKeys(
  database: DataSource | EntityManager,
  domain: string | null = null,
): Promise<DkimKeyRow[]> {
  return (await database.query(
    `select domain, selector, algorithm, public_key as "publicKey", state, checked_at as "checkedAt",
            check_result as "checkResult", seen_at as "seenAt", retired_at as "retiredAt",
            coalesce(checked_at < clock_timestamp()
              - case check_result when 'published' then interval '10 minutes' else interval '1 minute' end, true)
              as "checkDue",
            coalesce(seen_at > clock_timestamp() - interval '24 hours', false) as "seenLately"
       from jatakk.dkim_key where $1::text is null or domain = $1
      order by domain, made_at, algorithm desc`,
    [domain],
  )) as DkimKeyRow[];
}

/** The private half, still sealed. Undefined when the key has retired meanwhile. */
export async function readSealedKey(
  database: DataSource,
  { domain, selector }: Pick<DkimKeyRow, 'domain' | 'selector'>,
): Promise<{ sealed: Buffer; keyVersion: number } | undefined> {
  const rows = (await database.query(
    `select private_key_sealed as sealed, key_version as "keyVersion" from jatakk.dkim_key
      where domain = $1 and selector = $2 and state <> 'retired'`,
    [domain, selector],
  )) as { sealed: Buffer; keyVersion: number }[];
  return rows[0];
}

export async function storeDkimKey(
  tx: EntityManager,
  key: PublishedKey & { domain: string; selector: string; sealed: Buffer; keyVersion: number },
): Promise<void> {
  await tx.query(
    `insert into jatakk.dkim_key (domain, selector, algorithm, public_key, private_key_sealed, key_version)
     values ($1, $2, $3, $4, $5, $6)`,
    [key.domain, key.selector, key.algorithm, key.publicKey, key.sealed, key.keyVersion],
  );
}

export async function rememberCheck(
  database: DataSource,
  { domain, selector }: Pick<DkimKeyRow, 'domain' | 'selector'>,
  result: RecordVerdict,
): Promise<void> {
  await database.query(
    `update jatakk.dkim_key
        set checked_at = clock_timestamp(), check_result = $3,
            seen_at = case when $3 = 'published' then clock_timestamp() else seen_at end
      where domain = $1 and selector = $2`,
    [domain, selector, result],
  );
}

/** The waiting keys of a domain take over, if DNS has both; those before retire, and their private halves go. */
export async function letWaitingKeysSign(database: DataSource, domain: string): Promise<void> {
  await database.transaction(async (tx) => {
    const ready = (await tx.query(
      `select selector from jatakk.dkim_key
        where domain = $1 and state = 'waiting' and check_result = 'published' order by selector for update`,
      [domain],
    )) as unknown[];
    if (ready.length < 2) return;
    await tx.query(
      `update jatakk.dkim_key set state = 'retired', retired_at = clock_timestamp(), private_key_sealed = null
        where domain = $1 and state = 'active'`,
      [domain],
    );
    await tx.query(`update jatakk.dkim_key set state = 'active' where domain = $1 and state = 'waiting'`, [
      domain,
    ]);
  });
}
