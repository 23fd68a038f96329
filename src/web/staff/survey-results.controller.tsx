import { Controller, Get, Param, ParseUUIDPipe, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { LookThrough } from '../../surveys/look-through.service.js';
import { floorOf, shownResults } from '../../surveys/shown-results.js';
import { tallyOf } from '../../surveys/surveys.queries.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Page, SeeOther } from '../http/page.js';
import { staffPaths } from '../pages/paths.js';
import { SurveyResultsPage } from './pages/surveys/survey-results-page.js';
import { SurveyDesk } from './survey-desk.service.js';

/** What a closed survey came to. For whoever sees the numbers of the list, and nowhere to be taken out. */
@Controller('staff/registers/:register/lists/:list/surveys/:survey/results')
@May('see')
export class SurveyResultsController {
  constructor(
    private readonly desk: SurveyDesk,
    @InjectDataSource('survey') private readonly surveys: DataSource,
    private readonly said: LookThrough,
  ) {}

  @Get()
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const place = { registerId, listId };
    const { list, survey } = await this.desk.find(place, id);
    if (survey.state !== 'closed') return new SeeOther(staffPaths.survey(registerId, listId, id));
    const { definition, answered } = survey;
    const floor = floorOf(survey);
    const [tally, counts, said] = await Promise.all([
      tallyOf(this.surveys, place, id),
      this.said.counts(place, id),
      this.said.shown(place, id),
    ]);
    return new Page(
      <SurveyResultsPage
        {...await this.desk.around(list, member, request)}
        survey={survey}
        floor={floor}
        results={shownResults(definition, tally, answered ?? 0, floor)}
        counts={counts}
        said={said}
      />,
    );
  }
}
