import { Controller, Get, Headers, Ip, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProviderSignIn } from '../../staff/provider/provider-sign-in.service.js';
import { Public } from '../http/access.js';
import { AttemptCookie } from '../http/attempt-cookie.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { networkOf } from '../../platform/http/client-network.js';
import { RateLimit } from '../http/rate-limit.js';
import { SessionCookie } from '../http/session-cookie.js';
import { staffPaths } from '../pages/paths.js';
import { browserFamily } from './browser-family.js';
import { withDone } from './notices.js';
import { GoToProviderPage } from './pages/go-to-provider-page.js';
import { SignInPage } from './pages/sign-in-page.js';

const FAILED = withDone(staffPaths.signIn, 'provider-failed');

/** Signing in with the provider: there by a button, and back with an answer. Every failure has one and the same answer. */
@Controller('staff/sign-in/oidc')
@Public()
export class ProviderController {
  readonly #begun = new RateLimit(30);

  constructor(
    private readonly frames: Frames,
    private readonly provider: ProviderSignIn,
    private readonly attempts: AttemptCookie,
    private readonly sessions: SessionCookie,
  ) {}

  @Post()
  async begin(@Req() request: FastifyRequest, @Ip() ip: string): Promise<Page | SeeOther> {
    const frame = await this.frames.publicFrame(request, { path: staffPaths.signIn });
    const { name } = this.provider;
    const wait = this.#begun.exceeded(networkOf(ip));
    if (wait !== undefined) {
      const error = { key: 'sign-in.too-many', params: { minutes: Math.ceil(wait / 60) } } as const;
      return new Page(<SignInPage frame={frame} provider={name} error={error} />, {
        status: 429,
        headers: { 'retry-after': String(wait) },
      });
    }
    const begun = await this.provider.begin(await this.#callback());
    if (!begun) return new SeeOther(FAILED);
    // Not a redirect: browsers hold a form to the places that the policy of its page names, wherever it leads.
    return new Page(<GoToProviderPage frame={{ ...frame, path: null }} name={name} href={begun.url} />, {
      headers: { refresh: `0; url=${begun.url}`, 'set-cookie': this.attempts.set(begun.cookie) },
    });
  }

  /** The one GET that acts, since the protocol has it so: only for the browser that pressed the button, and once. */
  @Get('callback')
  async comeBack(
    @Req() request: FastifyRequest,
    @Headers('user-agent') browser: string | undefined,
  ): Promise<SeeOther> {
    const answer = new URL(await this.#callback());
    answer.search = new URL(request.url, answer).search;
    const opened = await this.provider.finish(this.attempts.read(request), answer, browserFamily(browser));
    const forgotten = this.attempts.clear();
    if (!opened) return new SeeOther(FAILED, { 'set-cookie': forgotten });
    const next = opened.stage === 'half' ? staffPaths.secondFactor : staffPaths.overview;
    return new SeeOther(next, { 'set-cookie': [this.sessions.set(opened.token)['set-cookie']!, forgotten] });
  }

  /** As the provider has it written down: below the only source of links, never the host that was asked for. */
  async #callback(): Promise<string> {
    return (await this.frames.publicUrl()) + staffPaths.providerCallback;
  }
}
