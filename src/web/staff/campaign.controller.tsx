import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { Repository } from 'typeorm';
import { z } from 'zod';
import { ActOnCampaign, type CampaignAct } from '../../campaigns/act-on-campaign.service.js';
import { WriteCampaign } from '../../campaigns/write-campaign.service.js';
import { List } from '../../registers/list.entity.js';
import { Member, type SignedIn, Staff } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { CampaignViews } from './campaign-view.service.js';
import { noticeOf, withDone } from './notices.js';
import { CampaignPage } from './pages/campaign-page.js';
import { CampaignProgress } from './pages/campaign-progress.js';

const copyForm = z.object({ list: z.uuid() });

/** One campaign: shown, sent, followed, stopped, copied. */
@Controller('staff/registers/:register/campaigns/:campaign')
@Staff('administrator', 'editor')
export class CampaignController {
  constructor(
    @InjectRepository(List) private readonly lists: Repository<List>,
    private readonly frames: Frames,
    private readonly views: CampaignViews,
    private readonly writing: WriteCampaign,
    private readonly acting: ActOnCampaign,
  ) {}

  @Get()
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const campaign = await this.views.find(registerId, id);
    const { view, list } = await this.views.view(campaign);
    const stage = await this.views.stage(campaign, list);
    const frame = await this.frames.staffFrame(request, member);
    const register = frame.registers.find((one) => one.id === registerId)!;
    const targets = (await this.lists.find({ where: { state: 'open' }, order: { name: 'asc' } }))
      .filter((one) => one.id !== campaign.listId)
      .map((one) => ({
        listId: one.id,
        list: one.name,
        register: frame.registers.find((each) => each.id === one.registerId)?.name ?? '',
      }));
    return new Page(
      <CampaignPage
        frame={frame}
        register={register}
        campaign={view}
        stage={stage}
        copyTargets={targets}
        {...noticeOf(request)}
      />,
    );
  }

  /** The progress alone, asked for every two seconds; when the state has changed the whole page is fetched anew. */
  @Get('progress')
  async progress(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const campaign = await this.views.find(registerId, id);
    const { list } = await this.views.view(campaign);
    const seen = (request.query as { seen?: unknown }).seen;
    const headers: Record<string, string> = seen === campaign.state ? {} : { 'hx-refresh': 'true' };
    const frame = await this.frames.staffFrame(request, member);
    const stage = await this.views.progress(campaign, list.confirmed);
    const url = staffPaths.campaignAct(registerId, id, 'progress');
    return new Page(<CampaignProgress frame={frame} stage={stage} progressUrl={url} />, {
      fragment: true,
      headers,
    });
  }

  @Post('copy')
  async copy(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    const { list } = parseForm(copyForm, body);
    const copy = await this.writing.copy(registerId, id, list, member.id);
    if (!copy) throw new NotFoundException();
    return new SeeOther(withDone(staffPaths.campaign(copy.registerId, copy.id), 'copied'));
  }

  @Post('send')
  async send(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
  ) {
    const campaign = await this.views.find(registerId, id);
    const { list } = await this.views.view(campaign);
    const stage = await this.views.stage(campaign, list);
    const ready = stage.state === 'draft' && stage.recipients > 0 && stage.checks.every(({ ok }) => ok);
    return ready ? this.#act(registerId, id, 'send') : this.#changed(registerId, id);
  }

  @Post('undo')
  async undo(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
  ) {
    await this.views.find(registerId, id);
    const became = await this.acting.act(id, 'undo');
    return new SeeOther(withDone(staffPaths.campaign(registerId, id), became ? 'undone' : 'undo-too-late'));
  }

  @Post('pause')
  async pause(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
  ) {
    return this.#act(registerId, id, 'pause');
  }

  @Post('resume')
  async resume(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
  ) {
    return this.#act(registerId, id, 'resume');
  }

  @Post('cancel')
  async cancel(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
  ) {
    return this.#act(registerId, id, 'cancel');
  }

  async #act(registerId: string, id: string, act: CampaignAct): Promise<SeeOther> {
    await this.views.find(registerId, id);
    const became = await this.acting.act(id, act);
    return became ? new SeeOther(staffPaths.campaign(registerId, id)) : this.#changed(registerId, id);
  }

  #changed(registerId: string, id: string): SeeOther {
    return new SeeOther(withDone(staffPaths.campaign(registerId, id), 'changed'));
  }
}
