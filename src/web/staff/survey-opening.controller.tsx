import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { answeredInTens } from '../../surveys/surveys.queries.js';
import { WriteSurvey } from '../../surveys/write-survey.service.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { backToSurvey, ifKept } from './back-to-survey.js';
import { BeforeClosingPage } from './pages/surveys/before-closing-page.js';
import { BeforeOpeningPage } from './pages/surveys/before-opening-page.js';
import { SurveyDesk } from './survey-desk.service.js';
import { oneOf, surveyForm } from './survey-form.js';

/** Where a survey is opened and closed, each for good: what that means is read first. */
@Controller('staff/registers/:register/lists/:list/surveys/:survey')
@May('write-campaign')
export class SurveyOpeningController {
  constructor(
    private readonly desk: SurveyDesk,
    @InjectDataSource('survey') private readonly surveys: DataSource,
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
    const { list, survey } = await this.desk.find({ registerId, listId }, id);
    if (survey.state !== 'draft') return new SeeOther(staffPaths.survey(registerId, listId, id));
    return new Page(<BeforeOpeningPage {...await this.desk.around(list, member, request)} survey={survey} />);
  }

  @Post('open')
  async open(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Body() body: unknown,
  ): Promise<SeeOther> {
    const place = { registerId, listId };
    await this.desk.find(place, id);
    const revision = Number(oneOf(parseForm(surveyForm, body), 'revision'));
    const outcome = await this.writing.open(place, id, Number.isInteger(revision) ? revision : 0);
    return backToSurvey(
      place,
      id,
      outcome === 'faults' ? 'survey-not-whole' : ifKept(outcome, 'survey-opening'),
    );
  }

  @Get('close')
  async beforeClosing(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const place = { registerId, listId };
    const { list, survey } = await this.desk.find(place, id);
    if (survey.state !== 'open') return new SeeOther(staffPaths.survey(registerId, listId, id));
    return new Page(
      <BeforeClosingPage
        {...await this.desk.around(list, member, request)}
        survey={survey}
        tens={await answeredInTens(this.surveys, place, id)}
      />,
    );
  }

  @Post('close')
  async close(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
  ): Promise<SeeOther> {
    const place = { registerId, listId };
    await this.desk.find(place, id);
    return backToSurvey(place, id, ifKept(await this.writing.close(place, id), 'survey-closing'));
  }
}
