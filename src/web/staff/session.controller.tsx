import { Body, Controller, Get, Headers, Ip, Optional, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { hashToken } from '../../platform/sealing/link-token.js';
import { parseEmailAddress, trimTyped } from '../../registers/email-address.js';
import { ProviderSignIn } from '../../staff/provider/provider-sign-in.service.js';
import { Sessions } from '../../staff/sessions.service.js';
import { StaffAccounts } from '../../staff/staff-accounts.service.js';
import { LOCALES } from '../../platform/i18n/messages.js';
import { Member, OwnAccount, Public, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { networkOf } from '../../platform/http/client-network.js';
import { RateLimit } from '../http/rate-limit.js';
import { SessionCookie } from '../http/session-cookie.js';
import { staffPaths } from '../pages/paths.js';
import { browserFamily } from './browser-family.js';
import { typed } from './fields.js';
import { noticeOf, withDone } from './notices.js';
import { SignInPage } from './pages/sign-in-page.js';

const signInForm = z.object({ address: typed, password: typed });
const languageForm = z.object({
  locale: z.enum(LOCALES),
  // Only ever a page of ours: what follows is a redirect.
  back: z
    .string()
    .regex(/^\/staff(\/[\w-]+)*$/)
    .catch(staffPaths.overview),
});

/** Coming in and going out. The answer is the same, in words and in time, whether or not an account exists. */
@Controller()
export class SessionController {
  readonly #attempts = new RateLimit(30);
  readonly #attemptsPerName = new RateLimit(10);

  constructor(
    private readonly frames: Frames,
    private readonly accounts: StaffAccounts,
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
    @Optional() private readonly provider?: ProviderSignIn,
  ) {}

  @Get('staff/sign-in')
  @Public()
  async show(@Req() request: FastifyRequest): Promise<Page> {
    return new Page(
      <SignInPage
        provider={this.provider?.name}
        frame={await this.frames.publicFrame(request)}
        {...noticeOf(request)}
      />,
    );
  }

  @Post('staff/sign-in')
  @Public()
  async signIn(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Ip() ip: string,
    @Headers('user-agent') browser: string | undefined,
  ): Promise<Page | SeeOther> {
    const { address: text, password } = parseForm(signInForm, body);
    const frame = await this.frames.publicFrame(request, { path: staffPaths.signIn });
    // Per network and name together, so that nobody can lock a colleague out from elsewhere.
    const name = hashToken(trimTyped(text).toLowerCase()).toString('base64');
    const network = networkOf(ip);
    const wait = this.#attempts.exceeded(network) ?? this.#attemptsPerName.exceeded(`${network} ${name}`);
    if (wait !== undefined) {
      const error = { key: 'sign-in.too-many', params: { minutes: Math.ceil(wait / 60) } } as const;
      const page = <SignInPage provider={this.provider?.name} frame={frame} address={text} error={error} />;
      return new Page(page, { status: 429, headers: { 'retry-after': String(wait) } });
    }
    const reading = parseEmailAddress(trimTyped(text));
    const staffId = reading.ok ? await this.accounts.signIn(reading.address, password) : undefined;
    if (staffId === undefined) {
      return new Page(
        <SignInPage
          provider={this.provider?.name}
          frame={frame}
          address={text}
          error={{ key: 'sign-in.error' }}
        />,
        {
          status: 422,
        },
      );
    }
    this.#attempts.forgive(network);
    this.#attemptsPerName.forgive(`${network} ${name}`);
    const { token, stage } = await this.sessions.open(staffId, browserFamily(browser));
    if (stage === 'short-password') {
      const error = { key: 'sign-in.short-password' } as const;
      return new Page(
        <SignInPage provider={this.provider?.name} frame={frame} address={text} error={error} />,
        { status: 422 },
      );
    }
    const next = stage === 'half' ? staffPaths.secondFactor : staffPaths.overview;
    return new SeeOther(next, this.cookie.set(token));
  }

  @Post('staff/sign-out')
  @OwnAccount()
  async signOut(@Member() member: SignedIn): Promise<SeeOther> {
    await this.sessions.close(member.sessionHash);
    return new SeeOther(withDone(staffPaths.signIn, 'signed-out'), this.cookie.clear());
  }

  /** The language a member works in, on every page from now on. */
  @Post('staff/language')
  @OwnAccount()
  async speak(@Body() body: unknown, @Member() member: SignedIn): Promise<SeeOther> {
    const { locale, back } = parseForm(languageForm, body);
    await this.accounts.chooseLocale(member.id, locale);
    return new SeeOther(back);
  }
}
