import { Controller, Get, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { queuedCampaigns } from '../../campaigns/queue.queries.js';
import { placesOf } from '../../staff/policy.js';
import { AnyStaff, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { queueMark, QueuePage } from './pages/queue-page.js';

/** Everything on its way out, over the places where the member may see something. */
@Controller('staff/queue')
export class QueueController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
  ) {}

  @Get()
  @AnyStaff()
  async show(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    const campaigns = await queuedCampaigns(this.database, placesOf(member.grants, 'see'));
    // Asked by the page itself, which puts in the numbers alone.
    const { seen } = request.query as { seen?: unknown };
    const headers: Record<string, string> =
      seen === undefined || seen === queueMark(campaigns) ? {} : { 'hx-refresh': 'true' };
    return new Page(
      <QueuePage frame={await this.frames.staffFrame(request, member)} campaigns={campaigns} />,
      { headers },
    );
  }
}
