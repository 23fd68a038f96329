import { randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { arrivalPartRow, type MailArrival } from '../../inbound/arrival.js';
import { FULL, HTML_POSITION, type KeptMail } from '../../inbound/inbox/kept-message.js';
import { openSealedBox } from '../../platform/sealing/open-sealed-box.js';
import { OpeningError } from '../../platform/sealing/opening-error.js';
import { correspondentHash, messageIdHash, messageIdHashes } from '../../registers/correspondent-hash.js';
import { type EmailAddress, parseEmailAddress } from '../../registers/email-address.js';
import type { KeyRing } from '../../registers/key-ring.js';
import {
  type AsThingsAre,
  findThread,
  insertMail,
  insertPart,
  type NewConversation,
  sealedPartOf,
  type SealedRow,
} from './keep-mail.queries.js';
import { isByMachine, mayAnswerByMachine } from './may-answer-by-machine.js';
import { newRowKey, sealAddress, sealChunks, sealMessage } from './seal-message.js';

/**
 * Puts a mail where it belongs: into the conversation that it answers, if that is the same person's, or into one of its
 * own. It stays in the transaction that takes the arrival away. Nothing of it is parsed: it is sealed as it came.
 */
export async function keepMail(
  tx: EntityManager,
  ring: KeyRing,
  mail: MailArrival,
  arrivalId: string,
  things: AsThingsAre,
): Promise<void> {
  const registerId = ring.ringId;
  const reading = parseEmailAddress(mail.from.address);
  const from = reading.ok ? reading.address : undefined;
  const automatic = isByMachine(mail);
  const answeredByMachine = from !== undefined && (await mayAnswerByMachine(tx, ring, mail, from, things));
  const place = await placeOf(tx, ring, mail, from, automatic);
  const conversationId = typeof place === 'string' ? place : place.id;
  const id = randomUUID();
  const rowKey = newRowKey();
  const attached = await attachmentsOf(tx, ring, mail, arrivalId, rowKey);
  const html = sealChunks(ring, rowKey, Buffer.from(mail.html ?? '', 'utf8'));
  const kept: KeptMail = {
    kind: 'in',
    conversation: conversationId,
    at: things.now.toISOString(),
    to: mail.to,
    from: mail.from,
    subject: mail.subject,
    ...(mail.messageId !== undefined && { messageId: mail.messageId }),
    references: mail.references,
    text: mail.text,
    cut:
      mail.cut || attached.some(({ chunks }, at) => chunks.length === 0 && mail.attachments[at]!.bytes > 0),
    attachments: mail.attachments.map((one, at) => ({ ...one, chunks: idsOf(attached[at]!.chunks) })),
    html: idsOf(html),
  };
  await insertMail(tx, {
    ...sealMessage(ring, { id, rowKey }, kept),
    registerId,
    conversationId,
    begins: typeof place === 'string' ? undefined : place,
    rowKey,
    automatic,
    messageHash: mail.messageId === undefined ? null : messageIdHash(ring, mail.messageId),
    autoReply: answeredByMachine ? randomUUID() : null,
  });
  for (const { position, chunks } of [...attached, { position: HTML_POSITION, chunks: html }])
    for (const [chunk, row] of chunks.entries())
      await insertPart(tx, { ...row, registerId, messageId: id, position, chunk });
}

/** The conversation that is there, or the one that it begins. */
async function placeOf(
  tx: EntityManager,
  ring: KeyRing,
  mail: MailArrival,
  from: EmailAddress | undefined,
  automatic: boolean,
): Promise<string | NewConversation> {
  const registerId = ring.ringId;
  // Of somebody whom nobody could answer nothing is found again.
  const correspondent = from ? correspondentHash(ring, from) : randomBytes(32);
  const messageHashes = mail.references.flatMap((id) => messageIdHashes(ring, id));
  const found =
    from && messageHashes.length > 0
      ? await findThread(tx, { registerId, correspondent, messageHashes, full: FULL })
      : undefined;
  if (found !== undefined) return found;
  const id = randomUUID();
  const rowKey = newRowKey();
  const address = from ? sealAddress(ring, { id, rowKey }, from.asTyped) : null;
  return { id, automatic, correspondent, rowKey, address };
}

interface Attached {
  position: number;
  /** None where it did not open. */
  chunks: SealedRow[];
}

async function attachmentsOf(
  tx: EntityManager,
  ring: KeyRing,
  mail: MailArrival,
  arrivalId: string,
  rowKey: Buffer,
): Promise<Attached[]> {
  const attached: Attached[] = [];
  for (const position of mail.attachments.keys()) {
    const bytes = await openPart(tx, ring, arrivalId, position);
    attached.push({ position, chunks: bytes ? sealChunks(ring, rowKey, bytes) : [] });
    bytes?.fill(0);
  }
  return attached;
}

async function openPart(
  tx: EntityManager,
  ring: KeyRing,
  arrivalId: string,
  position: number,
): Promise<Buffer | undefined> {
  const part = await sealedPartOf(tx, arrivalId, position);
  if (!part) return undefined;
  const place = { ringId: ring.ringId, rowId: arrivalPartRow(arrivalId, position) };
  try {
    const content = openSealedBox(ring.sealPair(part.keyVersion), place, part.sealed);
    return typeof content === 'string' ? Buffer.from(content, 'base64') : undefined;
  } catch (error) {
    // The mail is worth more than what was attached to it, and its reader is told.
    if (error instanceof OpeningError) return undefined;
    throw error;
  }
}

const idsOf = (rows: readonly SealedRow[]): string[] => rows.map(({ id }) => id);
