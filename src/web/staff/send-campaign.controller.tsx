import { Controller, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { ActOnCampaign } from '../../campaigns/act-on-campaign.service.js';
import { recipientCount } from '../../campaigns/recipient-count.queries.js';
import { Confirmed, May, Member, type SignedIn } from '../http/access.js';
import { Page, SeeOther } from '../http/page.js';
import { staffPaths } from '../pages/paths.js';
import { nobodyWords } from './pages/ready-to-send.js';
import { CampaignPages } from './campaign-pages.service.js';
import { CampaignViews } from './campaign-view.service.js';
import { withDone } from './notices.js';
import { domainOf, heldWords } from './pages/held-words.js';
import { readyChecks } from './ready-checks.js';

/** Sending a draft, or what was approved; or being told why it cannot be sent. */
@Controller('staff/registers/:register/campaigns/:campaign/send')
@May('send-campaign')
export class SendCampaignController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly views: CampaignViews,
    private readonly pages: CampaignPages,
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
    if (campaign.state !== 'draft' && campaign.state !== 'approved')
      return new SeeOther(withDone(path, 'changed'));
    const { list } = await this.views.view(campaign);
    const refused = (why: string) => {
      const params = { domain: domainOf(list.senderAddress) };
      return this.pages.page(campaign, member, request, { key: heldWords(why).what, params });
    };
    const missing = (await readyChecks(this.database, campaign, list.senderAddress)).find(({ ok }) => !ok);
    if (missing && !missing.ok) return refused(missing.why);
    if ((await recipientCount(this.database, id)) === 0)
      return this.pages.page(campaign, member, request, { key: nobodyWords(campaign.kind) });
    const answer = await this.acting.act(id, 'send');
    if (answer.outcome === 'refused') return refused(answer.why);
    return new SeeOther(answer.outcome === 'done' ? path : withDone(path, 'changed'));
  }
}
