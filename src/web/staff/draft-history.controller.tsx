import { Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { draftVersion, draftVersions, type WholeVersion } from '../../campaigns/draft-versions.queries.js';
import { KeepDraft } from '../../campaigns/keep-draft.service.js';
import { Register } from '../../registers/register.entity.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { IN_A_FRAME, opensBeside } from '../http/in-a-frame.js';
import { Page, SeeOther } from '../http/page.js';
import { staffPaths } from '../pages/paths.js';
import { CampaignViews } from './campaign-view.service.js';
import { DraftPreviews } from './draft-previews.service.js';
import { findRegister } from './find-register.js';
import { noticeOf, withDone } from './notices.js';
import { DraftHistoryPage } from './pages/draft-history-page.js';
import { DraftVersionPage } from './pages/draft-version-page.js';

/** What a draft has been: listed, looked at, brought back. */
@Controller('staff/registers/:register/campaigns/:campaign/history')
@May('write-campaign')
export class DraftHistoryController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly views: CampaignViews,
    private readonly drafts: KeepDraft,
    private readonly previews: DraftPreviews,
  ) {}

  @Get()
  async all(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const campaign = await this.views.find(registerId, id);
    return new Page(
      <DraftHistoryPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        campaign={campaign}
        versions={await draftVersions(this.database, registerId, id)}
        {...noticeOf(request)}
      />,
    );
  }

  @Get(':version')
  async one(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Param('version', ParseUUIDPipe) versionId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const version = await this.#version(registerId, id, versionId);
    return new Page(
      <DraftVersionPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        campaign={await this.views.find(registerId, id)}
        version={version}
      />,
    );
  }

  /** As it would have been sent, in a frame that can do nothing. */
  @Get(':version/frame')
  async frame(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Param('version', ParseUUIDPipe) versionId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { listId, corrects } = await this.views.find(registerId, id);
    const {
      locale: language,
      subject,
      preheader,
      format,
      body,
    } = await this.#version(registerId, id, versionId);
    const mail = await this.previews.of(
      { registerId, listId, corrects, format },
      { language, subject, preheader, body },
    );
    reply.type('text/html; charset=utf-8').headers(IN_A_FRAME);
    return opensBeside(mail.html);
  }

  @Post(':version/bring-back')
  async bringBack(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Param('version', ParseUUIDPipe) versionId: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    await this.#version(registerId, id, versionId);
    const done = await this.drafts.bringBack(member.sessionHash, registerId, id, versionId);
    const next = done ? staffPaths.editCampaign : staffPaths.campaign;
    return new SeeOther(withDone(next(registerId, id), done ? 'brought-back' : 'changed'));
  }

  /** @throws 404 */
  async #version(registerId: string, id: string, versionId: string): Promise<WholeVersion> {
    const version = await draftVersion(this.database, registerId, id, versionId);
    if (!version) throw new NotFoundException();
    return version;
  }
}
