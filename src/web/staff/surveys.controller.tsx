import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import type { ListOverview } from '../../consent/list-overview.queries.js';
import type { SurveyDefinition } from '../../surveys/survey-definition.js';
import { surveysOf } from '../../surveys/surveys.queries.js';
import { WriteSurvey } from '../../surveys/write-survey.service.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Page, type SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { backToSurvey } from './back-to-survey.js';
import { anyFault } from './fields.js';
import { languageFor } from './language-for.js';
import { noticeOf } from './notices.js';
import { SurveysPage } from './pages/surveys/surveys-page.js';
import { SurveyWordsPage } from './pages/surveys/survey-words-page.js';
import { SurveyDesk } from './survey-desk.service.js';
import { readOpeningWords, surveyForm, type SurveyErrors } from './survey-form.js';

/** The surveys of a list, and where a new one is begun. */
@Controller('staff/registers/:register/lists/:list/surveys')
@May('write-campaign')
export class SurveysController {
  constructor(
    private readonly desk: SurveyDesk,
    @InjectDataSource('survey') private readonly surveys: DataSource,
    private readonly writing: WriteSurvey,
  ) {}

  @Get()
  @May('see')
  async all(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const place = { registerId, listId };
    return new Page(
      <SurveysPage
        {...await this.desk.around(await this.desk.list(place), member, request)}
        surveys={await surveysOf(this.surveys, place)}
        {...noticeOf(request)}
      />,
    );
  }

  @Get('new')
  async new(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const list = await this.desk.list({ registerId, listId });
    const locales = [languageFor(member, list.texts)];
    const words = { locales, title: {}, introduction: {}, questions: [] };
    return this.#form(list, member, request, words);
  }

  @Post()
  async begin(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const place = { registerId, listId };
    const list = await this.desk.list(place);
    const { definition, errors } = readOpeningWords(parseForm(surveyForm, body), []);
    if (anyFault(errors)) return this.#form(list, member, request, definition, errors);
    return backToSurvey(place, await this.writing.begin(place, definition), 'survey-begun');
  }

  async #form(
    list: ListOverview,
    member: SignedIn,
    request: FastifyRequest,
    words: SurveyDefinition,
    errors: SurveyErrors = {},
  ): Promise<Page> {
    return new Page(
      <SurveyWordsPage
        {...await this.desk.around(list, member, request)}
        survey={null}
        words={words}
        errors={errors}
      />,
      { status: anyFault(errors) ? 422 : 200 },
    );
  }
}
