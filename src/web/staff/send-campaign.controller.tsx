import { Controller, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ActOnCampaign } from '../../campaigns/act-on-campaign.service.js';
import { Confirmed, May, Member, type SignedIn } from '../http/access.js';
import { Page, SeeOther } from '../http/page.js';
import { staffPaths } from '../pages/paths.js';
import { CampaignPages } from './campaign-pages.service.js';
import { CampaignViews } from './campaign-view.service.js';
import { withDone } from './notices.js';
import { SendingHindrance } from './sending-hindrance.service.js';
import { waitsToBeSent } from './waits-to-be-sent.js';

/** Sending a draft, what was approved, or what waits for its chosen time; or being told why it cannot be sent. */
@Controller('staff/registers/:register/campaigns/:campaign/send')
@May('send-campaign')
export class SendCampaignController {
  constructor(
    private readonly views: CampaignViews,
    private readonly pages: CampaignPages,
    private readonly hindrance: SendingHindrance,
    private readonly acting: ActOnCampaign,
  ) {}

  @Post()
  @Confirmed()
  async send(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const campaign = await this.views.find(registerId, id);
    const path = staffPaths.campaign(registerId, id);
    if (!waitsToBeSent(campaign)) return new SeeOther(withDone(path, 'changed'));
    const hindrance = await this.hindrance.of(campaign);
    if (hindrance) return this.pages.page(campaign, member, request, hindrance);
    const answer = await this.acting.act(id, 'send');
    if (answer.outcome === 'refused') {
      const why = await this.hindrance.words(campaign, answer.why);
      return this.pages.page(await this.views.find(registerId, id), member, request, why);
    }
    return new SeeOther(answer.outcome === 'done' ? path : withDone(path, 'changed'));
  }
}
