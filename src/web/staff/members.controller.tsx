import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { Doorbell } from '../../platform/database/doorbell.js';
import { parseEmailAddress, trimTyped } from '../../registers/email-address.js';
import type { Grant } from '../../staff/policy.js';
import { Deputies } from '../../staff/deputies.service.js';
import { type MemberSummary, StaffAccounts } from '../../staff/staff-accounts.service.js';
import { AnyStaff, Confirmed, May, Member, type SignedIn } from '../http/access.js';
import { addressMessage } from '../http/address-words.js';
import { Frames } from '../http/frames.service.js';
import { NotedWhereItIsDone } from '../http/noted.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { anyFault, faults, lineFault, typed } from './fields.js';
import { type Done, noticeOf, withDone } from './notices.js';
import { MemberPage } from './pages/member-page.js';
import { type MemberField, StaffPage } from './pages/staff-page.js';
import { placesOfHouse } from './places-of-house.js';
import { readGrant } from './read-grant.js';

const roleForm = z.object({ role: typed, place: typed });
const memberForm = roleForm.extend({ name: typed, address: typed });

const SAID = {
  granted: 'member-granted',
  disabled: 'member-disabled',
  'last-administrator': 'last-administrator',
} as const satisfies Record<string, Done>;

/** Who works here and what each may do. */
@Controller('staff/members')
@May('manage-staff')
export class MembersController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
    private readonly accounts: StaffAccounts,
    private readonly deputies: Deputies,
    private readonly doorbell: Doorbell,
  ) {}

  @Get()
  @AnyStaff()
  async all(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    return this.#all(member, request, {});
  }

  @Post()
  @Confirmed()
  async invite(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const values = parseForm(memberForm, body);
    const reading = parseEmailAddress(trimTyped(values.address));
    const given = readGrant(values, await placesOfHouse(this.database));
    const errors = faults<MemberField>({
      name: lineFault(values.name, { max: 100 }),
      address: reading.ok ? undefined : addressMessage(reading.reason),
      ...(!given.ok && given.errors),
    });
    if (reading.ok && given.ok && !anyFault(errors)) {
      const invited = await this.accounts.invite(
        member,
        { name: values.name.trim(), address: reading.address, locale: member.locale },
        [given.grant],
      );
      this.doorbell.ring();
      if (invited) return new SeeOther(withDone(staffPaths.members, 'invited'));
      errors.address = { key: 'members.invite.error.taken' };
    }
    return this.#all(member, request, { values, errors }, 422);
  }

  @Get(':member')
  async show(
    @Param('member', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    return this.#one(await this.#find(id), member, request, {});
  }

  @Post(':member/grant')
  @NotedWhereItIsDone()
  @Confirmed()
  async grant(
    @Param('member', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const one = await this.#find(id);
    const values = parseForm(roleForm, body);
    const given = readGrant(values, await placesOfHouse(this.database));
    if (!given.ok) return this.#one(one, member, request, { values, errors: given.errors }, 422);
    return this.#set(one, [...one.grants, given.grant], member);
  }

  @Post(':member/ungrant')
  @NotedWhereItIsDone()
  @Confirmed()
  async ungrant(
    @Param('member', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    const one = await this.#find(id);
    const given = readGrant(parseForm(roleForm, body), await placesOfHouse(this.database));
    const left = one.grants.filter((held) => !given.ok || !isSame(held, given.grant));
    return this.#set(one, left, member);
  }

  @Post(':member/disable')
  @Confirmed()
  async disable(@Param('member', ParseUUIDPipe) id: string, @Member() member: SignedIn): Promise<SeeOther> {
    const one = await this.#find(id);
    const outcome = await this.accounts.disable(member, one.id);
    if (outcome === 'disabled') return new SeeOther(withDone(staffPaths.members, SAID[outcome]));
    return new SeeOther(
      withDone(staffPaths.member(id), outcome in SAID ? 'last-administrator' : 'member-not-now'),
    );
  }

  async #set(one: MemberSummary, grants: readonly Grant[], member: SignedIn): Promise<SeeOther> {
    const outcome = await this.accounts.grant(member, one.id, grants);
    const done = outcome in SAID ? SAID[outcome as keyof typeof SAID] : 'member-not-now';
    return new SeeOther(withDone(staffPaths.member(one.id), done));
  }

  /** @throws 404 where there is nobody, or nobody any longer */
  async #find(id: string): Promise<MemberSummary> {
    const found = (await this.accounts.members()).find((one) => one.id === id.toLowerCase());
    if (!found || found.state === 'disabled') throw new NotFoundException();
    return found;
  }

  async #all(
    member: SignedIn,
    request: FastifyRequest,
    form: Pick<Parameters<typeof StaffPage>[0], 'values' | 'errors'>,
    status = 200,
  ): Promise<Page> {
    const members = await this.accounts.members();
    const places = await placesOfHouse(this.database);
    const deputies = await this.deputies.all();
    const frame = await this.frames.staffFrame(request, member);
    return new Page(
      <StaffPage
        frame={frame}
        members={members}
        places={places}
        deputies={deputies}
        {...form}
        {...noticeOf(request)}
      />,
      { status },
    );
  }

  async #one(
    one: MemberSummary,
    member: SignedIn,
    request: FastifyRequest,
    form: Pick<Parameters<typeof MemberPage>[0], 'values' | 'errors'>,
    status = 200,
  ): Promise<Page> {
    const places = await placesOfHouse(this.database);
    const frame = await this.frames.staffFrame(request, member);
    return new Page(
      <MemberPage frame={frame} member={one} places={places} {...form} {...noticeOf(request)} />,
      { status },
    );
  }
}

function isSame(one: Grant, other: Grant): boolean {
  return one.role === other.role && one.registerId === other.registerId && one.listId === other.listId;
}
