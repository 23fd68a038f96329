import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ActOnCampaign, type CampaignAct } from '../../campaigns/act-on-campaign.service.js';
import { WriteCampaign } from '../../campaigns/write-campaign.service.js';
import { mayDo } from '../../staff/policy.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { CampaignPages } from './campaign-pages.service.js';
import { CampaignViews } from './campaign-view.service.js';
import { withDone } from './notices.js';
import { heldWords } from './pages/held-words.js';
import { CampaignProgress } from './pages/campaign-progress.js';

const copyForm = z.object({ list: z.uuid() });

/** One campaign: shown, followed, stopped, continued, copied. */
@Controller('staff/registers/:register/campaigns/:campaign')
@May('see')
export class CampaignController {
  constructor(
    private readonly frames: Frames,
    private readonly views: CampaignViews,
    private readonly pages: CampaignPages,
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
    return this.pages.page(await this.views.find(registerId, id), member, request);
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
    const { view, list } = await this.views.view(campaign);
    const seen = (request.query as { seen?: unknown }).seen;
    const headers: Record<string, string> = seen === campaign.state ? {} : { 'hx-refresh': 'true' };
    const frame = await this.frames.staffFrame(request, member);
    const stage = await this.views.progress(campaign, list);
    return new Page(
      <CampaignProgress frame={frame} registerId={registerId} campaign={view} stage={stage} />,
      { fragment: true, headers },
    );
  }

  @Post('copy')
  @May('write-campaign')
  async copy(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    const { list } = parseForm(copyForm, body);
    const mine = ({ registerId: to, id: of }: { registerId: string; id: string }) =>
      mayDo(member.grants, 'write-campaign', { registerId: to, listId: of });
    const copy = await this.writing.copy(registerId, id, list, member.id, mine);
    if (!copy) throw new NotFoundException();
    return new SeeOther(withDone(staffPaths.campaign(copy.registerId, copy.id), 'copied'));
  }

  @Post('undo')
  @May('stop-campaign')
  async undo(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
  ) {
    await this.views.find(registerId, id);
    const { outcome } = await this.acting.act(id, 'undo');
    const done = outcome === 'done' ? 'undone' : 'undo-too-late';
    return new SeeOther(withDone(staffPaths.campaign(registerId, id), done));
  }

  @Post('pause')
  @May('stop-campaign')
  async pause(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
  ) {
    return this.#act(registerId, id, 'pause');
  }

  @Post('resume')
  @May('send-campaign')
  async resume(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const campaign = await this.views.find(registerId, id);
    const answer = await this.acting.act(id, 'resume');
    if (answer.outcome === 'refused')
      return this.pages.page(campaign, member, request, { key: heldWords(answer.why).what });
    const path = staffPaths.campaign(registerId, id);
    return new SeeOther(answer.outcome === 'done' ? path : withDone(path, 'changed'));
  }

  @Post('cancel')
  @May('stop-campaign')
  async cancel(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
  ) {
    return this.#act(registerId, id, 'cancel');
  }

  async #act(registerId: string, id: string, act: CampaignAct): Promise<SeeOther> {
    await this.views.find(registerId, id);
    const { outcome } = await this.acting.act(id, act);
    const path = staffPaths.campaign(registerId, id);
    return new SeeOther(outcome === 'done' ? path : withDone(path, 'changed'));
  }
}
