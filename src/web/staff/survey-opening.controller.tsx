import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { Register } from '../../registers/register.entity.js';
import { answeredInTens, type Survey } from '../../surveys/surveys.queries.js';
import { type Kept, WriteSurvey } from '../../surveys/write-survey.service.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { findList } from './find-list.js';
import { findRegister } from './find-register.js';
import { findSurvey } from './find-survey.js';
import { type Done, withDone } from './notices.js';
import { BeforeClosingPage } from './pages/surveys/before-closing-page.js';
import { BeforeOpeningPage } from './pages/surveys/before-opening-page.js';
import { oneOf, surveyForm } from './survey-form.js';

/** Where a survey is opened and closed, each for good: what that means is read first. */
@Controller('staff/registers/:register/lists/:list/surveys/:survey')
@May('write-campaign')
export class SurveyOpeningController {
  constructor(
    @InjectDataSource() private readonly people: DataSource,
    @InjectDataSource('survey') private readonly surveys: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly writing: WriteSurvey,
  ) {}

  @Get('open')
  async beforeOpening(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const survey = await this.#survey(registerId, listId, id);
    if (survey.state !== 'draft') return new SeeOther(staffPaths.survey(registerId, listId, id));
    return new Page(
      <BeforeOpeningPage {...await this.#around(registerId, listId, member, request)} survey={survey} />,
    );
  }

  @Post('open')
  async open(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Body() body: unknown,
  ): Promise<SeeOther> {
    await this.#survey(registerId, listId, id);
    const revision = Number(oneOf(parseForm(surveyForm, body), 'revision'));
    const outcome = await this.writing.open(
      { registerId, listId },
      id,
      Number.isInteger(revision) ? revision : 0,
    );
    const path = staffPaths.survey(registerId, listId, id);
    if (outcome === 'faults') return new SeeOther(withDone(path, 'survey-not-whole'));
    return this.#said(registerId, listId, id, outcome, 'survey-opening');
  }

  @Get('close')
  async beforeClosing(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const survey = await this.#survey(registerId, listId, id);
    if (survey.state !== 'open') return new SeeOther(staffPaths.survey(registerId, listId, id));
    return new Page(
      <BeforeClosingPage
        {...await this.#around(registerId, listId, member, request)}
        survey={survey}
        tens={await answeredInTens(this.surveys, { registerId, listId }, id)}
      />,
    );
  }

  @Post('close')
  async close(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
  ): Promise<SeeOther> {
    await this.#survey(registerId, listId, id);
    const kept = await this.writing.close({ registerId, listId }, id);
    return this.#said(registerId, listId, id, kept, 'survey-closing');
  }

  #said(registerId: string, listId: string, id: string, kept: Kept, done: Done): SeeOther {
    const path = staffPaths.survey(registerId, listId, id);
    return new SeeOther(withDone(path, kept === 'kept' ? done : 'survey-changed'));
  }

  async #survey(registerId: string, listId: string, id: string): Promise<Survey> {
    await findList(this.people, registerId, listId);
    return findSurvey(this.surveys, { registerId, listId }, id);
  }

  async #around(registerId: string, listId: string, member: SignedIn, request: FastifyRequest) {
    return {
      frame: await this.frames.staffFrame(request, member),
      register: await findRegister(this.registers, registerId),
      list: await findList(this.people, registerId, listId),
    };
  }
}
