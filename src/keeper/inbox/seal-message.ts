import { randomBytes, randomUUID } from 'node:crypto';
import { openAtRest, sealAtRest } from '../../platform/sealing/at-rest.js';
import { OpeningError } from '../../platform/sealing/opening-error.js';
import { CHUNK, keptMessage, type KeptMessage } from '../../inbound/inbox/kept-message.js';
import type { KeyRing } from '../../registers/key-ring.js';
import type { SealedRow } from './keep-mail.queries.js';

/** A message's row key, under which its pieces lie too. */
export const newRowKey = (): Buffer => randomBytes(16);

export function sealMessage(
  ring: KeyRing,
  row: { id: string; rowKey: Buffer },
  kept: KeptMessage,
): SealedRow {
  return sealed(ring, 'message', row, Buffer.from(JSON.stringify(kept), 'utf8'));
}

/** Some bytes in pieces, each under an id of its own: the message names them in their order. */
export function sealChunks(ring: KeyRing, rowKey: Buffer, bytes: Buffer): SealedRow[] {
  const rows: SealedRow[] = [];
  for (let from = 0; from < bytes.length; from += CHUNK)
    rows.push(sealed(ring, 'part', { id: randomUUID(), rowKey }, bytes.subarray(from, from + CHUNK)));
  return rows;
}

export function sealAddress(ring: KeyRing, row: { id: string; rowKey: Buffer }, address: string): SealedRow {
  return sealed(ring, 'address', row, Buffer.from(address, 'utf8'));
}

/** @throws OpeningError when a byte, the row, the register or the conversation is another */
export function openMessage(
  ring: KeyRing,
  row: SealedRow & { rowKey: Buffer },
  conversationId: string,
): KeptMessage {
  const kept = keptMessage.safeParse(JSON.parse(opened(ring, 'message', row).toString('utf8')));
  if (!kept.success || kept.data.conversation !== conversationId) throw new OpeningError('rest-malformed');
  return kept.data;
}

/** @throws OpeningError as {@link openMessage} */
export function openChunk(ring: KeyRing, row: SealedRow & { rowKey: Buffer }): Buffer {
  return opened(ring, 'part', row);
}

type Purpose = 'message' | 'part' | 'address';

function sealed(
  ring: KeyRing,
  purpose: Purpose,
  { id, rowKey }: { id: string; rowKey: Buffer },
  plain: Buffer,
): SealedRow {
  const { version: keyVersion, key: restKey } = ring.current('rest');
  const place = { purpose, registerId: ring.ringId, rowId: id, keyVersion };
  return { id, keyVersion, sealed: sealAtRest({ restKey, rowKey }, place, plain) };
}

function opened(ring: KeyRing, purpose: Purpose, row: SealedRow & { rowKey: Buffer }): Buffer {
  const { id: rowId, keyVersion, rowKey } = row;
  const place = { purpose, registerId: ring.ringId, rowId, keyVersion };
  return openAtRest({ restKey: ring.key('rest', keyVersion), rowKey }, place, row.sealed);
}
