import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { plainLine } from '../../../inbound/inbox/plain-line.js';
import type { ShownConversation, ShownMessage } from '../../../inbound/inbox/shown-conversation.js';
import type { KeyRing } from '../../../registers/key-ring.js';
import { KeyRings } from '../../../registers/key-rings.service.js';
import { type OpenedRow, openConversation } from '../../inbox/opened-conversation.queries.js';
import { openMessage } from '../../inbox/seal-message.js';
import { openSubscriberAddress } from '../../open-address.js';
import type { ActAnswer, OpenedAsk, WindowAct } from '../window-act.js';

const asked = z.object({ conversationId: z.uuid() });

/** A conversation, to a correspondent of its register and to nobody else. The database checks who asks and writes it down. */
@Injectable()
export class OpenConversationAct implements WindowAct {
  readonly act = 'open-conversation';

  constructor(private readonly rings: KeyRings) {}

  async answer(tx: EntityManager, { ringId, proof, content }: OpenedAsk): Promise<ActAnswer> {
    const question = asked.safeParse(content);
    if (!question.success) return { refused: 'unknown' };
    const { conversationId } = question.data;
    const ring = await this.rings.held(tx, ringId);
    const rows = await openConversation(tx, proof, ringId, conversationId);
    if (typeof rows === 'string') return { refused: rows };
    const { state, automatic, awaits, assigned_to: assignedTo, themes } = rows[0]!;
    const messages = rows
      .map((row) => shownOf(ring, conversationId, row))
      .toSorted((a, b) => a.at.localeCompare(b.at));
    const shown: ShownConversation = {
      address: addressOf(ring, conversationId, rows[0]!),
      state,
      automatic,
      awaits,
      assignedTo,
      themes,
      messages,
    };
    return { answer: shown };
  }
}

function shownOf(ring: KeyRing, conversationId: string, row: OpenedRow): ShownMessage {
  const { message_id: id, kind, by_machine: byMachine, outcome } = row;
  const { sealed, key_version: keyVersion, row_key: rowKey } = row;
  const kept = openMessage(ring, { id, sealed, keyVersion, rowKey }, conversationId);
  const common = { id, kind, at: kept.at, byMachine, text: kept.text, outcome };
  if (kept.kind !== 'in') {
    const subject = kept.kind === 'out' ? kept.subject : '';
    const author = row.author ?? '';
    return { ...common, author, subject, to: null, cut: false, hasHtml: false, attachments: [] };
  }
  return {
    ...common,
    author: plainLine(kept.from.name, 200) || plainLine(kept.from.address, 320),
    subject: plainLine(kept.subject, 998),
    to: kept.to,
    cut: kept.cut,
    hasHtml: kept.html.length > 0,
    attachments: kept.attachments.map(({ name, type, bytes }) => ({ name, type, bytes })),
  };
}

function addressOf(ring: KeyRing, conversationId: string, row: OpenedRow): string | null {
  if (row.address === null) return null;
  return openSubscriberAddress(ring, {
    registerId: ring.ringId,
    subscriberId: conversationId,
    address: row.address,
    keyVersion: row.address_key_version,
    rowKey: row.address_row_key,
  }).asTyped;
}
