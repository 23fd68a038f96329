import { Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { DraftForOccasion } from '../../campaigns/draft-for-occasion.service.js';
import { wasReconsentAsked } from '../../campaigns/recipient-count.queries.js';
import { isLocale, translator } from '../../platform/i18n/messages.js';
import { Register } from '../../registers/register.entity.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { staffPaths } from '../pages/paths.js';
import { CampaignViews } from './campaign-view.service.js';
import { findList } from './find-list.js';
import { findRegister } from './find-register.js';
import { languageFor } from './language-for.js';
import { withDone } from './notices.js';
import { ReconsentPage } from './pages/reconsent-page.js';

const LONGEST_SUBJECT = 200;

/** Drafts for an occasion: a question about new words, a list's last word, the correction of a mistake. */
@Controller('staff/registers/:register')
@May('manage-list')
export class OccasionsController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly views: CampaignViews,
    private readonly drafts: DraftForOccasion,
  ) {}

  @Get('lists/:list/life/reconsent')
  async beforeAsking(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const list = await findList(this.database, registerId, listId);
    const asked = await wasReconsentAsked(this.database, listId, list.purposeVersion);
    return new Page(
      <ReconsentPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        list={list}
        older={list.confirmed - list.consented}
        asked={asked?.campaignId ?? null}
      />,
    );
  }

  @Post('lists/:list/life/reconsent')
  async ask(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    const list = await findList(this.database, registerId, listId);
    const locale = languageFor(member, list.texts);
    const subject = translator(locale)('mail.reconsent.subject', { list: list.name });
    const id = await this.drafts.reconsent(member.sessionHash, listId, { locale, subject });
    return this.#to(registerId, id, withDone(staffPaths.list(registerId, listId), 'nobody-to-ask'));
  }

  @Post('lists/:list/life/farewell')
  async sayFarewell(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    const list = await findList(this.database, registerId, listId);
    const locale = languageFor(member, list.texts);
    const t = translator(locale);
    const id = await this.drafts.farewell(member.sessionHash, listId, {
      locale,
      subject: t('farewell.subject', { list: list.name }),
      body: t('farewell.body', { list: list.name }),
    });
    return this.#to(registerId, id, withDone(staffPaths.listLife(registerId, listId), 'list-not-now'));
  }

  @Post('campaigns/:campaign/correct')
  @May('write-campaign')
  async correct(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    const campaign = await this.views.find(registerId, id);
    const t = translator(isLocale(campaign.locale) ? campaign.locale : 'nb');
    const subject = t('correction.subject', { subject: campaign.subject }).slice(0, LONGEST_SUBJECT);
    const draft = await this.drafts.correction(member.sessionHash, id, subject);
    return draft === undefined
      ? new SeeOther(withDone(staffPaths.campaign(registerId, id), 'changed'))
      : new SeeOther(withDone(staffPaths.editCampaign(registerId, draft), 'correction'));
  }

  #to(registerId: string, id: string | undefined, otherwise: string): SeeOther {
    return new SeeOther(id === undefined ? otherwise : staffPaths.campaign(registerId, id));
  }
}
