import { Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { DraftForOccasion } from '../../campaigns/draft-for-occasion.service.js';
import { EndWelcome } from '../../campaigns/end-welcome.service.js';
import { welcomeOf } from '../../campaigns/welcome.queries.js';
import { translator } from '../../platform/i18n/messages.js';
import { Register } from '../../registers/register.entity.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { staffPaths } from '../pages/paths.js';
import { findList } from './find-list.js';
import { findRegister } from './find-register.js';
import { languageFor } from './language-for.js';
import { noticeOf, withDone } from './notices.js';
import { WelcomePage } from './pages/welcome-page.js';

/** What whoever has confirmed is sent at once, if anything. It is written, approved and put on as a campaign is. */
@Controller('staff/registers/:register/lists/:list/welcome')
@May('manage-list')
export class WelcomeController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly drafts: DraftForOccasion,
    private readonly ending: EndWelcome,
  ) {}

  @Get()
  @May('see')
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const list = await findList(this.database, registerId, listId);
    return new Page(
      <WelcomePage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        list={list}
        welcome={await welcomeOf(this.database, listId)}
        {...noticeOf(request)}
      />,
    );
  }

  @Post()
  async write(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    const list = await findList(this.database, registerId, listId);
    const locale = languageFor(member, list.texts);
    const t = translator(locale);
    const id = await this.drafts.welcome(member.sessionHash, listId, {
      locale,
      subject: t('welcome.subject', { list: list.name }),
      body: t('welcome.body', { list: list.name }),
    });
    return new SeeOther(
      id === undefined
        ? withDone(staffPaths.welcome(registerId, listId), 'list-not-now')
        : staffPaths.editCampaign(registerId, id),
    );
  }

  @Post('end')
  @May('stop-campaign')
  async end(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    await findList(this.database, registerId, listId);
    const done = (await this.ending.end(member.sessionHash, listId)) ? 'welcome-ended' : 'list-not-now';
    return new SeeOther(withDone(staffPaths.welcome(registerId, listId), done));
  }
}
