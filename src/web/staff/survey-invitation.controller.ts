import { Controller, Inject, NotFoundException, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { WriteCampaign } from '../../campaigns/write-campaign.service.js';
import type { WebSettings } from '../../platform/config/settings.js';
import { dayOf } from '../pages/month.js';
import { WEB_SETTINGS } from '../tokens.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { SeeOther } from '../http/page.js';
import { publicPaths, staffPaths } from '../pages/paths.js';
import { findList } from './find-list.js';
import { findSurvey } from './find-survey.js';
import { languageFor } from './language-for.js';
import { withDone } from './notices.js';
import { invitationText } from './survey-invitation-text.js';

/** The mail that asks a list to answer an open survey: a draft like any other, to be read, changed and approved. */
@Controller('staff/registers/:register/lists/:list/surveys/:survey/invitation')
@May('write-campaign')
export class SurveyInvitationController {
  constructor(
    @InjectDataSource() private readonly people: DataSource,
    @InjectDataSource('survey') private readonly surveys: DataSource,
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
    const list = await findList(this.people, registerId, listId);
    const { state, definition, closesOn } = await findSurvey(this.surveys, { registerId, listId }, id);
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
    return new SeeOther(
      draft
        ? withDone(staffPaths.editCampaign(registerId, draft.id), 'survey-invitation')
        : withDone(staffPaths.survey(registerId, listId, id), 'survey-list-rests'),
    );
  }
}
