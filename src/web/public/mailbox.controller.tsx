import { Controller, Get, Inject, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type MailboxMessage, readMailbox, readMessage } from '../../platform/embedded/mailbox-reader.js';
import { Public } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { IN_A_FRAME, opensBeside } from '../http/in-a-frame.js';
import { Page } from '../http/page.js';
import { publicPaths } from '../pages/paths.js';
import { MAILBOX_DIR } from '../tokens.js';
import { MailboxMessagePage } from './pages/mailbox-message-page.js';
import { MailboxPage } from './pages/mailbox-page.js';

const WORTH_A_LOOK = /^(from|to|subject|date|message-id|list-|precedence|auto-submitted|content-language)/i;

/** The local mailbox, while the house is on trial. Live it does not exist, whatever lies in a folder. */
@Controller('mailbox')
@Public()
export class MailboxController {
  constructor(
    private readonly frames: Frames,
    @Inject(MAILBOX_DIR) private readonly folder: string | undefined,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest): Promise<Page> {
    const folder = await this.#folderOnTrial();
    const messages = readMailbox(folder).map(({ id, to, subject, receivedAt }) => ({
      id,
      to: to.join(', '),
      subject,
      at: new Date(receivedAt),
      href: publicPaths.mail(id),
    }));
    return new Page(<MailboxPage frame={await this.frames.publicFrame(request)} messages={messages} />);
  }

  @Get(':id')
  async show(@Param('id') id: string, @Req() request: FastifyRequest): Promise<Page> {
    const message = await this.#message(id);
    return new Page(
      <MailboxMessagePage
        frame={await this.frames.publicFrame(request)}
        subject={message.subject}
        from={message.headers.find(({ name }) => name.toLowerCase() === 'from')?.value ?? message.from}
        to={message.to.join(', ')}
        at={new Date(message.receivedAt)}
        headers={message.headers.filter(({ name }) => WORTH_A_LOOK.test(name))}
        text={message.text}
        htmlUrl={message.html === null ? null : publicPaths.mailHtml(id)}
        oneClickUrl={message.oneClickUrl === null ? null : new URL(message.oneClickUrl).pathname}
      />,
    );
  }

  /** The HTML part alone, in a frame that can do nothing: no script, no origin, nothing fetched. */
  @Get(':id/html')
  async html(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { html } = await this.#message(id);
    if (html === null) throw new NotFoundException();
    reply.type('text/html; charset=utf-8').headers(IN_A_FRAME);
    return opensBeside(html);
  }

  async #message(id: string): Promise<MailboxMessage> {
    const message = await readMessage(await this.#folderOnTrial(), id);
    if (!message) throw new NotFoundException();
    return message;
  }

  async #folderOnTrial(): Promise<string> {
    if (this.folder === undefined || (await this.frames.house()).mode !== 'trial')
      throw new NotFoundException();
    return this.folder;
  }
}
