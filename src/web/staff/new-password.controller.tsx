import { Body, Controller, Get, Ip, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isLocale } from '../../platform/i18n/messages.js';
import { hashToken, isToken } from '../../platform/sealing/link-token.js';
import { parseEmailAddress, trimTyped } from '../../registers/email-address.js';
import { STAFF_RING } from '../../registers/staff-ring.js';
import { ChangePassword, type Resetting } from '../../staff/change-password.service.js';
import { StaffAccounts } from '../../staff/staff-accounts.service.js';
import { ReceiveForm } from '../../subscriptions/receive-form.service.js';
import { Public } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { networkOf } from '../../platform/http/client-network.js';
import { RateLimit } from '../http/rate-limit.js';
import { staffPaths } from '../pages/paths.js';
import { typed } from './fields.js';
import { withDone } from './notices.js';
import { ForgottenPage } from './pages/forgotten-page.js';
import { NewPasswordPage } from './pages/new-password-page.js';
import { passwordMessage } from './password-words.js';

const forgottenForm = z.object({ address: typed });
const passwordForm = z.object({ password: typed });

/** A new password for whoever has forgotten theirs. What is typed is sealed: web does not learn whether it is known. */
@Controller()
@Public()
export class NewPasswordController {
  readonly #asked = new RateLimit(20);

  constructor(
    private readonly frames: Frames,
    private readonly accounts: StaffAccounts,
    private readonly passwords: ChangePassword,
    private readonly forms: ReceiveForm,
  ) {}

  @Get('staff/forgotten')
  async show(@Req() request: FastifyRequest): Promise<Page> {
    return new Page(<ForgottenPage frame={await this.frames.publicFrame(request)} state="open" />);
  }

  /** The same answer for every address, known or not, well written or not. */
  @Post('staff/forgotten')
  async ask(@Body() body: unknown, @Req() request: FastifyRequest, @Ip() ip: string): Promise<Page> {
    const frame = await this.frames.publicFrame(request, { path: staffPaths.forgotten });
    const reading = parseEmailAddress(trimTyped(parseForm(forgottenForm, body).address));
    const wait = this.#asked.exceeded(networkOf(ip));
    if (wait !== undefined) {
      const error = { key: 'sign-in.too-many', params: { minutes: Math.ceil(wait / 60) } } as const;
      const headers = { 'retry-after': String(wait) };
      return new Page(<ForgottenPage frame={frame} state="open" error={error} />, { status: 429, headers });
    }
    if (reading.ok) {
      const loginHash = this.accounts.loginHash(reading.address).toString('base64');
      await this.forms.receive(STAFF_RING, 'password-reset', { loginHash });
    }
    return new Page(<ForgottenPage frame={frame} state="asked" />);
  }

  @Get('new-password/:token')
  async choose(@Param('token') token: string, @Req() request: FastifyRequest): Promise<Page> {
    const whose = await this.#whose(token);
    return this.#page(request, token, whose);
  }

  @Post('new-password/:token')
  async reset(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const { password } = parseForm(passwordForm, body);
    const whose = await this.#whose(token);
    if (!whose) return this.#page(request, token, undefined);
    const { organisation } = await this.frames.publicFrame(request);
    const rules = { besideFactor: whose.hasFactor, context: [whose.name, organisation ?? ''] };
    const error = passwordMessage(password, rules);
    if (error) return this.#page(request, token, whose, error);
    const outcome = await this.passwords.reset(hashToken(token), password);
    return outcome === 'changed'
      ? new SeeOther(withDone(staffPaths.signIn, 'password-changed'))
      : this.#page(request, token, undefined);
  }

  async #whose(token: string): Promise<Resetting | undefined> {
    return isToken(token) ? this.passwords.peekReset(hashToken(token)) : undefined;
  }

  async #page(
    request: FastifyRequest,
    token: string,
    whose: Resetting | undefined,
    error?: ReturnType<typeof passwordMessage>,
  ): Promise<Page> {
    const locale = isLocale(whose?.locale) ? { locale: whose.locale } : {};
    const frame = await this.frames.publicFrame(request, { path: null, ...locale });
    if (!whose) return new Page(<NewPasswordPage frame={frame} state="gone" />, { status: 404 });
    const action = staffPaths.newPassword(token);
    return new Page(<NewPasswordPage frame={frame} state="open" action={action} {...whose} error={error} />, {
      status: error ? 422 : 200,
    });
  }
}
