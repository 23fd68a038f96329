import { Controller, Get, Param, ParseUUIDPipe, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { Register } from '../../registers/register.entity.js';
import { LookThrough } from '../../surveys/look-through.service.js';
import { floorOf, shownResults } from '../../surveys/shown-results.js';
import { tallyOf } from '../../surveys/surveys.queries.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { staffPaths } from '../pages/paths.js';
import { findList } from './find-list.js';
import { findRegister } from './find-register.js';
import { findSurvey } from './find-survey.js';
import { SurveyResultsPage } from './pages/surveys/survey-results-page.js';

/** What a closed survey came to. For whoever sees the numbers of the list, and nowhere to be taken out. */
@Controller('staff/registers/:register/lists/:list/surveys/:survey/results')
@May('see')
export class SurveyResultsController {
  constructor(
    @InjectDataSource() private readonly people: DataSource,
    @InjectDataSource('survey') private readonly surveys: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
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
    const list = await findList(this.people, registerId, listId);
    const survey = await findSurvey(this.surveys, place, id);
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
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        list={list}
        survey={survey}
        floor={floor}
        results={shownResults(definition, tally, answered ?? 0, floor)}
        counts={counts}
        said={said}
      />,
    );
  }
}
