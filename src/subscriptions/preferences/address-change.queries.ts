import type { EntityManager } from 'typeorm';

/** How many changes of address this person has asked for within a day. */
export async function changesToday(tx: EntityManager, registerId: string, person: string): Promise<number> {
  const rows = (await tx.query(
    `select count(*)::integer as count from jatakk.notice
      where register_id = $1 and subscriber_id = $2 and kind = 'address-change'
        and coalesce(handed_at, not_before) > clock_timestamp() - interval '24 hours'`,
    [registerId, person],
  )) as { count: number }[];
  return rows[0]!.count;
}

export interface NewAddressChange {
  noticeId: string;
  registerId: string;
  person: string;
  locale: string;
  blindIndex: Buffer;
  suppressionHash: Buffer;
  address: Buffer;
  keyVersion: number;
  rowKey: Buffer;
}

/** The mail to the new address, and that address, which waits to be confirmed there. */
export async function storeAddressChange(tx: EntityManager, change: NewAddressChange): Promise<void> {
  await tx.query(
    `insert into jatakk.notice (id, ring_id, kind, locale, register_id, subscriber_id)
     values ($1, $2, 'address-change', $3, $2, $4)`,
    [change.noticeId, change.registerId, change.locale, change.person],
  );
  await tx.query(
    `insert into jatakk.address_change
       (notice_id, register_id, subscriber_id, blind_index, suppression_hash, address, key_version)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      change.noticeId,
      change.registerId,
      change.person,
      change.blindIndex,
      change.suppressionHash,
      change.address,
      change.keyVersion,
    ],
  );
  await tx.query('insert into vault.row_key (register_id, row_id, key) values ($1, $2, $3)', [
    change.registerId,
    change.noticeId,
    change.rowKey,
  ]);
}

export interface AwaitedChange {
  register_id: string;
  notice_id: string;
  person: string;
  address: Buffer;
  key_version: number;
  row_key: Buffer;
}

/** The change of address that a link in a mail to the new one leads to. */
export async function awaitedChange(tx: EntityManager, proof: Buffer): Promise<AwaitedChange | undefined> {
  const rows = (await tx.query('select * from jatakk.open_address_change($1)', [proof])) as AwaitedChange[];
  return rows[0];
}

/** Puts the new address down as the person's own row will hold it. */
export async function prepareChange(
  tx: EntityManager,
  proof: Buffer,
  own: Buffer,
  keyVersion: number,
): Promise<boolean> {
  const rows = (await tx.query('select jatakk.prepare_address_change($1, $2, $3) as prepared', [
    proof,
    own,
    keyVersion,
  ])) as { prepared: boolean }[];
  return rows[0]!.prepared;
}
