import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { z } from 'zod';
import { latestCampaigns } from '../../campaigns/campaign-overview.queries.js';
import { Doorbell } from '../../platform/database/doorbell.js';
import { Register } from '../../registers/register.entity.js';
import { registerDeletion } from '../../registers/register-deletion.queries.js';
import { mayDo, maySomewhere, placesOf } from '../../staff/policy.js';
import { waitingProposals } from '../../staff/proposals.queries.js';
import { AnyStaff, May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { publicPaths, staffPaths } from '../pages/paths.js';
import { anyFault, faults, lineFault, slugFault, typed } from './fields.js';
import { listLine } from './list-lines.js';
import { findList } from './find-list.js';
import { findRegister } from './find-register.js';
import { noticeOf } from './notices.js';
import { NewRegisterPage } from './pages/new-register-page.js';
import { seenLists } from './seen-lists.js';
import { OverviewPage } from './pages/overview-page.js';
import { RegisterPage } from './pages/register-page.js';

const registerForm = z.object({ name: typed, slug: typed });
const LATEST = 8;

@Controller('staff')
@May('see')
export class RegistersController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly doorbell: Doorbell,
  ) {}

  @Get()
  @AnyStaff()
  async overview(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    const { grants } = member;
    const registers = (await this.registers.find({ order: { name: 'asc' } })).filter(({ id }) =>
      maySomewhere(grants, 'see', id),
    );
    const lines = await Promise.all(
      registers.map(async ({ id, name }) => {
        const lists = await seenLists(this.database, id, grants);
        return {
          id,
          name,
          lists: lists.length,
          confirmed: lists.reduce((sum, list) => sum + list.confirmed, 0),
        };
      }),
    );
    const frame = await this.frames.staffFrame(request, member);
    const campaigns = await latestCampaigns(this.database, {
      limit: LATEST,
      places: placesOf(grants, 'see'),
    });
    return new Page(
      <OverviewPage
        frame={frame}
        registers={lines}
        campaigns={campaigns}
        waiting={await this.#waitingWords(grants)}
        {...noticeOf(request)}
      />,
    );
  }

  /** New words that wait for somebody to read them. */
  async #waitingWords(grants: SignedIn['grants']) {
    const proposals = (await waitingProposals(this.database)).filter(
      ({ kind, registerId, listId }) =>
        kind === 'purpose' && mayDo(grants, 'see', { registerId, listId: listId ?? undefined }),
    );
    return Promise.all(
      proposals.map(async ({ id, registerId, listId, author }) => ({
        href: staffPaths.proposal(registerId, listId!, id),
        list: (await findList(this.database, registerId, listId!)).name,
        author: author.name,
      })),
    );
  }

  @Get('registers/new')
  @May('make-register')
  async new(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    return new Page(<NewRegisterPage frame={await this.frames.staffFrame(request, member)} />);
  }

  @Post('registers')
  @May('make-register')
  async create(
    @Member() member: SignedIn,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const values = parseForm(registerForm, body);
    const errors = faults<'name' | 'slug'>({
      name: lineFault(values.name, { max: 60 }),
      slug: slugFault(values.slug),
    });
    if (!errors.slug && (await this.registers.existsBy({ slug: values.slug })))
      errors.slug = { key: 'slug.error.taken' };
    if (anyFault(errors)) {
      const frame = await this.frames.staffFrame(request, member);
      return new Page(<NewRegisterPage frame={frame} values={values} errors={errors} />, { status: 422 });
    }
    const id = randomUUID();
    await this.registers.insert({ id, name: values.name.trim(), slug: values.slug });
    // The keeper makes the register's keys.
    this.doorbell.ring();
    return new SeeOther(staffPaths.register(id));
  }

  @Get('registers/:register')
  async show(
    @Param('register', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const register = await findRegister(this.registers, id);
    const frame = await this.frames.staffFrame(request, member);
    const lists = (await seenLists(this.database, id, member.grants)).map((list) =>
      listLine(list, frame.locale),
    );
    const formUrl = (await this.frames.publicUrl()) + publicPaths.register(register.slug);
    return new Page(
      <RegisterPage
        frame={frame}
        register={register}
        formUrl={formUrl}
        lists={lists}
        deletion={await registerDeletion(this.database, id)}
        {...noticeOf(request)}
      />,
    );
  }
}
