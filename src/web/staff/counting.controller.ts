import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { z } from 'zod';
import { WriteCampaign } from '../../campaigns/write-campaign.service.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { CampaignViews } from './campaign-view.service.js';
import { withDone } from './notices.js';

const countingForm = z.object({ counts: z.enum(['yes', 'no']) });

/** Whether it is counted how many follow a campaign's links: a part of what is approved. */
@Controller('staff/registers/:register/campaigns/:campaign/counting')
@May('write-campaign')
export class CountingController {
  constructor(
    private readonly views: CampaignViews,
    private readonly writing: WriteCampaign,
  ) {}

  @Post()
  async set(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    await this.views.find(registerId, id);
    const { counts } = parseForm(countingForm, body);
    const changed = await this.writing.count(member.sessionHash, registerId, id, counts === 'yes');
    return new SeeOther(withDone(staffPaths.campaign(registerId, id), changed ? 'saved' : 'changed'));
  }
}
