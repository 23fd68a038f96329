import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { dayIn, TIME_ZONE } from '../../platform/i18n/formats.js';
import type { Message } from '../../platform/i18n/messages.js';
import { Register } from '../../registers/register.entity.js';
import { LookThrough } from '../../surveys/look-through.service.js';
import { answeredInTens, type Survey } from '../../surveys/surveys.queries.js';
import { type Kept, WriteSurvey } from '../../surveys/write-survey.service.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { dayFault } from './closing-day.js';
import { findList } from './find-list.js';
import { findRegister } from './find-register.js';
import { findSurvey } from './find-survey.js';
import { type Done, noticeOf, withDone } from './notices.js';
import { SurveyPage } from './pages/surveys/survey-page.js';
import { oneOf, surveyForm } from './survey-form.js';

/** One survey: what it asks until it is opened, how it stands while it is open, and what is left of it. */
@Controller('staff/registers/:register/lists/:list/surveys/:survey')
@May('write-campaign')
export class OneSurveyController {
  constructor(
    @InjectDataSource() private readonly people: DataSource,
    @InjectDataSource('survey') private readonly surveys: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly writing: WriteSurvey,
    private readonly said: LookThrough,
  ) {}

  @Get()
  @May('see')
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    return this.#page(registerId, listId, id, member, request);
  }

  @Post('closing-day')
  async closeOn(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    await this.#survey(registerId, listId, id);
    const day = oneOf(parseForm(surveyForm, body), 'day').trim();
    const error = day === '' ? undefined : dayFault(day, dayIn(TIME_ZONE));
    if (error) return this.#page(registerId, listId, id, member, request, { day, error });
    const kept = await this.writing.closeOn({ registerId, listId }, id, day === '' ? null : day);
    return this.#said(registerId, listId, id, kept, 'saved');
  }

  @Post('consent')
  async declare(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Body() body: unknown,
  ): Promise<SeeOther> {
    await this.#survey(registerId, listId, id);
    const sensitive = oneOf(parseForm(surveyForm, body), 'sensitive') === 'yes';
    const kept = await this.writing.declare({ registerId, listId }, id, sensitive);
    return this.#said(registerId, listId, id, kept, 'saved');
  }

  @Post('copy')
  async copy(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
  ): Promise<SeeOther> {
    await this.#survey(registerId, listId, id);
    const copy = await this.writing.copy({ registerId, listId }, id);
    return new SeeOther(withDone(staffPaths.survey(registerId, listId, copy ?? id), 'survey-copied'));
  }

  @Post('remove')
  async remove(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
  ): Promise<SeeOther> {
    await this.#survey(registerId, listId, id);
    const kept = await this.writing.remove({ registerId, listId }, id);
    if (kept === 'changed') return this.#said(registerId, listId, id, kept, 'saved');
    return new SeeOther(withDone(staffPaths.surveys(registerId, listId), 'survey-removed'));
  }

  #said(registerId: string, listId: string, id: string, kept: Kept, done: Done): SeeOther {
    const path = staffPaths.survey(registerId, listId, id);
    return new SeeOther(withDone(path, kept === 'kept' ? done : 'survey-changed'));
  }

  async #survey(registerId: string, listId: string, id: string): Promise<Survey> {
    await findList(this.people, registerId, listId);
    return findSurvey(this.surveys, { registerId, listId }, id);
  }

  async #page(
    registerId: string,
    listId: string,
    id: string,
    member: SignedIn,
    request: FastifyRequest,
    again?: { day: string; error: Message },
  ): Promise<Page> {
    const survey = await this.#survey(registerId, listId, id);
    const place = { registerId, listId };
    const counts = survey.state === 'closed' ? await this.said.counts(place, id) : [];
    return new Page(
      <SurveyPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        list={await findList(this.people, registerId, listId)}
        survey={survey}
        today={dayIn(TIME_ZONE)}
        tens={survey.state === 'open' ? await answeredInTens(this.surveys, place, id) : 0}
        unread={counts.reduce((sum, { unread }) => sum + unread, 0)}
        {...(again && { again })}
        {...noticeOf(request)}
      />,
      { status: again ? 422 : 200 },
    );
  }
}
