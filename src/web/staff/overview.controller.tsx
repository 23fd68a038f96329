import { Controller, Get, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { latestCampaigns } from '../../campaigns/campaign-overview.queries.js';
import { placesOf } from '../../staff/policy.js';
import { AnyStaff, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { noticeOf } from './notices.js';
import { OverviewPage } from './pages/overview-page.js';
import { seenLists } from './seen-lists.js';

const LATEST = 8;

/** What waits, the registers, and the latest campaigns. */
@Controller('staff')
export class OverviewController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
  ) {}

  @Get()
  @AnyStaff()
  async overview(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    const { grants } = member;
    const frame = await this.frames.staffFrame(request, member);
    const lines = await Promise.all(
      frame.registers.map(async ({ id, name }) => {
        const lists = await seenLists(this.database, id, grants);
        return {
          id,
          name,
          lists: lists.length,
          confirmed: lists.reduce((sum, list) => sum + list.confirmed, 0),
        };
      }),
    );
    const campaigns = await latestCampaigns(this.database, {
      limit: LATEST,
      places: placesOf(grants, 'see'),
    });
    return new Page(
      <OverviewPage frame={frame} registers={lines} campaigns={campaigns} {...noticeOf(request)} />,
    );
  }
}
