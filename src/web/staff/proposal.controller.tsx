import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { z } from 'zod';
import { Catalogue } from '../../consent/catalogue.service.js';
import { purposeHistory } from '../../consent/purpose-history.queries.js';
import type { Message } from '../../platform/i18n/messages.js';
import { Register } from '../../registers/register.entity.js';
import type { Decided } from '../../staff/decisions/decide-proposal.service.js';
import { mayDo } from '../../staff/policy.js';
import { isAlone, type Proposal } from '../../staff/proposals.queries.js';
import { WithdrawProposal } from '../../staff/withdraw-proposal.service.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { Decisions } from './decisions.service.js';
import { typed } from './fields.js';
import { findList } from './find-list.js';
import { findListProposal } from './find-list-proposal.js';
import { findRegister } from './find-register.js';
import { type Done, noticeOf, withDone } from './notices.js';
import { ProposalPage } from './pages/proposal-page.js';
import { shownProposal } from './shown-proposal.js';

const decideForm = z.object({ says: typed, decision: typed });

const SAID: Partial<Record<Decided, Done>> = {
  material: 'published-material',
  editorial: 'published-editorial',
  refused: 'proposal-refused',
};

/** A proposal for new words: read by anybody here, decided by anybody but its author. */
@Controller('staff/registers/:register/lists/:list/purpose/:proposal')
@May('see')
export class ProposalController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly decisions: Decisions,
    private readonly withdrawing: WithdrawProposal,
    private readonly catalogue: Catalogue,
  ) {}

  @Get()
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('proposal', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    return this.#page(await this.#find(registerId, listId, id), member, request);
  }

  @Post('decide')
  @May('approve')
  async decide(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('proposal', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const proposal = await this.#find(registerId, listId, id);
    const { says, decision } = parseForm(decideForm, body);
    const saysWhat = says === 'editorial' || says === 'material' ? says : undefined;
    if (decision === 'approve' && !saysWhat)
      return this.#page(proposal, member, request, { error: { key: 'purpose.error.says' } });
    const approves = decision === 'approve';
    const answer = await this.decisions.decide(member, id, body, approves, { says: saysWhat });
    if ('error' in answer && answer.again)
      return this.#page(proposal, member, request, { proofError: answer.error });
    this.catalogue.forget();
    const done = 'decided' in answer ? SAID[answer.decided] : undefined;
    return new SeeOther(withDone(staffPaths.proposal(registerId, listId, id), done ?? 'proposal-not-now'));
  }

  @Post('withdraw')
  @May('manage-list')
  async withdraw(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('proposal', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    await this.#find(registerId, listId, id);
    const withdrawn = await this.withdrawing.withdraw(member.sessionHash, id);
    const done = withdrawn ? 'proposal-withdrawn' : 'proposal-not-now';
    return new SeeOther(withDone(staffPaths.proposal(registerId, listId, id), done));
  }

  #find(registerId: string, listId: string, id: string): Promise<Proposal> {
    return findListProposal(this.database, 'purpose', { registerId, listId, id });
  }

  async #page(
    proposal: Proposal,
    member: SignedIn,
    request: FastifyRequest,
    fault: { error?: Message; proofError?: Message } = {},
  ): Promise<Page> {
    const { registerId } = proposal;
    const listId = proposal.listId!;
    const decides = proposal.state === 'waiting' && mayDo(member.grants, 'approve', { registerId, listId });
    return new Page(
      <ProposalPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        list={await findList(this.database, registerId, listId)}
        proposal={shownProposal(proposal, await purposeHistory(this.database, listId))}
        own={proposal.author.id === member.id}
        alone={await isAlone(this.database, member.id, { registerId, listId })}
        prompt={decides ? await this.decisions.prompt(member, proposal) : undefined}
        {...fault}
        {...noticeOf(request)}
      />,
      { status: fault.error || fault.proofError ? 422 : 200 },
    );
  }
}
