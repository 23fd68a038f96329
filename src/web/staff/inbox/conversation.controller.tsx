import { randomUUID } from 'node:crypto';
import {
  Body,
  Controller,
  Get,
  NotFoundException,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  Req,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { correspondentsOf } from '../../../inbound/inbox/inbox.queries.js';
import { inboxThemes } from '../../../inbound/inbox/inbox-settings.queries.js';
import {
  ActOnConversation,
  type OnConversation,
} from '../../../inbound/inbox/act-on-conversation.service.js';
import { ANSWER_LENGTH } from '../../../inbound/inbox/shown-conversation.js';
import { Doorbell } from '../../../platform/database/doorbell.js';
import { May, Member, type SignedIn } from '../../http/access.js';
import { Page, SeeOther } from '../../http/page.js';
import { parseForm } from '../../http/parse-form.js';
import { staffPaths } from '../../pages/paths.js';
import { textFault, typed } from '../fields.js';
import { type Done, noticeOf, withDone } from '../notices.js';
import { ConversationPage } from '../pages/inbox/conversation-page.js';
import { EraseConversationPage } from '../pages/inbox/erase-conversation-page.js';
import { NotWrittenPage } from '../pages/inbox/not-written-page.js';
import { Conversations, type Written } from './conversations.service.js';
import { InboxPlaces } from './inbox-places.service.js';

const writtenForm = z.object({ message: z.uuid(), answer: typed, note: typed });
const assignForm = z.object({ to: z.union([z.uuid(), z.literal('')]) });
const themesForm = z.object({
  theme: z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.uuid()).max(50)),
});

/** One conversation: read through the window, and what may be done with it. */
@Controller('staff/registers/:register/inbox/:conversation')
@May('answer-mail')
export class ConversationController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly places: InboxPlaces,
    private readonly conversations: Conversations,
    private readonly acts: ActOnConversation,
    private readonly doorbell: Doorbell,
  ) {}

  /** That it was read is noted by the keeper, before it hands anything out. */
  @Get()
  async read(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('conversation', ParseUUIDPipe) conversationId: string,
    @Query('html') html: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const [place, conversation, themes, correspondents] = await Promise.all([
      this.places.at(registerId, member, request),
      this.conversations.open(member, { registerId, conversationId }),
      inboxThemes(this.database, registerId),
      correspondentsOf(this.database, registerId),
    ]);
    return new Page(
      <ConversationPage
        {...place}
        {...{ conversationId, conversation, themes, correspondents }}
        asHtml={typeof html === 'string' ? html : undefined}
        nextIds={{ out: randomUUID(), note: randomUUID() }}
        {...noticeOf(request)}
      />,
    );
  }

  @Post('answer')
  async answer(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('conversation', ParseUUIDPipe) conversationId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    return this.#write('out', { registerId, conversationId }, body, member, request);
  }

  @Post('note')
  async note(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('conversation', ParseUUIDPipe) conversationId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    return this.#write('note', { registerId, conversationId }, body, member, request);
  }

  @Post('assign')
  async assign(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('conversation', ParseUUIDPipe) conversationId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    const { to } = parseForm(assignForm, body);
    const on = { session: member.sessionHash, registerId, conversationId };
    return this.#back(on, await this.acts.assign(on, to === '' ? null : to), 'mail-assigned');
  }

  @Post('themes')
  async tag(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('conversation', ParseUUIDPipe) conversationId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    const { theme } = parseForm(themesForm, body);
    const on = { session: member.sessionHash, registerId, conversationId };
    return this.#back(on, await this.acts.tag(on, theme), 'mail-tagged');
  }

  @Post('close')
  async close(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('conversation', ParseUUIDPipe) conversationId: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    const on = { session: member.sessionHash, registerId, conversationId };
    if (!(await this.acts.close(on, true))) throw new NotFoundException();
    return new SeeOther(withDone(staffPaths.inbox(registerId), 'mail-closed'));
  }

  @Post('reopen')
  async reopen(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('conversation', ParseUUIDPipe) conversationId: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    const on = { session: member.sessionHash, registerId, conversationId };
    return this.#back(on, await this.acts.close(on, false), 'mail-reopened');
  }

  /** Says what goes; the next press erases. */
  @Get('erase')
  async askToErase(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('conversation', ParseUUIDPipe) conversationId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const place = await this.places.at(registerId, member, request);
    return new Page(<EraseConversationPage {...place} conversationId={conversationId} />);
  }

  @Post('erase')
  async erase(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('conversation', ParseUUIDPipe) conversationId: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    const on = { session: member.sessionHash, registerId, conversationId };
    if (!(await this.acts.erase(on))) throw new NotFoundException();
    return new SeeOther(withDone(staffPaths.inbox(registerId), 'mail-erased'));
  }

  async #write(
    kind: Written['kind'],
    at: Pick<OnConversation, 'registerId' | 'conversationId'>,
    body: unknown,
    member: SignedIn,
    request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const { message: messageId, answer, note } = parseForm(writtenForm, body);
    const bare = (kind === 'out' ? answer : note).replaceAll('\r\n', '\n').trim();
    const fault = textFault(bare, { max: ANSWER_LENGTH });
    const why = fault
      ? undefined
      : await this.conversations.write(member, at, { messageId, kind, text: bare });
    if (fault || why) {
      const place = await this.places.at(at.registerId, member, request);
      const says = fault ?? { key: `conversation.error.${why!}` as const };
      return new Page(
        <NotWrittenPage {...place} {...at} kind={kind} messageId={messageId} text={bare} says={says} />,
        { status: why === 'late' ? 503 : 422 },
      );
    }
    this.doorbell.ring();
    const done = kind === 'out' ? 'mail-answered' : 'mail-noted';
    return new SeeOther(withDone(staffPaths.conversation(at.registerId, at.conversationId), done));
  }

  #back({ registerId, conversationId }: OnConversation, done: boolean, says: Done): SeeOther {
    if (!done) throw new NotFoundException();
    return new SeeOther(withDone(staffPaths.conversation(registerId, conversationId), says));
  }
}
