import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { z } from 'zod';
import { Catalogue } from '../../consent/catalogue.service.js';
import { SetEyes } from '../../consent/set-eyes.service.js';
import type { Message } from '../../platform/i18n/messages.js';
import { Register } from '../../registers/register.entity.js';
import { mayDo } from '../../staff/policy.js';
import { isAlone, type Proposal, proposalsOf } from '../../staff/proposals.queries.js';
import { WithdrawProposal } from '../../staff/withdraw-proposal.service.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { Decisions } from './decisions.service.js';
import { textFault, typed } from './fields.js';
import { findList } from './find-list.js';
import { findListProposal } from './find-list-proposal.js';
import { findRegister } from './find-register.js';
import { noticeOf, withDone } from './notices.js';
import { EyesPage } from './pages/eyes-page.js';
import { EyesProposalPage } from './pages/eyes-proposal-page.js';

/** How many must stand behind what a list is sent: one may always ask for more, and two must agree to fewer. */
@Controller('staff/registers/:register/lists/:list/eyes')
@May('manage-list')
export class EyesController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly setting: SetEyes,
    private readonly withdrawing: WithdrawProposal,
    private readonly decisions: Decisions,
    private readonly catalogue: Catalogue,
  ) {}

  @Get()
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    return this.#page(registerId, listId, member, request);
  }

  @Post()
  async set(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const list = await findList(this.database, registerId, listId);
    const { why } = parseForm(z.object({ why: typed }), body);
    const eyes = list.eyes === 1 ? 2 : 1;
    const fault = eyes === 1 ? textFault(why, { max: 500 }) : undefined;
    if (fault) return this.#page(registerId, listId, member, request, fault);
    const answer = await this.setting.set(member.sessionHash, listId, eyes, why);
    this.catalogue.forget();
    if (answer.outcome === 'waits')
      return new SeeOther(staffPaths.eyesProposal(registerId, listId, answer.proposalId));
    const done = answer.outcome === 'changed' ? 'saved' : 'list-not-now';
    return new SeeOther(withDone(staffPaths.eyes(registerId, listId), done));
  }

  @Get(':proposal')
  @May('see')
  async proposal(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('proposal', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    return this.#proposalPage(await this.#find(registerId, listId, id), member, request);
  }

  @Post(':proposal/decide')
  @May('approve')
  async decide(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('proposal', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    return this.#decide(await this.#find(registerId, listId, id), body, member, request);
  }

  /** Whoever is alone decides on their own proposal: it takes their proof. The database looks whether they are. */
  @Post(':proposal/decide-alone')
  async decideAlone(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('proposal', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    return this.#decide(await this.#find(registerId, listId, id), body, member, request);
  }

  @Post(':proposal/withdraw')
  async withdraw(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('proposal', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    await this.#find(registerId, listId, id);
    const withdrawn = await this.withdrawing.withdraw(member.sessionHash, id);
    const done = withdrawn ? 'proposal-withdrawn' : 'proposal-not-now';
    return new SeeOther(withDone(staffPaths.eyesProposal(registerId, listId, id), done));
  }

  async #decide(
    proposal: Proposal,
    body: unknown,
    member: SignedIn,
    request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const { id, registerId, listId } = proposal;
    const { decision } = parseForm(z.object({ decision: typed }), body);
    const answer = await this.decisions.decide(member, id, body, decision === 'approve');
    this.catalogue.forget();
    if ('error' in answer) return this.#proposalPage(proposal, member, request, answer.error);
    return new SeeOther(withDone(staffPaths.eyesProposal(registerId, listId!, id), 'saved'));
  }

  #find(registerId: string, listId: string, id: string): Promise<Proposal> {
    return findListProposal(this.database, 'eyes', { registerId, listId, id });
  }

  async #page(
    registerId: string,
    listId: string,
    member: SignedIn,
    request: FastifyRequest,
    error?: Message,
  ): Promise<Page> {
    const proposals = await proposalsOf(this.database, registerId, listId);
    return new Page(
      <EyesPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        list={await findList(this.database, registerId, listId)}
        waiting={proposals.find(({ kind, state }) => kind === 'eyes' && state === 'waiting') ?? null}
        alone={await isAlone(this.database, member.id, { registerId, listId })}
        error={error}
        {...noticeOf(request)}
      />,
      { status: error ? 422 : 200 },
    );
  }

  async #proposalPage(
    proposal: Proposal,
    member: SignedIn,
    request: FastifyRequest,
    error?: Message,
  ): Promise<Page> {
    const { registerId, author, state } = proposal;
    const place = { registerId, listId: proposal.listId! };
    const own = author.id === member.id;
    const decides = own
      ? await isAlone(this.database, member.id, place)
      : mayDo(member.grants, 'approve', place);
    return new Page(
      <EyesProposalPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        list={await findList(this.database, registerId, place.listId)}
        proposal={proposal}
        own={own}
        prompt={decides && state === 'waiting' ? await this.decisions.prompt(member, proposal) : undefined}
        error={error}
        {...noticeOf(request)}
      />,
      { status: error ? 422 : 200 },
    );
  }
}
