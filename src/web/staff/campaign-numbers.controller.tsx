import { Controller, Get, Param, ParseUUIDPipe, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import type { Campaign } from '../../campaigns/campaign.entity.js';
import {
  type DayAfter,
  followedByDay,
  followedLinks,
  unsubscribedAfter,
} from '../../campaigns/campaign-numbers.queries.js';
import { dayIn, TIME_ZONE } from '../../platform/i18n/formats.js';
import { standingOf } from '../../subscriptions/shown-counts.queries.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { staffPaths } from '../pages/paths.js';
import { CampaignViews } from './campaign-view.service.js';
import { CampaignNumbersPage } from './pages/numbers/campaign-numbers-page.js';

const DAYS = 14;

/** What came of a campaign, without anybody having been watched. */
@Controller('staff/registers/:register/campaigns/:campaign/numbers')
@May('see')
export class CampaignNumbersController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
    private readonly views: CampaignViews,
  ) {}

  @Get()
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const campaign = await this.views.find(registerId, id);
    const { startedAt } = campaign;
    const { view } = await this.views.view(campaign);
    const stage = startedAt && (await this.views.progress(campaign, view));
    if (!stage || stage.state === 'scheduled' || !stage.begun)
      return new SeeOther(staffPaths.campaign(registerId, id));
    const from = dayIn(TIME_ZONE, startedAt);
    const today = dayIn(TIME_ZONE);
    const frame = await this.frames.staffFrame(request, member);
    const days = await unsubscribedAfter(this.database, view.list.id, { from, days: DAYS, today });
    const { countedSince } = await standingOf(this.database, view.list.id);
    return new Page(
      <CampaignNumbersPage
        frame={frame}
        register={frame.registers.find((register) => register.id === registerId)!}
        campaign={view}
        counts={stage.counts}
        failures={stage.failures}
        since={stage.since}
        days={days}
        follows={campaign.countsFollows ? await this.#follows(campaign, days) : null}
        countedSince={countedSince}
      />,
    );
  }

  async #follows({ id }: Campaign, days: readonly DayAfter[]) {
    const byDay = await followedByDay(this.database, id);
    return {
      links: await followedLinks(this.database, id),
      days: days.map(({ day }) => ({ day, count: byDay.get(day) ?? 0 })),
    };
  }
}
