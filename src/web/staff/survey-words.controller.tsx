import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Survey } from '../../surveys/surveys.queries.js';
import { WriteSurvey } from '../../surveys/write-survey.service.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Page, type SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { backToSurvey } from './back-to-survey.js';
import { digestOf } from './digest-of.js';
import { anyFault } from './fields.js';
import { SurveyWordsPage, type SurveyWordsPageProps } from './pages/surveys/survey-words-page.js';
import { type FoundSurvey, SurveyDesk } from './survey-desk.service.js';
import { oneOf, readOpeningWords, surveyForm } from './survey-form.js';

/** What a survey begins with: its title, its introduction and its languages. */
@Controller('staff/registers/:register/lists/:list/surveys/:survey/words')
@May('write-campaign')
export class SurveyWordsController {
  constructor(
    private readonly desk: SurveyDesk,
    private readonly writing: WriteSurvey,
  ) {}

  @Get()
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const found = await this.desk.draft({ registerId, listId }, id);
    return this.#form(found, member, request, { words: found.survey.definition });
  }

  @Post()
  async write(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const place = { registerId, listId };
    const found = await this.desk.draft(place, id);
    const { survey } = found;
    const form = parseForm(surveyForm, body);
    const { definition: words, errors } = readOpeningWords(form, survey.definition.questions);
    if (anyFault(errors)) return this.#form(found, member, request, { words, errors });
    // What this page changes is compared by itself: a question that a colleague adds meanwhile stands in nobody's way.
    const read = { id, revision: survey.revision };
    const seen = oneOf(form, 'seen') === seenWords(survey);
    const kept = seen ? await this.writing.keep(place, read, words) : 'changed';
    if (kept === 'kept') return backToSurvey(place, id, 'saved');
    const now = await this.desk.draft(place, id);
    return this.#form(now, member, request, { words, meanwhile: now.survey.definition });
  }

  async #form(
    { list, survey }: FoundSurvey,
    member: SignedIn,
    request: FastifyRequest,
    { words, errors = {}, meanwhile }: Pick<SurveyWordsPageProps, 'words' | 'errors' | 'meanwhile'>,
  ): Promise<Page> {
    return new Page(
      <SurveyWordsPage
        {...await this.desk.around(list, member, request)}
        survey={{ id: survey.id, seen: seenWords(survey) }}
        words={words}
        errors={errors}
        {...(meanwhile && { meanwhile })}
      />,
      { status: meanwhile ? 409 : anyFault(errors) ? 422 : 200 },
    );
  }
}

const seenWords = ({ definition: { locales, title, introduction } }: Survey): string =>
  digestOf({ locales, title, introduction });
