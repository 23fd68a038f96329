import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { HTML_POSITION } from '../../../inbound/inbox/kept-message.js';
import { KeyRings } from '../../../registers/key-rings.service.js';
import { openPart } from '../../inbox/opened-conversation.queries.js';
import { openChunk, openMessage } from '../../inbox/seal-message.js';
import type { ActAnswer, OpenedAsk, WindowAct } from '../window-act.js';

const asked = z.object({
  conversationId: z.uuid(),
  messageId: z.uuid(),
  position: z.int().min(0).max(HTML_POSITION),
  chunk: z.int().nonnegative(),
});

/**
 * One piece of what was attached to a mail, or of its HTML. The message says which piece that is: one that somebody has
 * put into another place in the database is not handed out.
 */
@Injectable()
export class OpenPartAct implements WindowAct {
  readonly act = 'open-part';

  constructor(private readonly rings: KeyRings) {}

  async answer(tx: EntityManager, { ringId, proof, content }: OpenedAsk): Promise<ActAnswer> {
    const question = asked.safeParse(content);
    if (!question.success) return { refused: 'unknown' };
    const wanted = question.data;
    const ring = await this.rings.held(tx, ringId);
    const row = await openPart(tx, proof, ringId, wanted);
    if (!row) return { refused: 'unknown' };
    if (row.verdict !== 'opened') return { refused: row.verdict };
    const { sealed, key_version: keyVersion, row_key: rowKey } = row;
    const kept = openMessage(
      ring,
      { id: wanted.messageId, sealed, keyVersion, rowKey },
      wanted.conversationId,
    );
    if (kept.kind !== 'in') return { refused: 'unknown' };
    const isHtml = wanted.position === HTML_POSITION;
    const attachment = isHtml ? { name: '', chunks: kept.html } : kept.attachments[wanted.position];
    if (attachment?.chunks[wanted.chunk] !== row.part_id) return { refused: 'unknown' };
    const bytes = openChunk(ring, {
      id: row.part_id,
      sealed: row.part,
      keyVersion: row.part_key_version,
      rowKey,
    });
    return {
      answer: { name: attachment.name, of: attachment.chunks.length, bytes: bytes.toString('base64') },
    };
  }
}
