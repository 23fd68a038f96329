import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isLocale } from '../../platform/i18n/messages.js';
import { hashToken, isToken } from '../../platform/sealing/link-token.js';
import { StaffAccounts } from '../../staff/staff-accounts.service.js';
import { Public } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { typed } from './fields.js';
import { withDone } from './notices.js';
import { AcceptInvitationPage } from './pages/accept-invitation-page.js';
import { passwordMessage } from './password-words.js';

const passwordForm = z.object({ password: typed });

/** A colleague's first visit: they choose a password by the link of a mail. */
@Controller('invitation/:token')
@Public()
export class InvitationController {
  constructor(
    private readonly frames: Frames,
    private readonly accounts: StaffAccounts,
  ) {}

  @Get()
  async show(@Param('token') token: string, @Req() request: FastifyRequest): Promise<Page> {
    const invited = await this.#invited(token);
    const frame = await this.#frame(request, invited?.locale);
    if (!invited) return this.#gone(frame);
    const action = `/invitation/${token}`;
    return new Page(<AcceptInvitationPage frame={frame} state="open" name={invited.name} action={action} />);
  }

  @Post()
  async accept(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const { password } = parseForm(passwordForm, body);
    const invited = await this.#invited(token);
    const frame = await this.#frame(request, invited?.locale);
    if (!invited) return this.#gone(frame);
    const context = [invited.name, frame.organisation ?? ''];
    const error = passwordMessage(password, { context });
    if (error) {
      const action = `/invitation/${token}`;
      const errors = { password: error };
      const page = (
        <AcceptInvitationPage
          frame={frame}
          state="open"
          name={invited.name}
          action={action}
          errors={errors}
        />
      );
      return new Page(page, { status: 422 });
    }
    const staffId = await this.accounts.acceptInvitation(hashToken(token), password);
    return staffId === undefined
      ? this.#gone(frame)
      : new SeeOther(withDone(staffPaths.signIn, 'invitation-done'));
  }

  async #invited(token: string) {
    return isToken(token) ? this.accounts.peekInvitation(hashToken(token)) : undefined;
  }

  #gone(frame: Awaited<ReturnType<Frames['publicFrame']>>): Page {
    return new Page(<AcceptInvitationPage frame={frame} state="gone" />, { status: 404 });
  }

  async #frame(request: FastifyRequest, locale: string | undefined) {
    return this.frames.publicFrame(request, { path: null, ...(isLocale(locale) && { locale }) });
  }
}
