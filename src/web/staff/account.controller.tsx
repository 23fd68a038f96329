import { Body, Controller, Get, Optional, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { Doorbell } from '../../platform/database/doorbell.js';
import { ChangePassword } from '../../staff/change-password.service.js';
import { ownFactors } from '../../staff/factors/own-factors.queries.js';
import { ProviderSignIn } from '../../staff/provider/provider-sign-in.service.js';
import { Sessions } from '../../staff/sessions.service.js';
import { StaffAccounts } from '../../staff/staff-accounts.service.js';
import { type JatakkRequest, Member, OwnAccount, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { lineFault, typed } from './fields.js';
import { noticeOf, withDone } from './notices.js';
import { AccountPage, type AccountErrors } from './pages/account-page.js';
import { passwordMessage } from './password-words.js';

const nameForm = z.object({ name: typed });
const passwordForm = z.object({ current: typed, password: typed });
const sessionForm = z.object({ session: z.union([z.uuid(), z.literal('others')]) });

/** One's own account: the name, the password, the second factors, and where one is signed in. */
@Controller('staff/account')
@OwnAccount()
export class AccountController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
    private readonly accounts: StaffAccounts,
    private readonly sessions: Sessions,
    private readonly passwords: ChangePassword,
    private readonly doorbell: Doorbell,
    @Optional() private readonly provider?: ProviderSignIn,
  ) {}

  @Get()
  async show(@Member() member: SignedIn, @Req() request: JatakkRequest): Promise<Page> {
    return this.#page(member, request, {});
  }

  @Post('name')
  async rename(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
  ): Promise<Page | SeeOther> {
    const { name } = parseForm(nameForm, body);
    const fault = lineFault(name, { max: 100 });
    if (fault) return this.#page(member, request, { name: fault }, name);
    await this.accounts.rename(member.sessionHash, name.trim());
    return new SeeOther(withDone(staffPaths.account, 'saved'));
  }

  @Post('password')
  async changePassword(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
  ): Promise<Page | SeeOther> {
    const { current, password } = parseForm(passwordForm, body);
    const { hasFactor: besideFactor } = await ownFactors(this.database, member.id);
    const { organisation } = await this.frames.publicFrame(request);
    const error = passwordMessage(password, { besideFactor, context: [member.name, organisation ?? ''] });
    if (error) return this.#page(member, request, { password: error });
    if (!(await this.accounts.knowsPassword(member.id, current)))
      return this.#page(member, request, { current: { key: 'account.password.wrong' } });
    await this.passwords.change(member.sessionHash, password);
    this.doorbell.ring();
    return new SeeOther(withDone(staffPaths.account, 'password-changed-here'));
  }

  @Post('sessions/end')
  async end(@Body() body: unknown, @Member() member: SignedIn): Promise<SeeOther> {
    const { session } = parseForm(sessionForm, body);
    await this.sessions.end(member, session === 'others' ? session : { id: session });
    return new SeeOther(withDone(staffPaths.account, 'session-ended'));
  }

  async #page(member: SignedIn, request: JatakkRequest, errors: AccountErrors, name = member.name) {
    return new Page(
      <AccountPage
        frame={await this.frames.staffFrame(request, member)}
        name={name}
        lacksFactor={member.lacksFactor}
        factors={await ownFactors(this.database, member.id)}
        sessions={await this.sessions.of(member)}
        provider={
          this.provider && {
            name: this.provider.name,
            link: await this.provider.linkOf(member.sessionHash),
          }
        }
        errors={errors}
        {...noticeOf(request)}
      />,
      { status: Object.keys(errors).length > 0 ? 422 : 200 },
    );
  }
}
