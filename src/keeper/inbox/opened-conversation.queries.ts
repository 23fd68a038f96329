import type { EntityManager } from 'typeorm';
import type { ShownConversation } from '../../inbound/inbox/shown-conversation.js';

/** One message of a conversation that has been opened for a session, with what stands beside it. */
export interface OpenedRow {
  verdict: 'opened';
  state: ShownConversation['state'];
  automatic: boolean;
  awaits: boolean;
  assigned_to: string | null;
  themes: string[];
  address: Buffer | null;
  address_key_version: number;
  address_row_key: Buffer;
  message_id: string;
  kind: 'in' | 'out' | 'note';
  by_machine: boolean;
  author: string | null;
  outcome: 'waiting' | 'sent' | 'failed' | 'unknown' | null;
  sealed: Buffer;
  key_version: number;
  row_key: Buffer;
}

type Refused = { verdict: 'forbidden' | 'unknown' | 'too-many' | 'too-many-here' };

/** That it is opened is written down first. @returns why not, or its messages in no order */
export async function openConversation(
  tx: EntityManager,
  session: Buffer,
  registerId: string,
  conversationId: string,
): Promise<OpenedRow[] | Refused['verdict']> {
  const rows = (await tx.query('select * from jatakk.open_conversation($1, $2, $3)', [
    session,
    registerId,
    conversationId,
  ])) as (OpenedRow | Refused)[];
  const [first] = rows;
  if (!first) return 'unknown';
  return first.verdict === 'opened' ? (rows as OpenedRow[]) : first.verdict;
}

export interface OpenedPart {
  verdict: string;
  sealed: Buffer;
  key_version: number;
  row_key: Buffer;
  part_id: string;
  part: Buffer;
  part_key_version: number;
}

export interface PartWanted {
  conversationId: string;
  messageId: string;
  position: number;
  chunk: number;
}

/** One piece of what was attached, with the message that names it; undefined where there is none. */
export async function openPart(
  tx: EntityManager,
  session: Buffer,
  registerId: string,
  { conversationId, messageId, position, chunk }: PartWanted,
): Promise<OpenedPart | undefined> {
  const rows = (await tx.query('select * from jatakk.open_part($1, $2, $3, $4, $5, $6)', [
    session,
    registerId,
    conversationId,
    messageId,
    position,
    chunk,
  ])) as OpenedPart[];
  return rows[0];
}

export interface WrittenMessage {
  conversationId: string;
  id: string;
  kind: 'note' | 'out';
  sealed: Buffer;
  keyVersion: number;
  rowKey: Buffer;
  /** An answer's: of its Message-ID, and the notice that sends it. */
  messageHash: Buffer | null;
  noticeId: string | null;
}

export type WriteOutcome = 'written' | 'already' | 'forbidden' | 'unknown' | 'no-address';

export async function writeMessage(
  tx: EntityManager,
  session: Buffer,
  registerId: string,
  message: WrittenMessage,
): Promise<WriteOutcome> {
  const { conversationId, id, kind, sealed, keyVersion, rowKey, messageHash, noticeId } = message;
  const rows = (await tx.query(
    'select jatakk.write_message($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as outcome',
    [session, registerId, conversationId, id, kind, sealed, keyVersion, rowKey, messageHash, noticeId],
  )) as { outcome: WriteOutcome }[];
  return rows[0]!.outcome;
}

/** @returns why not, or the conversations of whoever has one of these hashes */
export async function searchMail(
  tx: EntityManager,
  session: Buffer,
  registerId: string,
  correspondents: readonly Buffer[],
): Promise<string[] | string> {
  const rows = (await tx.query('select * from jatakk.search_mail($1, $2, $3)', [
    session,
    registerId,
    correspondents,
  ])) as { verdict: string; conversation_id: string | null }[];
  if (rows[0]?.verdict !== 'opened') return rows[0]?.verdict ?? 'unknown';
  return rows.flatMap(({ conversation_id: id }) => (id === null ? [] : [id]));
}
