import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { answerSubject, threadOf } from '../../../inbound/inbox/answer-to.js';
import type { KeptAnswer, KeptMail, KeptMessage } from '../../../inbound/inbox/kept-message.js';
import { ANSWER_LENGTH } from '../../../inbound/inbox/shown-conversation.js';
import { messageIdHash } from '../../../registers/correspondent-hash.js';
import type { KeyRing } from '../../../registers/key-ring.js';
import { KeyRings } from '../../../registers/key-rings.service.js';
import { openConversation, writeMessage } from '../../inbox/opened-conversation.queries.js';
import { newRowKey, openMessage, sealMessage } from '../../inbox/seal-message.js';
import { answersFrom } from '../../inbox/answers-from.queries.js';
import { noticeMessageId } from '../../notice-names.js';
import type { ActAnswer, OpenedAsk, WindowAct } from '../window-act.js';

const asked = z.object({
  conversationId: z.uuid(),
  /** Made with the page: pressed twice it is one. */
  messageId: z.uuid(),
  kind: z.enum(['note', 'out']),
  text: z.string().min(1).max(ANSWER_LENGTH),
});

/** A note, or an answer to the last mail of a conversation: sealed beside it, and an answer is on its way from here. */
@Injectable()
export class WriteMessageAct implements WindowAct {
  readonly act = 'write-message';

  constructor(private readonly rings: KeyRings) {}

  async answer(tx: EntityManager, { ringId, proof, content }: OpenedAsk): Promise<ActAnswer> {
    const question = asked.safeParse(content);
    if (!question.success) return { refused: 'malformed' };
    const { conversationId, messageId: id, kind, text } = question.data;
    const ring = await this.rings.held(tx, ringId);
    const rowKey = newRowKey();
    const at = new Date().toISOString();
    const told =
      kind === 'note'
        ? {
            kept: { kind, conversation: conversationId, at, text } satisfies KeptMessage,
            messageHash: null,
            noticeId: null,
          }
        : await this.#answer(tx, ring, { session: proof, conversationId, at, text });
    if (typeof told === 'string') return { refused: told };
    const { kept, messageHash, noticeId } = told;
    const { sealed, keyVersion } = sealMessage(ring, { id, rowKey }, kept);
    const message = { conversationId, id, kind, sealed, keyVersion, rowKey, messageHash, noticeId };
    const outcome = await writeMessage(tx, proof, ringId, message);
    return outcome === 'written' || outcome === 'already' ? { answer: outcome } : { refused: outcome };
  }

  /** As the last mail asks for it: from the address it came to, under its subject, in its thread. */
  async #answer(
    tx: EntityManager,
    ring: KeyRing,
    {
      session,
      conversationId,
      at,
      text,
    }: Record<'conversationId' | 'at' | 'text', string> & { session: Buffer },
  ) {
    const rows = await openConversation(tx, session, ring.ringId, conversationId);
    if (typeof rows === 'string') return rows;
    const mails = rows
      .filter(({ kind }) => kind === 'in')
      .map(({ message_id: id, sealed, key_version: keyVersion, row_key: rowKey }) =>
        openMessage(ring, { id, sealed, keyVersion, rowKey }, conversationId),
      )
      .filter((kept): kept is KeptMail => kept.kind === 'in')
      .toSorted((a, b) => a.at.localeCompare(b.at));
    const last = mails.at(-1);
    const from = await answersFrom(tx, ring.ringId, last?.to ?? '');
    if (!last || !from) return 'no-address';
    const kept: KeptAnswer = {
      kind: 'out',
      conversation: conversationId,
      at,
      from,
      subject: answerSubject(last.subject),
      text,
      ...threadOf(last),
    };
    const noticeId = randomUUID();
    const name = noticeMessageId(ring, ring.current('notice').version, noticeId, from.address);
    return { kept, noticeId, messageHash: messageIdHash(ring, name.slice(1, -1)) };
  }
}
