import { Body, Controller, Post, Req } from '@nestjs/common';
import { toString as asSvg } from 'qrcode';
import { z } from 'zod';
import { Doorbell } from '../../platform/database/doorbell.js';
import { SecondFactors } from '../../staff/factors/second-factors.service.js';
import { Confirmed, type JatakkRequest, Member, OwnAccount, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { proofMessage } from './factor-prompts.service.js';
import { typed } from './fields.js';
import { withDone } from './notices.js';
import { AuthenticatorPage } from './pages/authenticator-page.js';
import { RecoveryCodesPage } from './pages/recovery-codes-page.js';

const codeForm = z.object({ code: typed });

/** An authenticator app: its secret is made by the keeper, shown once, and counts from its first code on. */
@Controller('staff/account/authenticator')
@OwnAccount()
@Confirmed('factors')
export class AuthenticatorController {
  constructor(
    private readonly frames: Frames,
    private readonly factors: SecondFactors,
    private readonly doorbell: Doorbell,
  ) {}

  @Post()
  async begin(@Member() member: SignedIn, @Req() request: JatakkRequest): Promise<Page | SeeOther> {
    const answer = await this.factors.beginTotp(member.sessionHash);
    if (!answer.ok) return new SeeOther(withDone(staffPaths.account, 'factor-not-now'));
    const { secret, uri } = answer.answer;
    const picture = await asSvg(uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
    const frame = { ...(await this.frames.staffFrame(request, member)), path: null };
    return new Page(<AuthenticatorPage frame={frame} shown={{ secret, picture }} />);
  }

  /** A wrong code is typed again: the app has the secret already, and it is not shown a second time. */
  @Post('confirm')
  async confirm(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
  ): Promise<Page | SeeOther> {
    const { code } = parseForm(codeForm, body);
    const answer = await this.factors.enrolTotp(member.sessionHash, code);
    const frame = { ...(await this.frames.staffFrame(request, member)), path: null };
    if (!answer.ok) {
      if (answer.refused !== 'wrong') return new SeeOther(withDone(staffPaths.account, 'factor-not-now'));
      return new Page(<AuthenticatorPage frame={frame} error={proofMessage(answer.refused)} />, {
        status: 422,
      });
    }
    this.doorbell.ring();
    const { codes } = answer.answer;
    if (codes.length > 0) return new Page(<RecoveryCodesPage frame={frame} codes={codes} />);
    return new SeeOther(withDone(staffPaths.account, 'authenticator-added'));
  }
}
