import { Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { Doorbell } from '../../platform/database/doorbell.js';
import { StaffAccounts } from '../../staff/staff-accounts.service.js';
import { Confirmed, May, Member, type SignedIn } from '../http/access.js';
import { SeeOther } from '../http/page.js';
import { staffPaths } from '../pages/paths.js';
import { withDone } from './notices.js';

/** For a colleague who has lost all they sign in with. They are told by mail, and every session of theirs ends. */
@Controller('staff/members/:member')
@May('manage-staff')
@Confirmed()
export class ResetFactorsController {
  constructor(
    private readonly accounts: StaffAccounts,
    private readonly doorbell: Doorbell,
  ) {}

  @Post('reset-factors')
  async reset(@Param('member', ParseUUIDPipe) id: string, @Member() member: SignedIn): Promise<SeeOther> {
    const outcome = await this.accounts.resetFactors(member.sessionHash, id);
    this.doorbell.ring();
    return new SeeOther(
      withDone(staffPaths.member(id), outcome === 'reset' ? 'factors-reset' : 'member-not-now'),
    );
  }
}
