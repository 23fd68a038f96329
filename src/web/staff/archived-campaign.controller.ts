import { Body, Controller, NotFoundException, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { z } from 'zod';
import { KeepArchive } from '../../campaigns/keep-archive.service.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { withDone } from './notices.js';

/** Whether a campaign is in its list's archive, where the list has one; before it is sent or after. */
@Controller('staff/registers/:register/campaigns/:campaign/archive')
@May('send-campaign')
export class ArchivedCampaignController {
  constructor(private readonly archive: KeepArchive) {}

  @Post()
  async leaveOut(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    const { out } = parseForm(z.object({ out: z.enum(['yes', 'no']) }), body);
    if (!(await this.archive.leaveOut(member.sessionHash, registerId, id, out === 'yes')))
      throw new NotFoundException();
    return new SeeOther(withDone(staffPaths.campaign(registerId, id), 'saved'));
  }
}
