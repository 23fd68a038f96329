import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { ActOnConversation } from '../../../inbound/inbox/act-on-conversation.service.js';
import { inboxCounts } from '../../../inbound/inbox/inbox.queries.js';
import { inboxSettings, inboxThemes } from '../../../inbound/inbox/inbox-settings.queries.js';
import { sharedSenders } from '../../../registers/shared-senders.queries.js';
import { May, Member, type SignedIn } from '../../http/access.js';
import { Page, SeeOther } from '../../http/page.js';
import { parseForm } from '../../http/parse-form.js';
import { staffPaths } from '../../pages/paths.js';
import { anyFault } from '../fields.js';
import { noticeOf, withDone } from '../notices.js';
import { InboxSettingsPage, type InboxSettingsPageProps } from '../pages/inbox/inbox-settings-page.js';
import { InboxPlaces } from './inbox-places.service.js';
import { readSettings, readThemes, settingsForm, themesForm } from './inbox-settings-form.js';

/** What the automatic reply of a register says, for how long its mail is kept, and what mail may be about. */
@Controller('staff/registers/:register/inbox-settings')
@May('set-inbox')
export class InboxSettingsController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly places: InboxPlaces,
    private readonly acts: ActOnConversation,
  ) {}

  @Get()
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    return this.#page(registerId, member, request, noticeOf(request));
  }

  @Post()
  async set(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const values = parseForm(settingsForm, body);
    const { settings, errors } = readSettings(values);
    if (anyFault(errors)) return this.#page(registerId, member, request, { values, errors });
    if (!(await this.acts.set(member.sessionHash, registerId, settings))) throw new NotFoundException();
    return new SeeOther(withDone(staffPaths.inboxSettings(registerId), 'inbox-set'));
  }

  @Post('themes')
  async setThemes(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const { themes: typedThemes } = parseForm(themesForm, body);
    const known = await inboxThemes(this.database, registerId);
    const { themes, error } = readThemes(typedThemes, known);
    const again = (says: NonNullable<typeof error>) =>
      this.#page(registerId, member, request, { typedThemes, errors: { themes: says } });
    if (error) return again(error);
    const outcome = await this.acts.setThemes(member.sessionHash, registerId, themes);
    if (outcome === 'twice') return again({ key: 'inbox.themes.error.twice' });
    if (outcome === 'not-yours') throw new NotFoundException();
    return new SeeOther(withDone(staffPaths.inboxSettings(registerId), 'inbox-themes-set'));
  }

  async #page(
    registerId: string,
    member: SignedIn,
    request: FastifyRequest,
    shown: Pick<InboxSettingsPageProps, 'values' | 'errors' | 'typedThemes' | 'notice'>,
  ): Promise<Page> {
    const [place, settings, themes, counts, shared] = await Promise.all([
      this.places.at(registerId, member, request),
      inboxSettings(this.database, registerId),
      inboxThemes(this.database, registerId),
      inboxCounts(this.database),
      sharedSenders(this.database, registerId),
    ]);
    const count = counts.find((one) => one.registerId === place.register.id);
    return new Page(<InboxSettingsPage {...place} {...{ settings, themes, count, shared }} {...shown} />, {
      status: shown.errors ? 422 : 200,
    });
  }
}
