import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { Register } from '../../registers/register.entity.js';
import type { SurveyLocale } from '../../surveys/survey-definition.js';
import type { Survey } from '../../surveys/surveys.queries.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { ChangesNothing } from '../http/noted.js';
import { Page } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { findList } from './find-list.js';
import { findRegister } from './find-register.js';
import { findSurvey } from './find-survey.js';
import { SurveyPreviewPage } from './pages/surveys/survey-preview-page.js';
import { oneOf, surveyForm, type SurveyForm } from './survey-form.js';
import { firstStep, moveOn, type SurveyMove } from '../public/survey-form.js';

/** A survey as a visitor sees it, step by step. Nothing of what is filled in is kept. */
@Controller('staff/registers/:register/lists/:list/surveys/:survey/preview')
@May('see')
export class SurveyPreviewController {
  constructor(
    @InjectDataSource() private readonly people: DataSource,
    @InjectDataSource('survey') private readonly surveys: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
  ) {}

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
    return this.#page(registerId, listId, id, member, request, form, 'first');
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
    return this.#page(registerId, listId, id, member, request, parseForm(surveyForm, body));
  }

  async #page(
    registerId: string,
    listId: string,
    id: string,
    member: SignedIn,
    request: FastifyRequest,
    form: SurveyForm,
    at?: 'first',
  ): Promise<Page> {
    const list = await findList(this.people, registerId, listId);
    const survey = await findSurvey(this.surveys, { registerId, listId }, id);
    const move: SurveyMove = at === 'first' ? { show: firstStep(survey.definition) } : moveOn(survey, form);
    return new Page(
      <SurveyPreviewPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        list={list}
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
