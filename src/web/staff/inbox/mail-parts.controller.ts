import { Readable } from 'node:stream';
import { Controller, Get, Param, ParseIntPipe, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { OnConversation } from '../../../inbound/inbox/act-on-conversation.service.js';
import { asDownload } from '../../../inbound/inbox/plain-line.js';
import { May, Member, type SignedIn } from '../../http/access.js';
import { NotedWhereItIsDone } from '../../http/noted.js';
import { Conversations } from './conversations.service.js';
import { On } from './on-conversation.js';
import { framedMail, MAIL_FRAME } from './framed-mail.js';

/** What a mail holds beside its text: its HTML in a frame that can do nothing, and what was attached, as a file. */
@Controller('staff/registers/:register/inbox/:conversation/messages/:message')
@May('answer-mail')
export class MailPartsController {
  constructor(private readonly conversations: Conversations) {}

  @Get('html')
  async html(
    @On() on: OnConversation,
    @Param('message', ParseUUIDPipe) messageId: string,
    @Member() member: SignedIn,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const html = await this.conversations.html(member, on, messageId);
    await reply.type('text/html; charset=utf-8').headers(MAIL_FRAME).send(framedMail(html));
  }

  /** As octets and nothing else: no browser shows it, none guesses what it is. */
  @Post('attachments/:position')
  @NotedWhereItIsDone()
  async download(
    @On() on: OnConversation,
    @Param('message', ParseUUIDPipe) messageId: string,
    @Param('position', ParseIntPipe) position: number,
    @Member() member: SignedIn,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { name, pieces } = await this.conversations.attachment(member, on, messageId, position);
    await reply
      .status(200)
      .type('application/octet-stream')
      .headers({
        'content-disposition': asDownload(name),
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
      })
      .send(Readable.from(pieces));
  }
}
