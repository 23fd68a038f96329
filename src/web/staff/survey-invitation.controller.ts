import { Controller, Inject, NotFoundException, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { WriteCampaign } from '../../campaigns/write-campaign.service.js';
import type { WebSettings } from '../../platform/config/settings.js';
import { dayOf } from '../pages/month.js';
import { WEB_SETTINGS } from '../tokens.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { SeeOther } from '../http/page.js';
import { publicPaths, staffPaths } from '../pages/paths.js';
import { backToSurvey } from './back-to-survey.js';
import { languageFor } from './language-for.js';
import { withDone } from './notices.js';
import { SurveyDesk } from './survey-desk.service.js';
import { invitationText } from './survey-invitation-text.js';

/** The mail that asks a list to answer an open survey: a draft like any other, to be read, changed and approved. */
@Controller('staff/registers/:register/lists/:list/surveys/:survey/invitation')
@May('write-campaign')
export class SurveyInvitationController {
  constructor(
    private readonly desk: SurveyDesk,
    @Inject(WEB_SETTINGS) private readonly settings: WebSettings,
    private readonly campaigns: WriteCampaign,
  ) {}

  @Post()
  async write(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    const place = { registerId, listId };
    const { list, survey } = await this.desk.find(place, id);
    const { state, definition, closesOn } = survey;
    if (state !== 'open') throw new NotFoundException();
    const locale = languageFor(member, list.texts);
    const words = invitationText(locale, {
      title: definition.title[locale] ?? Object.values(definition.title)[0] ?? '',
      until: closesOn === null ? null : dayOf(closesOn, locale),
      link: `${this.settings.PUBLIC_URL}${publicPaths.survey(id)}`,
    });
    const draft = await this.campaigns.draft(listId, member.id, {
      locale,
      subject: words.subject,
      preheader: words.preheader,
      format: 'blocks',
      body: JSON.stringify(words.body),
    });
    if (!draft) return backToSurvey(place, id, 'survey-list-rests');
    return new SeeOther(withDone(staffPaths.editCampaign(registerId, draft.id), 'survey-invitation'));
  }
}
