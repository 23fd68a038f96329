import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { SurveyLocale } from '../../surveys/survey-definition.js';
import type { Survey } from '../../surveys/surveys.queries.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { ChangesNothing } from '../http/noted.js';
import { Page } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { SurveyPreviewPage } from './pages/surveys/survey-preview-page.js';
import { type FoundSurvey, SurveyDesk } from './survey-desk.service.js';
import { oneOf, surveyForm, type SurveyForm } from './survey-form.js';
import { firstStep, moveOn, type SurveyMove } from '../public/survey-form.js';

/** A survey as a visitor sees it, step by step. Nothing of what is filled in is kept. */
@Controller('staff/registers/:register/lists/:list/surveys/:survey/preview')
@May('see')
export class SurveyPreviewController {
  constructor(private readonly desk: SurveyDesk) {}

  @Get()
  async first(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const { in: language } = request.query as { in?: unknown };
    const form: SurveyForm = typeof language === 'string' ? { lang: language } : {};
    return this.#page(await this.desk.find({ registerId, listId }, id), member, request, form, 'first');
  }

  @Post()
  @ChangesNothing()
  async go(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const found = await this.desk.find({ registerId, listId }, id);
    return this.#page(found, member, request, parseForm(surveyForm, body));
  }

  async #page(
    { list, survey }: FoundSurvey,
    member: SignedIn,
    request: FastifyRequest,
    form: SurveyForm,
    at?: 'first',
  ): Promise<Page> {
    const move: SurveyMove = at === 'first' ? { show: firstStep(survey.definition) } : moveOn(survey, form);
    return new Page(
      <SurveyPreviewPage
        {...await this.desk.around(list, member, request)}
        survey={survey}
        language={languageIn(survey, form)}
        step={'show' in move ? move.show : null}
      />,
    );
  }
}

function languageIn({ definition: { locales } }: Survey, form: SurveyForm): SurveyLocale {
  return locales.find((one) => one === oneOf(form, 'lang')) ?? locales[0]!;
}
