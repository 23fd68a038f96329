import { Body, Controller, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { ScheduleCampaign, type TimeFault, TIME_FAULTS } from '../../campaigns/schedule-campaign.service.js';
import { readClockTime } from '../../platform/i18n/clock-time.js';
import { TIME_ZONE } from '../../platform/i18n/formats.js';
import type { Message } from '../../platform/i18n/messages.js';
import { Confirmed, May, Member, type SignedIn } from '../http/access.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { CampaignPages } from './campaign-pages.service.js';
import { CampaignViews } from './campaign-view.service.js';
import { typed } from './fields.js';
import { withDone } from './notices.js';
import { SendingHindrance } from './sending-hindrance.service.js';
import { undoMinutes } from './undo-minutes.js';

const startForm = z.object({ day: typed, time: typed });

/** Having a campaign start at a chosen time, or at another than was chosen before. */
@Controller('staff/registers/:register/campaigns/:campaign/schedule')
@May('send-campaign')
export class ScheduleCampaignController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly views: CampaignViews,
    private readonly pages: CampaignPages,
    private readonly hindrance: SendingHindrance,
    private readonly scheduling: ScheduleCampaign,
  ) {}

  @Post()
  @Confirmed()
  async schedule(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const campaign = await this.views.find(registerId, id);
    const path = staffPaths.campaign(registerId, id);
    if (campaign.kind === 'welcome') return new SeeOther(withDone(path, 'changed'));
    if (campaign.state !== 'draft' && campaign.state !== 'approved' && campaign.state !== 'scheduled')
      return new SeeOther(withDone(path, 'changed'));
    const start = parseForm(startForm, body);
    const again = (error: Message) =>
      this.pages.page(campaign, member, request, undefined, { typed: start, error });
    const at = readClockTime(start);
    if (!at) return again({ key: 'schedule.error.unreadable' });
    const hindrance = await this.hindrance.of(campaign);
    if (hindrance) return this.pages.page(campaign, member, request, hindrance);
    const answer = await this.scheduling.schedule(id, at, TIME_ZONE);
    switch (answer.outcome) {
      case 'scheduled':
        return new SeeOther(withDone(path, answer.firstOfTwo ? 'scheduled-first' : 'scheduled'));
      case 'not-now':
        return new SeeOther(withDone(path, 'changed'));
      case 'refused': {
        const { why } = answer;
        if (isTimeFault(why)) return again(await this.#wordsOf(why, campaign));
        const words = await this.hindrance.words(campaign, why);
        return this.pages.page(await this.views.find(registerId, id), member, request, words);
      }
    }
  }

  async #wordsOf(why: TimeFault, campaign: Parameters<CampaignViews['view']>[0]): Promise<Message> {
    const { list } = await this.views.view(campaign);
    const minutes = await undoMinutes(this.database, list.eyes);
    return { key: `schedule.error.${why}`, params: { minutes } };
  }
}

function isTimeFault(why: string): why is TimeFault {
  return (TIME_FAULTS as readonly string[]).includes(why);
}
