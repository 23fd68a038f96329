import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Deputies } from '../../staff/deputies.service.js';
import { StaffAccounts } from '../../staff/staff-accounts.service.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { typed } from './fields.js';
import { noticeOf, withDone } from './notices.js';
import { DeputyPage, type DeputyPageProps, WEEKS } from './pages/deputy-page.js';

const deputyForm = z.object({ member: typed, weeks: typed });
const UNKNOWN = { key: 'form.unknown-choice' } as const;

/** An approver names somebody for the weeks they are away. */
@Controller('staff/deputy')
@May('approve')
export class DeputyController {
  constructor(
    private readonly frames: Frames,
    private readonly accounts: StaffAccounts,
    private readonly deputies: Deputies,
  ) {}

  @Get()
  async show(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    return this.#page(member, request);
  }

  @Post()
  async name(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const values = parseForm(deputyForm, body);
    const weeks = WEEKS.find((one) => String(one) === values.weeks);
    if (weeks === undefined) return this.#page(member, request, { weeks: UNKNOWN });
    if (!z.uuid().safeParse(values.member).success) return this.#page(member, request, { member: UNKNOWN });
    const outcome = await this.deputies.name(member.sessionHash, values.member, weeks * 7);
    if (outcome === 'named') return new SeeOther(withDone(staffPaths.deputy, 'deputy-named'));
    return this.#page(member, request, { member: UNKNOWN });
  }

  @Post('end')
  async end(@Member() member: SignedIn): Promise<SeeOther> {
    const ended = await this.deputies.end(member.sessionHash);
    return new SeeOther(ended ? withDone(staffPaths.deputy, 'deputy-ended') : staffPaths.deputy);
  }

  async #page(
    { id, ...member }: SignedIn,
    request: FastifyRequest,
    errors?: DeputyPageProps['errors'],
  ): Promise<Page> {
    const [members, deputies] = await Promise.all([this.accounts.members(), this.deputies.all()]);
    const mine = deputies.find(({ forId }) => forId === id);
    return new Page(
      <DeputyPage
        frame={await this.frames.staffFrame(request, { id, ...member })}
        members={members.filter((one) => one.state === 'active' && one.id !== id)}
        mine={mine ?? null}
        standsInFor={deputies
          .filter(({ staffId }) => staffId === id)
          .map(({ forName, until }) => ({ name: forName, until }))}
        approves={members.some((one) => one.id === id && one.grants.some(({ role }) => role === 'approver'))}
        errors={errors}
        {...noticeOf(request)}
      />,
      { status: errors ? 422 : 200 },
    );
  }
}
