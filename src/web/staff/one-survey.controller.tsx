import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { dayIn, TIME_ZONE } from '../../platform/i18n/formats.js';
import type { Message } from '../../platform/i18n/messages.js';
import { LookThrough } from '../../surveys/look-through.service.js';
import { answeredInTens, type SurveyPlace } from '../../surveys/surveys.queries.js';
import { WriteSurvey } from '../../surveys/write-survey.service.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { backToSurvey, ifKept } from './back-to-survey.js';
import { dayFault } from './closing-day.js';
import { noticeOf, withDone } from './notices.js';
import { SurveyPage } from './pages/surveys/survey-page.js';
import { type FoundSurvey, SurveyDesk } from './survey-desk.service.js';
import { oneOf, surveyForm } from './survey-form.js';

/** One survey: what it asks until it is opened, how it stands while it is open, and what is left of it. */
@Controller('staff/registers/:register/lists/:list/surveys/:survey')
@May('write-campaign')
export class OneSurveyController {
  constructor(
    private readonly desk: SurveyDesk,
    @InjectDataSource('survey') private readonly surveys: DataSource,
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
    const place = { registerId, listId };
    return this.#page(place, await this.desk.find(place, id), member, request);
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
    const place = { registerId, listId };
    const found = await this.desk.find(place, id);
    const day = oneOf(parseForm(surveyForm, body), 'day').trim();
    const error = day === '' ? undefined : dayFault(day, dayIn(TIME_ZONE));
    if (error) return this.#page(place, found, member, request, { day, error });
    const kept = await this.writing.closeOn(place, id, day === '' ? null : day);
    return backToSurvey(place, id, ifKept(kept, 'saved'));
  }

  @Post('consent')
  async declare(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Body() body: unknown,
  ): Promise<SeeOther> {
    const place = { registerId, listId };
    await this.desk.find(place, id);
    const sensitive = oneOf(parseForm(surveyForm, body), 'sensitive') === 'yes';
    const kept = await this.writing.declare(place, id, sensitive);
    return backToSurvey(place, id, ifKept(kept, 'saved'));
  }

  @Post('copy')
  async copy(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
  ): Promise<SeeOther> {
    const place = { registerId, listId };
    await this.desk.find(place, id);
    const copy = await this.writing.copy(place, id);
    return backToSurvey(place, copy ?? id, 'survey-copied');
  }

  @Post('remove')
  async remove(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
  ): Promise<SeeOther> {
    const place = { registerId, listId };
    await this.desk.find(place, id);
    const kept = await this.writing.remove(place, id);
    if (kept === 'changed') return backToSurvey(place, id, 'survey-changed');
    return new SeeOther(withDone(staffPaths.surveys(registerId, listId), 'survey-removed'));
  }

  async #page(
    place: SurveyPlace,
    { list, survey }: FoundSurvey,
    member: SignedIn,
    request: FastifyRequest,
    again?: { day: string; error: Message },
  ): Promise<Page> {
    const { id, state } = survey;
    const counts = state === 'closed' ? await this.said.counts(place, id) : [];
    return new Page(
      <SurveyPage
        {...await this.desk.around(list, member, request)}
        survey={survey}
        today={dayIn(TIME_ZONE)}
        tens={state === 'open' ? await answeredInTens(this.surveys, place, id) : 0}
        unread={counts.reduce((sum, { unread }) => sum + unread, 0)}
        {...(again && { again })}
        {...noticeOf(request)}
      />,
      { status: again ? 422 : 200 },
    );
  }
}
