import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { isLocale } from '../../platform/i18n/messages.js';
import { type FactorRefusal, SecondFactors } from '../../staff/factors/second-factors.service.js';
import type { HalfMember } from '../../staff/sessions.service.js';
import { Half, HalfSignedIn, type JatakkRequest } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { SessionCookie } from '../http/session-cookie.js';
import { staffPaths } from '../pages/paths.js';
import { FactorPrompts, proofMessage } from './factor-prompts.service.js';
import { withDone } from './notices.js';
import { SecondFactorPage } from './pages/second-factor-page.js';
import { readFactorProof } from './read-factor-proof.js';

/** Between the password and the house: the second factor, which the keeper checks. */
@Controller('staff/sign-in')
@HalfSignedIn()
export class SecondFactorController {
  constructor(
    private readonly frames: Frames,
    private readonly factors: SecondFactors,
    private readonly prompts: FactorPrompts,
    private readonly cookie: SessionCookie,
  ) {}

  @Get('factor')
  async show(@Half() half: HalfMember, @Req() request: JatakkRequest): Promise<Page> {
    return this.#page(half, request);
  }

  @Post('factor')
  async prove(
    @Body() body: unknown,
    @Half() half: HalfMember,
    @Req() request: JatakkRequest,
  ): Promise<Page | SeeOther> {
    const given = readFactorProof(body);
    if (!given) return this.#page(half, request, 'wrong');
    const answer = await this.factors.signIn(half.sessionHash, given);
    if (answer.ok) return new SeeOther(staffPaths.overview, this.cookie.set(answer.answer));
    // Half a session that has ended, by too many tries or by its time.
    if (answer.refused === 'unknown')
      return new SeeOther(withDone(staffPaths.signIn, 'half-ended'), this.cookie.clear());
    return this.#page(half, request, answer.refused);
  }

  @Post('again')
  async again(@Half() half: HalfMember): Promise<SeeOther> {
    await this.factors.giveUp(half.sessionHash);
    return new SeeOther(staffPaths.signIn, this.cookie.clear());
  }

  async #page(half: HalfMember, request: JatakkRequest, refused?: FactorRefusal): Promise<Page> {
    const locale = isLocale(half.locale) ? { locale: half.locale } : {};
    return new Page(
      <SecondFactorPage
        frame={await this.frames.publicFrame(request, { path: null, ...locale })}
        csrf={half.csrf}
        name={half.name}
        prompt={await this.prompts.make(half, 'sign-in')}
        error={refused && proofMessage(refused)}
      />,
      { status: refused ? 422 : 200 },
    );
  }
}
