import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { Register } from '../../registers/register.entity.js';
import type { SurveyDefinition } from '../../surveys/survey-definition.js';
import { surveysOf } from '../../surveys/surveys.queries.js';
import { WriteSurvey } from '../../surveys/write-survey.service.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { anyFault } from './fields.js';
import { findList } from './find-list.js';
import { findRegister } from './find-register.js';
import { languageFor } from './language-for.js';
import { noticeOf, withDone } from './notices.js';
import { SurveysPage } from './pages/surveys/surveys-page.js';
import { SurveyWordsPage } from './pages/surveys/survey-words-page.js';
import { readOpeningWords, surveyForm, type SurveyErrors } from './survey-form.js';

/** The surveys of a list, and where a new one is begun. */
@Controller('staff/registers/:register/lists/:list/surveys')
@May('write-campaign')
export class SurveysController {
  constructor(
    @InjectDataSource() private readonly people: DataSource,
    @InjectDataSource('survey') private readonly surveys: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
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
    const list = await findList(this.people, registerId, listId);
    return new Page(
      <SurveysPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        list={list}
        surveys={await surveysOf(this.surveys, { registerId, listId })}
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
    const list = await findList(this.people, registerId, listId);
    const locales = [languageFor(member, list.texts)];
    const words = { locales, title: {}, introduction: {}, questions: [] };
    return this.#form(registerId, listId, member, request, words);
  }

  @Post()
  async begin(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    await findList(this.people, registerId, listId);
    const { definition, errors } = readOpeningWords(parseForm(surveyForm, body), []);
    if (anyFault(errors)) return this.#form(registerId, listId, member, request, definition, errors);
    const id = await this.writing.begin({ registerId, listId }, definition);
    return new SeeOther(withDone(staffPaths.survey(registerId, listId, id), 'survey-begun'));
  }

  async #form(
    registerId: string,
    listId: string,
    member: SignedIn,
    request: FastifyRequest,
    words: SurveyDefinition,
    errors: SurveyErrors = {},
  ): Promise<Page> {
    return new Page(
      <SurveyWordsPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        list={await findList(this.people, registerId, listId)}
        survey={null}
        words={words}
        errors={errors}
      />,
      { status: anyFault(errors) ? 422 : 200 },
    );
  }
}
