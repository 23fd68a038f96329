import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import {
  INBOX_VIEWS,
  type InboxFilter,
  type InboxView,
  inboxCounts,
  inboxLines,
} from '../../../inbound/inbox/inbox.queries.js';
import { inboxThemes } from '../../../inbound/inbox/inbox-settings.queries.js';
import { parseEmailAddress, trimTyped } from '../../../registers/email-address.js';
import { May, Member, type SignedIn } from '../../http/access.js';
import { addressMessage } from '../../http/address-words.js';
import { NotedWhereItIsDone } from '../../http/noted.js';
import { Page } from '../../http/page.js';
import { parseForm } from '../../http/parse-form.js';
import { typed } from '../fields.js';
import { noticeOf } from '../notices.js';
import { InboxPage } from '../pages/inbox/inbox-page.js';
import { MailFoundPage } from '../pages/inbox/mail-found-page.js';
import { Conversations } from './conversations.service.js';
import { InboxPlaces } from './inbox-places.service.js';

const searchForm = z.object({ address: typed });
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The mail of one register, from outside: how many, how old, whose it is. Nothing that anybody wrote. */
@Controller('staff/registers/:register/inbox')
@May('answer-mail')
export class InboxController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly places: InboxPlaces,
    private readonly conversations: Conversations,
  ) {}

  @Get()
  async list(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Query() query: Record<string, unknown>,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    return this.#page(registerId, query, member, request);
  }

  /** By one exact address, which stands in no address of a page. */
  @Post('by-address')
  @NotedWhereItIsDone()
  async search(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const address = trimTyped(parseForm(searchForm, body).address);
    const reading = parseEmailAddress(address);
    if (!reading.ok)
      return this.#page(registerId, {}, member, request, { address, error: addressMessage(reading.reason) });
    const found = await this.conversations.search(member, registerId, address);
    if (found === 'malformed')
      return this.#page(registerId, {}, member, request, { address, error: { key: 'address.error.no-at' } });
    const [place, lines, themes] = await Promise.all([
      this.places.at(registerId, member, request),
      inboxLines(this.database, member.sessionHash, registerId, { view: 'all', ids: found }),
      inboxThemes(this.database, registerId),
    ]);
    return new Page(<MailFoundPage {...place} address={address} lines={lines} themes={themes} />);
  }

  async #page(
    registerId: string,
    query: Record<string, unknown>,
    member: SignedIn,
    request: FastifyRequest,
    search?: Parameters<typeof InboxPage>[0]['search'],
  ): Promise<Page> {
    const filter = filterOf(query);
    const [place, lines, themes, counts] = await Promise.all([
      this.places.at(registerId, member, request),
      inboxLines(this.database, member.sessionHash, registerId, filter),
      inboxThemes(this.database, registerId),
      inboxCounts(this.database),
    ]);
    const count = counts.find((one) => one.registerId === place.register.id);
    return new Page(
      <InboxPage {...place} {...{ filter, lines, themes, count, search }} {...noticeOf(request)} />,
      { status: search ? 422 : 200 },
    );
  }
}

/** What a query asks to be shown; anything else in it means nothing. */
function filterOf(query: Record<string, unknown>): InboxFilter & { view: InboxView } {
  const view = INBOX_VIEWS.find((one) => one === query['show']) ?? 'waiting';
  const theme = z.uuid().safeParse(query['theme']);
  const month = typeof query['month'] === 'string' && MONTH.test(query['month']) ? query['month'] : undefined;
  return {
    view,
    ...(theme.success && { themeId: theme.data }),
    ...(month !== undefined && { month: `${month}-01` }),
  };
}
