import type { EntityManager } from 'typeorm';

/** What somebody who writes again is found by. */
export interface ThreadSearch {
  registerId: string;
  correspondent: Buffer;
  /** Of what the mail says that it answers to. */
  messageHashes: readonly Buffer[];
  /** So many messages, and no more are added. */
  full: number;
}

/**
 * The conversation that a mail belongs to: one of the same person's, of which it answers a message. Undefined where it
 * begins one.
 */
export async function findThread(tx: EntityManager, search: ThreadSearch): Promise<string | undefined> {
  const rows = (await tx.query(
    `select c.id from jatakk.conversation c
      where c.register_id = $1 and c.correspondent = $2 and c.messages < $4
        and exists (select 1 from jatakk.conversation_message m
                     where m.register_id = c.register_id and m.conversation_id = c.id and m.message_hash = any ($3::bytea[]))
      order by c.messages desc, c.id limit 1`,
    [search.registerId, search.correspondent, search.messageHashes, search.full],
  )) as { id: string }[];
  return rows[0]?.id;
}

export interface SealedRow {
  id: string;
  sealed: Buffer;
  keyVersion: number;
}

export interface NewConversation {
  id: string;
  registerId: string;
  automatic: boolean;
  correspondent: Buffer;
  rowKey: Buffer;
  /** Null where no answer could go there. */
  address: SealedRow | null;
}

export async function insertConversation(tx: EntityManager, conversation: NewConversation): Promise<void> {
  const { id, registerId, automatic, correspondent, rowKey, address } = conversation;
  await insertRowKey(tx, registerId, id, rowKey);
  await tx.query(
    `insert into jatakk.conversation (id, register_id, automatic, correspondent, address, key_version)
     values ($1, $2, $3, $4, $5, $6)`,
    [id, registerId, automatic, correspondent, address?.sealed ?? null, address?.keyVersion ?? null],
  );
}

export interface NewMail extends SealedRow {
  registerId: string;
  conversationId: string;
  automatic: boolean;
  messageHash: Buffer | null;
  /** The notice of the automatic reply to it; null where there is none. */
  autoReply: string | null;
}

export async function insertMail(tx: EntityManager, mail: NewMail): Promise<void> {
  const { id, registerId, conversationId, automatic, sealed, keyVersion, messageHash, autoReply } = mail;
  await tx.query(
    `insert into jatakk.conversation_message
       (id, register_id, conversation_id, kind, automatic, sealed, key_version, message_hash, outcome)
     values ($1, $2, $3, 'in', $4, $5, $6, $7, $8)`,
    [id, registerId, conversationId, automatic, sealed, keyVersion, messageHash, autoReply && 'waiting'],
  );
  if (autoReply !== null)
    await tx.query(
      `insert into jatakk.notice (id, ring_id, kind, locale, register_id, message_id)
       values ($1, $2, 'auto-reply', 'nb', $2, $3)`,
      [autoReply, registerId, id],
    );
}

export async function insertPart(
  tx: EntityManager,
  part: SealedRow & { registerId: string; messageId: string; position: number; chunk: number },
): Promise<void> {
  const { id, registerId, messageId, position, chunk, sealed, keyVersion } = part;
  await tx.query(
    `insert into jatakk.conversation_part (id, register_id, message_id, position, chunk, sealed, key_version)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, registerId, messageId, position, chunk, sealed, keyVersion],
  );
}

export async function insertRowKey(
  tx: EntityManager,
  registerId: string,
  rowId: string,
  key: Buffer,
): Promise<void> {
  await tx.query('insert into vault.row_key (register_id, row_id, key) values ($1, $2, $3)', [
    registerId,
    rowId,
    key,
  ]);
}

/** One of an arrival's parts as it was sealed, with the version of the key; undefined when it is not there. */
export async function sealedPartOf(
  tx: EntityManager,
  arrivalId: string,
  position: number,
): Promise<{ sealed: Buffer; keyVersion: number } | undefined> {
  const rows = (await tx.query(
    `select p.sealed, a.key_version as "keyVersion" from jatakk.arrival_part p
       join jatakk.arrival a on a.id = p.arrival_id where p.arrival_id = $1 and p.position = $2`,
    [arrivalId, position],
  )) as { sealed: Buffer; keyVersion: number }[];
  return rows[0];
}

/** Whether a machine may answer somebody who has just written; from then on for a week no more. */
export async function takeAutoReply(
  tx: EntityManager,
  registerId: string,
  hashes: readonly Buffer[],
  suppressionHashes: readonly Buffer[],
): Promise<boolean> {
  const rows = (await tx.query('select jatakk.take_auto_reply($1, $2, $3) as may', [
    registerId,
    hashes,
    suppressionHashes,
  ])) as { may: boolean }[];
  return rows[0]!.may;
}

/** The addresses that this house is reached at or writes from: a machine answers none of them. */
export async function ownAddresses(
  tx: EntityManager,
): Promise<{ addresses: string[]; domain: string | null }> {
  const rows = (await tx.query(
    `select array(select l.sender_address from jatakk.list l
                   union select o.contact_email from jatakk.organisation o
                   union select o.privacy_email from jatakk.organisation o) as addresses,
            (select i.return_domain from jatakk.installation i) as domain`,
  )) as { addresses: string[]; domain: string | null }[];
  return rows[0]!;
}
