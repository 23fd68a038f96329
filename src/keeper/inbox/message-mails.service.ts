import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { threadOf, type ThreadHeaders } from '../../inbound/inbox/answer-to.js';
import { inboxSettings } from '../../inbound/inbox/inbox-settings.queries.js';
import type { KeptAnswer, KeptMail } from '../../inbound/inbox/kept-message.js';
import type { ClaimedNotice } from '../../notices/notice.queries.js';
import type { House } from '../../registers/house.queries.js';
import { KeyRings } from '../../registers/key-rings.service.js';
import { autoReplyMail } from '../mails/auto-reply-mail.js';
import { answersFrom } from './answers-from.queries.js';
import { openMessage } from './seal-message.js';

type Organisation = NonNullable<House['organisation']>;

/** A mail in somebody's thread: plain text, from the address that they wrote to. */
export interface MessageMail {
  subject: string;
  text: string;
  from: { name: string; address: string };
  /** The conversation: its address, and no other, is where this may go. */
  conversationId: string;
  /** `byMachine`: nothing comes back to it, and no machine answers it (RFC 3834). */
  thread: ThreadHeaders & { byMachine: boolean };
}

interface MessageRow {
  id: string;
  conversationId: string;
  sealed: Buffer;
  keyVersion: number;
  rowKey: Buffer;
}

/** Makes what is sent of a conversation, the same on every attempt: everything in it lies sealed in its message. */
@Injectable()
export class MessageMails {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
  ) {}

  /** Undefined when the message is gone, or nothing can be sent of it. */
  async make(notice: ClaimedNotice, organisation: Organisation): Promise<MessageMail | undefined> {
    const rows = (await this.database.query(
      `select id, conversation_id as "conversationId", sealed, key_version as "keyVersion", row_key as "rowKey" from jatakk.message_of_notice($1, $2)`,
      [notice.id, notice.fence],
    )) as MessageRow[];
    const [row] = rows;
    if (!row) return undefined;
    const ring = await this.rings.having(notice.ring_id, 'rest', row.keyVersion);
    const kept = openMessage(ring, row, row.conversationId);
    if (kept.kind === 'out') return answerMail(kept, organisation);
    return kept.kind === 'in' ? this.#autoReply(notice.ring_id, kept, organisation) : undefined;
  }

  async #autoReply(
    registerId: string,
    mail: KeptMail,
    { name: organisation, postalAddress }: Organisation,
  ): Promise<MessageMail | undefined> {
    const from = await answersFrom(this.database, registerId, mail.to);
    if (!from) return undefined;
    const settings = await inboxSettings(this.database, registerId);
    const words = autoReplyMail({ settings, sender: from.name, organisation, postalAddress });
    return {
      ...words,
      from,
      conversationId: mail.conversation,
      thread: { ...threadOf(mail), byMachine: true },
    };
  }
}

function answerMail(kept: KeptAnswer, { name: organisation }: Organisation): MessageMail {
  const { from, subject, text, inReplyTo, references } = kept;
  const sender = from.name === organisation ? organisation : `${from.name}\n${organisation}`;
  return {
    subject,
    text: `${text}\n\n-- \n${sender}`,
    from,
    conversationId: kept.conversation,
    thread: { ...(inReplyTo !== undefined && { inReplyTo }), references, byMachine: false },
  };
}
