import {
  Body,
  Controller,
  Get,
  NotFoundException,
  Param,
  ParseUUIDPipe,
  Post,
  Req,
  Res,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import type { DataSource } from 'typeorm';
import { translator } from '../../platform/i18n/messages.js';
import { escapeHtml } from '../../platform/rendering/html.js';
import { KeepSiteMessage } from '../../site-messages/keep-site-message.service.js';
import type { SiteMessage } from '../../site-messages/site-message.js';
import { siteMessageOf, siteMessages } from '../../site-messages/site-messages.queries.js';
import { type JatakkRequest, May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { shownSiteMessage } from '../../site-messages/shown-site-message.js';
import { anyFault } from './fields.js';
import { noticeOf, withDone } from './notices.js';
import { SiteMessagePage, type SiteMessagePageProps } from './pages/site-message-page.js';
import { SiteMessagesPage } from './pages/site-messages-page.js';
import { contentOf, siteMessageFaults, siteMessageForm, valuesOf } from './site-message-form.js';

/** In a frame of the page: it runs the script that sites run, and can reach nothing. */
const FRAME_POLICY =
  "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox; default-src 'none'; script-src 'self'; frame-ancestors 'self'";

/** What the organisation says on its own site. */
@Controller('staff/site-messages')
@May('write-site-message')
export class SiteMessagesController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
    private readonly keep: KeepSiteMessage,
  ) {}

  @Get()
  async all(@Member() member: SignedIn, @Req() request: JatakkRequest): Promise<Page> {
    return new Page(
      <SiteMessagesPage
        frame={await this.frames.staffFrame(request, member)}
        messages={await siteMessages(this.database)}
        scriptAddress={`${await this.frames.publicUrl()}/m.js`}
        {...noticeOf(request)}
      />,
    );
  }

  @Get('new')
  async begin(@Member() member: SignedIn, @Req() request: JatakkRequest): Promise<Page> {
    return this.#page(member, request, {});
  }

  @Post()
  async create(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
  ): Promise<Page | SeeOther> {
    return this.#save(body, member, request);
  }

  @Get(':message')
  async one(
    @Param('message', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
  ): Promise<Page> {
    const message = await this.#message(id);
    return this.#page(member, request, { message, values: valuesOf(message), ...noticeOf(request) });
  }

  @Post(':message')
  async save(
    @Param('message', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
  ): Promise<Page | SeeOther> {
    return this.#save(body, member, request, await this.#message(id));
  }

  @Post(':message/show')
  async show(@Param('message', ParseUUIDPipe) id: string, @Member() member: SignedIn): Promise<SeeOther> {
    if (!(await this.keep.show(member.sessionHash, id, true))) throw new NotFoundException();
    return new SeeOther(withDone(staffPaths.siteMessage(id), 'site-message-shown'));
  }

  @Post(':message/take-off')
  async takeOff(@Param('message', ParseUUIDPipe) id: string, @Member() member: SignedIn): Promise<SeeOther> {
    if (!(await this.keep.show(member.sessionHash, id, false))) throw new NotFoundException();
    return new SeeOther(withDone(staffPaths.siteMessage(id), 'site-message-taken-off'));
  }

  @Post(':message/remove')
  async remove(@Param('message', ParseUUIDPipe) id: string, @Member() member: SignedIn): Promise<SeeOther> {
    if (!(await this.keep.remove(member.sessionHash, id))) throw new NotFoundException();
    return new SeeOther(withDone(staffPaths.siteMessages, 'site-message-removed'));
  }

  /** The message as visitors see it, shown by the script that shows it to them. */
  @Get(':message/frame')
  async frame(
    @Param('message', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const message = await this.#message(id);
    const { locale } = await this.frames.staffFrame(request, member);
    const { organisation } = await this.frames.house();
    const shown = escapeHtml(JSON.stringify(shownSiteMessage(message, organisation?.name ?? '')));
    const title = escapeHtml(translator(locale)('site-message.preview'));
    await reply
      .headers({ 'content-security-policy': FRAME_POLICY, 'x-frame-options': 'SAMEORIGIN' })
      .type('text/html; charset=utf-8')
      .send(
        `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${title}</title>` +
          `<meta name="viewport" content="width=device-width, initial-scale=1"></head>` +
          `<body><script src="/m.js" data-preview="${shown}"></script></body></html>`,
      );
  }

  async #save(
    body: unknown,
    member: SignedIn,
    request: JatakkRequest,
    message?: SiteMessage,
  ): Promise<Page | SeeOther> {
    const { revision, ...values } = parseForm(siteMessageForm, body);
    const errors = siteMessageFaults(values);
    const again = (found: SiteMessagePageProps['errors']) =>
      this.#page(member, request, { ...(message && { message }), values, errors: found, revision });
    if (anyFault(errors)) return again(errors);
    const known = message && { id: message.id, revision };
    const { outcome, message: id } = await this.keep.save(member.sessionHash, contentOf(values), known);
    if (outcome === 'saved') return new SeeOther(withDone(staffPaths.siteMessage(id!), 'saved'));
    if (outcome === 'not-yours') throw new NotFoundException();
    return again({ form: { key: `site-message.error.${outcome}` } });
  }

  async #page(
    member: SignedIn,
    request: JatakkRequest,
    shown: Omit<SiteMessagePageProps, 'frame'>,
  ): Promise<Page> {
    const frame = await this.frames.staffFrame(request, member);
    return new Page(<SiteMessagePage frame={frame} {...shown} />, { status: shown.errors ? 422 : 200 });
  }

  async #message(id: string): Promise<SiteMessage> {
    const message = await siteMessageOf(this.database, id);
    if (!message) throw new NotFoundException();
    return message;
  }
}
