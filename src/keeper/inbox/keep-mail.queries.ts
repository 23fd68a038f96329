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

/** One that a mail begins. */
export interface NewConversation {
  id: string;
  automatic: boolean;
  correspondent: Buffer;
  rowKey: Buffer;
  /** Null where no answer could go there. */
  address: SealedRow | null;
}

export interface NewMail extends SealedRow {
  registerId: string;
  conversationId: string;
  /** Undefined where it belongs to one that is there. */
  begins: NewConversation | undefined;
  rowKey: Buffer;
  automatic: boolean;
  messageHash: Buffer | null;
  /** The notice of the automatic reply to it; null where there is none. */
  autoReply: string | null;
}

/** All of a mail but its pieces, in one statement: what a mail takes is mostly the ways to the database and back. */
export async function insertMail(tx: EntityManager, mail: NewMail): Promise<void> {
  const { begins, autoReply } = mail;
  const rowKeys = [{ id: mail.id, rowKey: mail.rowKey }, ...(begins ? [begins] : [])];
  await tx.query(
    `with keys as (
       insert into vault.row_key (register_id, row_id, key)
       select $1, k.row_id, k.key from unnest($2::uuid[], $3::bytea[]) k (row_id, key)
     ), begun as (
       insert into jatakk.conversation (id, register_id, automatic, correspondent, address, key_version)
       select $4::uuid, $1, $5, $6::bytea, $7::bytea, $8::integer where $6::bytea is not null
     ), replied as (
       insert into jatakk.notice (id, ring_id, kind, locale, register_id, message_id)
       select $9::uuid, $1, 'auto-reply', 'nb', $1, $10::uuid where $9::uuid is not null
     )
     insert into jatakk.conversation_message
       (id, register_id, conversation_id, kind, automatic, sealed, key_version, message_hash, outcome)
     values ($10, $1, $4, 'in', $5, $11, $12, $13, case when $9::uuid is not null then 'waiting' end)`,
    [
      mail.registerId,
      rowKeys.map(({ id }) => id),
      rowKeys.map(({ rowKey }) => rowKey),
      mail.conversationId,
      mail.automatic,
      begins?.correspondent ?? null,
      begins?.address?.sealed ?? null,
      begins?.address?.keyVersion ?? null,
      autoReply,
      mail.id,
      mail.sealed,
      mail.keyVersion,
      mail.messageHash,
    ],
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

/** What is the same for mails that are kept together. */
export interface AsThingsAre {
  now: Date;
  /** The addresses that this house is reached at or writes from: a machine answers none of them. */
  addresses: string[];
  /** Nor any of this one. */
  domain: string | null;
}

export async function asThingsAre(tx: EntityManager): Promise<AsThingsAre> {
  const rows = (await tx.query(
    `select clock_timestamp() as now,
            array(select l.sender_address from jatakk.list l
                   union select o.contact_email from jatakk.organisation o
                   union select o.privacy_email from jatakk.organisation o) as addresses,
            (select i.return_domain from jatakk.installation i) as domain`,
  )) as AsThingsAre[];
  return rows[0]!;
}
