import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, NotFoundException, Post, Query, Req } from '@nestjs/common';
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
import { On } from './on-conversation.js';

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
    @On() on: OnConversation,
    @Query('html') html: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const [place, conversation, themes, correspondents] = await Promise.all([
      this.places.at(on.registerId, member, request),
      this.conversations.open(member, on),
      inboxThemes(this.database, on.registerId),
      correspondentsOf(this.database, on.registerId),
    ]);
    return new Page(
      <ConversationPage
        {...place}
        {...{ conversation, themes, correspondents }}
        conversationId={on.conversationId}
        asHtml={typeof html === 'string' ? html : undefined}
        nextIds={{ out: randomUUID(), note: randomUUID() }}
        {...noticeOf(request)}
      />,
    );
  }

  @Post('answer')
  async answer(
    @On() on: OnConversation,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    return this.#write('out', on, body, member, request);
  }

  @Post('note')
  async note(
    @On() on: OnConversation,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    return this.#write('note', on, body, member, request);
  }

  @Post('assign')
  async assign(@On() on: OnConversation, @Body() body: unknown): Promise<SeeOther> {
    const { to } = parseForm(assignForm, body);
    return this.#back(on, await this.acts.assign(on, to === '' ? null : to), 'mail-assigned');
  }

  @Post('themes')
  async tag(@On() on: OnConversation, @Body() body: unknown): Promise<SeeOther> {
    const { theme } = parseForm(themesForm, body);
    return this.#back(on, await this.acts.tag(on, theme), 'mail-tagged');
  }

  @Post('close')
  async close(@On() on: OnConversation): Promise<SeeOther> {
    if (!(await this.acts.close(on, true))) throw new NotFoundException();
    return new SeeOther(withDone(staffPaths.inbox(on.registerId), 'mail-closed'));
  }

  @Post('reopen')
  async reopen(@On() on: OnConversation): Promise<SeeOther> {
    return this.#back(on, await this.acts.close(on, false), 'mail-reopened');
  }

  /** Says what goes; the next press erases. */
  @Get('erase')
  async askToErase(
    @On() on: OnConversation,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const place = await this.places.at(on.registerId, member, request);
    return new Page(<EraseConversationPage {...place} conversationId={on.conversationId} />);
  }

  @Post('erase')
  async erase(@On() on: OnConversation): Promise<SeeOther> {
    if (!(await this.acts.erase(on))) throw new NotFoundException();
    return new SeeOther(withDone(staffPaths.inbox(on.registerId), 'mail-erased'));
  }

  async #write(
    kind: Written['kind'],
    { registerId, conversationId }: OnConversation,
    body: unknown,
    member: SignedIn,
    request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const at = { registerId, conversationId };
    const { message: messageId, answer, note } = parseForm(writtenForm, body);
    const bare = (kind === 'out' ? answer : note).replaceAll('\r\n', '\n').trim();
    const fault = textFault(bare, { max: ANSWER_LENGTH });
    const why = fault
      ? undefined
      : await this.conversations.write(member, at, { messageId, kind, text: bare });
    if (fault || why) {
      const place = await this.places.at(registerId, member, request);
      const says = fault ?? { key: `conversation.error.${why!}` as const };
      return new Page(
        <NotWrittenPage {...place} {...at} kind={kind} messageId={messageId} text={bare} says={says} />,
        { status: why === 'late' ? 503 : 422 },
      );
    }
    this.doorbell.ring();
    const done = kind === 'out' ? 'mail-answered' : 'mail-noted';
    return new SeeOther(withDone(staffPaths.conversation(registerId, conversationId), done));
  }

  #back({ registerId, conversationId }: OnConversation, done: boolean, says: Done): SeeOther {
    if (!done) throw new NotFoundException();
    return new SeeOther(withDone(staffPaths.conversation(registerId, conversationId), says));
  }
}
