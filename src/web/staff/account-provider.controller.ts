import { Controller, Post } from '@nestjs/common';
import { Doorbell } from '../../platform/database/doorbell.js';
import { ProviderSignIn } from '../../staff/provider/provider-sign-in.service.js';
import { Confirmed, Member, OwnAccount, type SignedIn } from '../http/access.js';
import { SeeOther } from '../http/page.js';
import { staffPaths } from '../pages/paths.js';
import { withDone } from './notices.js';

/** One's own link to the provider: to close it takes nothing, to let it be made again takes a proof. */
@Controller('staff/account/provider')
@OwnAccount()
export class AccountProviderController {
  constructor(
    private readonly provider: ProviderSignIn,
    private readonly doorbell: Doorbell,
  ) {}

  @Post('close')
  async close(@Member() member: SignedIn): Promise<SeeOther> {
    await this.provider.close(member.sessionHash);
    this.doorbell.ring();
    return new SeeOther(withDone(staffPaths.account, 'provider-closed'));
  }

  @Post('reopen')
  @Confirmed('factors')
  async reopen(@Member() member: SignedIn): Promise<SeeOther> {
    await this.provider.reopen(member.sessionHash);
    return new SeeOther(withDone(staffPaths.account, 'provider-reopened'));
  }
}
