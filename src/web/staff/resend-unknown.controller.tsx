import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { z } from 'zod';
import type { Campaign } from '../../campaigns/campaign.entity.js';
import { deliveryTally } from '../../campaigns/campaign-overview.queries.js';
import { mayResendUnknown } from '../../campaigns/may-resend-unknown.js';
import { ResendUnknown } from '../../campaigns/resend-unknown.service.js';
import { Register } from '../../registers/register.entity.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { CampaignViews } from './campaign-view.service.js';
import { findRegister } from './find-register.js';
import { withDone } from './notices.js';
import { ResendUnknownPage } from './pages/resend-unknown-page.js';

const resendForm = z.object({
  told: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
});

/** Sending once more what may have arrived: a person is told how many, and answers for that number. */
@Controller('staff/registers/:register/campaigns/:campaign/resend-unknown')
@May('send-campaign')
export class ResendUnknownController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly views: CampaignViews,
    private readonly resending: ResendUnknown,
  ) {}

  @Get()
  async ask(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    return this.#ask(await this.views.find(registerId, id), member, request);
  }

  @Post()
  async resend(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const { told } = parseForm(resendForm, body);
    await this.views.find(registerId, id);
    const answer = await this.resending.resend(id, told);
    const path = staffPaths.campaign(registerId, id);
    if (answer === 'resent') return new SeeOther(withDone(path, 'resent'));
    if (answer === 'not-now') return new SeeOther(withDone(path, 'changed'));
    return this.#ask(await this.views.find(registerId, id), member, request, { changed: true });
  }

  async #ask(
    campaign: Campaign,
    member: SignedIn,
    request: FastifyRequest,
    { changed = false } = {},
  ): Promise<Page | SeeOther> {
    const { id, registerId, state } = campaign;
    const { unknown } = await deliveryTally(this.database, id);
    if (!mayResendUnknown(state, unknown))
      return new SeeOther(withDone(staffPaths.campaign(registerId, id), 'none-unknown'));
    const { view } = await this.views.view(campaign);
    return new Page(
      <ResendUnknownPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        campaign={view}
        unknown={unknown}
        stands={state === 'paused' || state === 'held'}
        changed={changed}
      />,
      { status: changed ? 409 : 200 },
    );
  }
}
