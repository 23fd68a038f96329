import { Injectable, NotFoundException } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { DataSource, Repository } from 'typeorm';
import { Campaign } from '../../campaigns/campaign.entity.js';
import { deliveryTally } from '../../campaigns/campaign-overview.queries.js';
import { listOverviews, type ListOverview } from '../../consent/list-overview.queries.js';
import { isLocale, type MessageKey } from '../../platform/i18n/messages.js';
import { readHouse } from '../../registers/house.queries.js';
import type { CampaignStage, CampaignView, Check, ProgressStage } from './pages/campaign-stage.js';

/** Gathers what the page of one campaign shows. */
@Injectable()
export class CampaignViews {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Campaign) private readonly campaigns: Repository<Campaign>,
  ) {}

  /** @throws 404 when that register has no such campaign */
  async find(registerId: string, id: string): Promise<Campaign> {
    const campaign = await this.campaigns.findOneBy({ registerId, id });
    if (!campaign) throw new NotFoundException();
    return campaign;
  }

  async view(campaign: Campaign): Promise<{ view: CampaignView; list: ListOverview }> {
    const [list] = await listOverviews(this.database, campaign.registerId, campaign.listId);
    const authors = (await this.database.query('select name from jatakk.staff where id = $1', [
      campaign.authorId,
    ])) as {
      name: string;
    }[];
    const view = {
      id: campaign.id,
      subject: campaign.subject,
      preheader: campaign.preheader,
      language: isLocale(campaign.locale) ? campaign.locale : 'nb',
      list: { id: list!.id, name: list!.name },
      purpose: { version: campaign.purposeVersion, since: list!.publishedOn },
      sender: { name: list!.senderName, address: list!.senderAddress },
      author: authors[0]?.name ?? '',
    } satisfies CampaignView;
    return { view, list: list! };
  }

  async stage(campaign: Campaign, list: ListOverview): Promise<CampaignStage> {
    if (campaign.state !== 'draft') return this.progress(campaign, list.confirmed);
    return { state: 'draft', recipients: list.confirmed, checks: await this.#checks(campaign, list) };
  }

  async progress(campaign: Campaign, confirmed: number): Promise<ProgressStage> {
    if (campaign.state === 'scheduled') {
      const startsAt = campaign.startsAt ?? new Date();
      return { state: 'scheduled', recipients: confirmed, startsAt, now: new Date() };
    }
    const counts = await deliveryTally(this.database, campaign.id);
    const state = campaign.state as Exclude<ProgressStage['state'], 'scheduled'>;
    if (state === 'sent')
      return { state, counts, ...(campaign.finishedAt && { endsAt: campaign.finishedAt }) };
    const pace = paceOf(campaign, counts.accepted);
    if (state !== 'sending' || pace === undefined) return { state, counts };
    const left = counts.queued + counts.claimed + counts.handed;
    return { state, counts, pace, endsAt: new Date(Date.now() + (left / pace) * 1000) };
  }

  async #checks(campaign: Campaign, list: ListOverview): Promise<Check[]> {
    const { organisation } = await readHouse(this.database);
    const check = (key: MessageKey, ok: boolean): Check => ({ message: { key }, ok });
    return [
      check('ready.check.subject', campaign.subject.trim() !== ''),
      check('ready.check.body', campaign.body.trim() !== ''),
      check('ready.check.organisation', organisation !== null && organisation.postalAddress !== ''),
      check(
        'ready.check.purpose',
        list.texts.some(({ locale }) => locale === campaign.locale),
      ),
    ];
  }
}

/** Whole messages a second since the start; undefined in the first seconds, when a figure would be a guess. */
function paceOf(campaign: Campaign, accepted: number): number | undefined {
  const seconds = campaign.startedAt ? (Date.now() - campaign.startedAt.getTime()) / 1000 : 0;
  const pace = Math.round(accepted / seconds);
  return seconds < 3 || pace < 1 ? undefined : pace;
}
