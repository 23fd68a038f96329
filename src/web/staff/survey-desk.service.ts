import { Injectable, NotFoundException } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import type { ListOverview } from '../../consent/list-overview.queries.js';
import { Register } from '../../registers/register.entity.js';
import { type Survey, surveyOf, type SurveyPlace } from '../../surveys/surveys.queries.js';
import type { SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { findList } from './find-list.js';
import { findRegister } from './find-register.js';
import type { OfSurvey } from './pages/surveys/survey-crumbs.js';

export interface FoundSurvey {
  list: ListOverview;
  survey: Survey;
}

/** Finds the survey that an address of the staff pages names, and what stands around it on every page. */
@Injectable()
export class SurveyDesk {
  constructor(
    @InjectDataSource() private readonly people: DataSource,
    @InjectDataSource('survey') private readonly surveys: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
  ) {}

  /** @throws 404 when that register has no such list */
  list({ registerId, listId }: SurveyPlace): Promise<ListOverview> {
    return findList(this.people, registerId, listId);
  }

  /** @throws 404 when there is no such list, or no such survey of it */
  async find(place: SurveyPlace, id: string): Promise<FoundSurvey> {
    const list = await this.list(place);
    const survey = await surveyOf(this.surveys, place, id);
    if (!survey) throw new NotFoundException();
    return { list, survey };
  }

  /** One that nobody has been asked yet. @throws 404 when it is none, or not there */
  async draft(place: SurveyPlace, id: string): Promise<FoundSurvey> {
    const found = await this.find(place, id);
    if (found.survey.state !== 'draft') throw new NotFoundException();
    return found;
  }

  async around(list: ListOverview, member: SignedIn, request: FastifyRequest): Promise<OfSurvey> {
    return {
      frame: await this.frames.staffFrame(request, member),
      register: await findRegister(this.registers, list.registerId),
      list,
    };
  }
}
