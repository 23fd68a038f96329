import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Campaign } from '../../campaigns/campaign.entity.js';
import { recipientCount } from '../../campaigns/recipient-count.queries.js';
import type { Message } from '../../platform/i18n/messages.js';
import { CampaignViews } from './campaign-view.service.js';
import { domainOf, heldWords } from './pages/held-words.js';
import { nobodyWords } from './pages/ready-to-send.js';
import { readyChecks } from './ready-checks.js';
import { SurveysOfCampaign } from './surveys-of-campaign.service.js';

/** Why a campaign cannot be sent, or told to start at a time, as things are now. */
@Injectable()
export class SendingHindrance {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly views: CampaignViews,
    private readonly surveys: SurveysOfCampaign,
  ) {}

  /** Undefined when nothing that web can see is in the way. */
  async of(campaign: Campaign): Promise<Message | undefined> {
    const { list } = await this.views.view(campaign);
    const own = await this.surveys.of(campaign);
    const checks = await readyChecks(this.database, campaign, list.senderAddress, own);
    const missing = checks.find(({ ok }) => !ok);
    if (missing && 'why' in missing) return this.words(campaign, missing.why);
    if (missing) return missing.message;
    // Whom it will go to, nobody knows yet.
    if (campaign.kind === 'welcome') return undefined;
    if ((await recipientCount(this.database, campaign.id)) === 0) return { key: nobodyWords(campaign.kind) };
    return undefined;
  }

  /** The words for a code that the database refuses with. */
  async words(campaign: Campaign, why: string): Promise<Message> {
    const { list } = await this.views.view(campaign);
    return { key: heldWords(why).what, params: { domain: domainOf(list.senderAddress) } };
  }
}
