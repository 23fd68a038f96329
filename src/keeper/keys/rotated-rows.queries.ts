import type { EntityManager } from 'typeorm';

/** What lies sealed in people's tables, by where it lies. */
export type RowKind =
  'address' | 'address-change' | 'evidence' | 'fields' | 'consent' | 'conversation' | 'message' | 'part';

/** Something sealed that a rotation has not reached yet, with what it takes to open it. */
export interface UnrolledRow {
  id: string;
  sealed: Buffer;
  keyVersion: number;
  rowKey: Buffer;
}

/** In id order, after `after`. */
export async function unrolledRows(
  tx: EntityManager,
  rotation: string,
  kind: RowKind,
  after: string,
  atMost: number,
): Promise<UnrolledRow[]> {
  return (await tx.query(
    `select id, sealed, key_version as "keyVersion", row_key as "rowKey"
       from jatakk.rotation_rows($1, $2, $3, $4)`,
    [rotation, kind, after, atMost],
  )) as UnrolledRow[];
}

/** Puts what became of some rows in place: not of one that somebody has changed since it was read. */
export async function putRows(
  tx: EntityManager,
  rotation: string,
  kind: RowKind,
  rows: readonly UnrolledRow[],
  becomes: readonly Buffer[],
): Promise<void> {
  await tx.query('select jatakk.rotation_put($1, $2, $3, $4, $5)', [
    rotation,
    kind,
    rows.map(({ id }) => id),
    rows.map(({ sealed }) => sealed),
    becomes,
  ]);
}

/** Subscriptions that have no link under the new version yet, in id order. */
export async function unrolledLinks(
  tx: EntityManager,
  rotation: string,
  after: string,
  atMost: number,
): Promise<{ id: string; listId: string }[]> {
  return (await tx.query('select id, list_id as "listId" from jatakk.rotation_links($1, $2, $3)', [
    rotation,
    after,
    atMost,
  ])) as { id: string; listId: string }[];
}

export async function putLinks(
  tx: EntityManager,
  rotation: string,
  links: readonly { id: string; hash: Buffer }[],
): Promise<void> {
  await tx.query('select jatakk.rotation_put_links($1, $2, $3)', [
    rotation,
    links.map(({ id }) => id),
    links.map(({ hash }) => hash),
  ]);
}
