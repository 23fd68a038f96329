import type pg from 'pg';

/**
 * Every value of 8 bytes or more that the database keeps of one subscription and its person, wherever it stands:
 * ids, hashes, ciphertext, keys, times. Words of the house (states, languages, purposes) and months are left out.
 */
export async function valuesOfPerson(
  owner: pg.Client,
  { id, subscriberId }: { id: string; subscriberId: string },
): Promise<Set<string>> {
  const rows = [
    ...(await found(owner, 'jatakk.subscriber where id = $1', subscriberId)),
    ...(await found(owner, 'vault.row_key where row_id = $1', subscriberId)),
    ...(await found(owner, 'jatakk.subscription where id = $1', id)),
    ...(await found(owner, 'jatakk.consent_record where subscription_id = $1', id)),
    ...(await found(owner, 'jatakk.delivery where subscription_id = $1', id)),
    ...(await found(owner, 'jatakk.notice_subscription where subscription_id = $1', id)),
    ...(await found(
      owner,
      'jatakk.notice where id in (select notice_id from jatakk.notice_subscription where subscription_id = $1)',
      id,
    )),
  ];
  return new Set(
    rows
      .flatMap((row) => Object.entries(row))
      .filter(([column]) => column !== 'month' && column !== 'since_month')
      .map(([, value]) => value)
      .filter(
        (value): value is string =>
          typeof value === 'string' && /^\\x|^[0-9a-f]{8}-|^\d{4}-\d\d-\d\dT/.test(value),
      ),
  );
}

async function found(owner: pg.Client, from: string, id: string): Promise<Record<string, unknown>[]> {
  const { rows } = await owner.query<{ row: Record<string, unknown> }>(
    `select to_jsonb(x) as row from (select * from ${from}) x`,
    [id],
  );
  return rows.map(({ row }) => row);
}
