import {
  Body,
  Controller,
  Get,
  NotFoundException,
  Param,
  ParseUUIDPipe,
  Post,
  Req,
  Res,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { SubmitCampaign } from '../../campaigns/submit-campaign.service.js';
import { findProposal } from '../../staff/proposals.queries.js';
import { WithdrawProposal } from '../../staff/withdraw-proposal.service.js';
import type { Message } from '../../platform/i18n/messages.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { CampaignPages } from './campaign-pages.service.js';
import { CampaignViews } from './campaign-view.service.js';
import { Decisions } from './decisions.service.js';
import { textFault, typed } from './fields.js';
import { IN_A_FRAME, opensBeside } from '../http/in-a-frame.js';
import { type Done, withDone } from './notices.js';
import { domainOf, heldWords } from './pages/held-words.js';
import { ReviewPages } from './review-pages.service.js';
import { SurveysOfCampaign } from './surveys-of-campaign.service.js';
import { textStop } from './text-checks.js';

const decideForm = z.object({ decision: typed, reply: typed });

/** A campaign before a second person: put there, read, decided, taken back. */
@Controller('staff/registers/:register/campaigns/:campaign/review')
@May('see')
export class ReviewController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly views: CampaignViews,
    private readonly pages: CampaignPages,
    private readonly reviews: ReviewPages,
    private readonly submitting: SubmitCampaign,
    private readonly withdrawing: WithdrawProposal,
    private readonly decisions: Decisions,
    private readonly surveys: SurveysOfCampaign,
  ) {}

  @Get()
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const campaign = await this.views.find(registerId, id);
    if (campaign.state !== 'in-review') return new SeeOther(staffPaths.campaign(registerId, id));
    return this.reviews.page(campaign, member, request);
  }

  /** The HTML part alone, in a frame that can do nothing: no script, no origin, nothing fetched. */
  @Get('html')
  async html(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    await this.views.find(registerId, id);
    const message = await this.reviews.message(id, member);
    if (!message) throw new NotFoundException();
    reply.type('text/html; charset=utf-8').headers(IN_A_FRAME);
    return opensBeside(message.html);
  }

  @Post('submit')
  @May('send-campaign')
  async submit(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const campaign = await this.views.find(registerId, id);
    const { note } = parseForm(z.object({ note: typed }), body);
    const fault = note.trim() === '' ? undefined : textFault(note, { max: 500 });
    if (fault) return this.pages.page(campaign, member, request, fault);
    const stop = textStop(campaign, await this.surveys.of(campaign));
    if (stop) return this.pages.page(campaign, member, request, stop);
    const answer = await this.submitting.submit(member.sessionHash, id, note);
    switch (answer.outcome) {
      case 'in-review':
        return this.#back(registerId, id, 'submitted');
      case 'refused': {
        const { list } = await this.views.view(campaign);
        const params = { domain: domainOf(list.senderAddress) };
        return this.pages.page(campaign, member, request, { key: heldWords(answer.why).what, params });
      }
      case 'nobody':
        return this.pages.page(campaign, member, request, { key: 'review.nobody' });
      default:
        return this.#back(registerId, id, 'changed');
    }
  }

  @Post('withdraw')
  @May('send-campaign')
  async withdraw(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    const { proposalId } = await this.views.find(registerId, id);
    const withdrawn =
      proposalId !== null && (await this.withdrawing.withdraw(member.sessionHash, proposalId));
    return this.#back(registerId, id, withdrawn ? 'withdrawn' : 'changed');
  }

  @Post('decide')
  @May('approve')
  async decide(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const campaign = await this.views.find(registerId, id);
    const proposal =
      campaign.proposalId && (await findProposal(this.database, registerId, campaign.proposalId));
    if (!proposal || campaign.state !== 'in-review') return this.#back(registerId, id, 'changed');
    const { decision, reply } = parseForm(decideForm, body);
    const approves = decision === 'approve';
    const again = (fault: { error?: Message; replyError?: Message }) =>
      this.reviews.page(campaign, member, request, { ...fault, reply });
    const replyError = approves ? undefined : textFault(reply, { max: 500 });
    if (replyError) return again({ replyError });
    const answer = await this.decisions.decide(member, proposal.id, body, approves, { reply: reply.trim() });
    if ('decided' in answer)
      return this.#back(registerId, id, answer.decided === 'approved' ? 'approved' : 'sent-back');
    const now = await this.views.find(registerId, id);
    if (now.state !== 'in-review') return this.#back(registerId, id, 'changed');
    return this.reviews.page(now, member, request, { error: answer.error, reply });
  }

  #back(registerId: string, id: string, done: Done): SeeOther {
    return new SeeOther(withDone(staffPaths.campaign(registerId, id), done));
  }
}
