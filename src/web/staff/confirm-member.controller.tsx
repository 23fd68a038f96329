import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { z } from 'zod';
import { SecondFactors } from '../../staff/factors/second-factors.service.js';
import { type JatakkRequest, Member, OwnAccount, type SignedIn } from '../http/access.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { ConfirmPages } from './confirm-pages.service.js';
import { readFactorProof } from './read-factor-proof.js';

// Only ever a page of ours: what follows is a redirect.
const goesBack = z.object({
  back: z
    .string()
    .regex(/^\/staff(\/[\w-]+)*$/)
    .catch(staffPaths.account),
});

/** Shows once more who sits here, before a page that could do harm. It holds for ten minutes. */
@Controller('staff/confirm')
@OwnAccount()
export class ConfirmMemberController {
  constructor(
    private readonly pages: ConfirmPages,
    private readonly factors: SecondFactors,
  ) {}

  @Get()
  async show(
    @Query() query: unknown,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
  ): Promise<Page> {
    return new Page(await this.pages.forPage(request, member, parseForm(goesBack, query).back));
  }

  @Post()
  async confirm(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
  ): Promise<Page | SeeOther> {
    const { back } = parseForm(goesBack, body);
    const given = readFactorProof(body);
    const answer = given
      ? await this.factors.confirm(member.sessionHash, given)
      : ({ ok: false, refused: 'wrong' } as const);
    if (answer.ok) return new SeeOther(back);
    return new Page(await this.pages.forPage(request, member, back, answer.refused), { status: 422 });
  }
}
