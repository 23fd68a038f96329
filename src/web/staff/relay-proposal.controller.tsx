import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Message } from '../../platform/i18n/messages.js';
import { relaysInUse } from '../../registers/relays.queries.js';
import { mayDo } from '../../staff/policy.js';
import { findHouseProposal, type HouseProposal } from '../../staff/proposals.queries.js';
import { WithdrawProposal } from '../../staff/withdraw-proposal.service.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { Decisions } from './decisions.service.js';
import { typed } from './fields.js';
import { type Done, noticeOf, withDone } from './notices.js';
import { RelayProposalPage } from './pages/relay-proposal-page.js';
import { shownRelayProposal } from './shown-relay-proposal.js';

/** Another relay that somebody has proposed: read by whoever administers or approves for the house, decided by another. */
@Controller('staff/sending/proposals')
export class RelayProposalController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
    private readonly withdrawing: WithdrawProposal,
    private readonly decisions: Decisions,
  ) {}

  @Get(':proposal')
  @May('see-relay-proposal')
  async show(
    @Param('proposal', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    return this.#page(await this.#find(id), member, request);
  }

  @Post(':proposal/decide')
  @May('approve-relay')
  async decide(
    @Param('proposal', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    await this.#find(id);
    const { decision } = parseForm(z.object({ decision: typed }), body);
    const answer = await this.decisions.decide(member, id, body, decision === 'approve');
    // As it stands now: it may have become void by this very answer.
    if ('error' in answer) return this.#page(await this.#find(id), member, request, answer.error);
    return this.#back(id, answer.decided === 'approved' ? 'relay-approved' : 'proposal-refused');
  }

  @Post(':proposal/withdraw')
  @May('manage-sending')
  async withdraw(
    @Param('proposal', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    await this.#find(id);
    const withdrawn = await this.withdrawing.withdraw(member.sessionHash, id);
    return this.#back(id, withdrawn ? 'proposal-withdrawn' : 'proposal-not-now');
  }

  #back(id: string, done: Done): SeeOther {
    return new SeeOther(withDone(staffPaths.relayProposal(id), done));
  }

  async #find(id: string): Promise<HouseProposal> {
    const proposal = await findHouseProposal(this.database, 'relay', id);
    if (!proposal) throw new NotFoundException();
    return proposal;
  }

  async #page(
    proposal: HouseProposal,
    member: SignedIn,
    request: FastifyRequest,
    error?: Message,
  ): Promise<Page> {
    const own = proposal.author.id === member.id;
    const decides = !own && proposal.state === 'waiting' && mayDo(member.grants, 'approve-relay');
    return new Page(
      <RelayProposalPage
        frame={await this.frames.staffFrame(request, member)}
        proposal={shownRelayProposal(proposal, await relaysInUse(this.database))}
        own={own}
        prompt={decides ? await this.decisions.prompt(member, proposal) : undefined}
        error={error}
        {...noticeOf(request)}
      />,
      { status: error ? 422 : 200 },
    );
  }
}
