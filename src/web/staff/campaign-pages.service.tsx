import { Injectable } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import type { Campaign } from '../../campaigns/campaign.entity.js';
import { testReaders } from '../../campaigns/test-readers.queries.js';
import type { Message } from '../../platform/i18n/messages.js';
import { List } from '../../registers/list.entity.js';
import { mayDo } from '../../staff/policy.js';
import type { SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { CampaignViews } from './campaign-view.service.js';
import { noticeOf } from './notices.js';
import { CampaignPage } from './pages/campaign-page.js';
import type { StartChosen } from './pages/schedule-campaign.js';

/** The page of one campaign, as it is now. */
@Injectable()
export class CampaignPages {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(List) private readonly lists: Repository<List>,
    private readonly frames: Frames,
    private readonly views: CampaignViews,
  ) {}

  /**
   * @param refusal why it was not sent just now, when somebody wanted to
   * @param choosing a start that somebody chose just now and that will not do
   */
  async page(
    campaign: Campaign,
    member: SignedIn,
    request: FastifyRequest,
    refusal?: Message,
    choosing?: StartChosen,
  ): Promise<Page> {
    const { view, list } = await this.views.view(campaign);
    const stage = await this.views.stage(campaign, list, member);
    const frame = await this.frames.staffFrame(request, member);
    const register = frame.registers.find((one) => one.id === campaign.registerId)!;
    const targets = (await this.lists.find({ where: { state: 'open' }, order: { name: 'asc' } }))
      .filter(({ registerId, id }) => mayDo(member.grants, 'write-campaign', { registerId, listId: id }))
      // Most often next month's is made of this month's.
      .toSorted((a, b) => Number(b.id === campaign.listId) - Number(a.id === campaign.listId))
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
        readers={await testReaders(this.database, campaign, member.id)}
        copyTargets={targets}
        refusal={refusal}
        choosing={choosing}
        {...noticeOf(request)}
      />,
      { status: refusal || choosing ? 422 : 200 },
    );
  }
}
