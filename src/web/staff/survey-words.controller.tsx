import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { Register } from '../../registers/register.entity.js';
import type { Survey } from '../../surveys/surveys.queries.js';
import { WriteSurvey } from '../../surveys/write-survey.service.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { digestOf } from './digest-of.js';
import { anyFault } from './fields.js';
import { findList } from './find-list.js';
import { findRegister } from './find-register.js';
import { findSurvey } from './find-survey.js';
import { withDone } from './notices.js';
import { SurveyWordsPage, type SurveyWordsPageProps } from './pages/surveys/survey-words-page.js';
import { oneOf, readOpeningWords, surveyForm } from './survey-form.js';

/** What a survey begins with: its title, its introduction and its languages. */
@Controller('staff/registers/:register/lists/:list/surveys/:survey/words')
@May('write-campaign')
export class SurveyWordsController {
  constructor(
    @InjectDataSource() private readonly people: DataSource,
    @InjectDataSource('survey') private readonly surveys: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly writing: WriteSurvey,
  ) {}

  @Get()
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const survey = await this.#draft(registerId, listId, id);
    return this.#form(registerId, listId, survey, member, request, { words: survey.definition });
  }

  @Post()
  async write(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const survey = await this.#draft(registerId, listId, id);
    const form = parseForm(surveyForm, body);
    const { definition: words, errors } = readOpeningWords(form, survey.definition.questions);
    if (anyFault(errors)) return this.#form(registerId, listId, survey, member, request, { words, errors });
    // What this page changes is compared by itself: a question that a colleague adds meanwhile stands in nobody's way.
    const read = { id, revision: survey.revision };
    const seen = oneOf(form, 'seen') === seenWords(survey);
    const kept = seen ? await this.writing.keep({ registerId, listId }, read, words) : 'changed';
    if (kept === 'kept') return new SeeOther(withDone(staffPaths.survey(registerId, listId, id), 'saved'));
    const now = await this.#draft(registerId, listId, id);
    return this.#form(registerId, listId, now, member, request, { words, meanwhile: now.definition });
  }

  async #draft(registerId: string, listId: string, id: string): Promise<Survey> {
    await findList(this.people, registerId, listId);
    const survey = await findSurvey(this.surveys, { registerId, listId }, id);
    if (survey.state !== 'draft') throw new NotFoundException();
    return survey;
  }

  async #form(
    registerId: string,
    listId: string,
    survey: Survey,
    member: SignedIn,
    request: FastifyRequest,
    { words, errors = {}, meanwhile }: Pick<SurveyWordsPageProps, 'words' | 'errors' | 'meanwhile'>,
  ): Promise<Page> {
    return new Page(
      <SurveyWordsPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        list={await findList(this.people, registerId, listId)}
        survey={{ id: survey.id, seen: seenWords(survey) }}
        words={words}
        errors={errors}
        {...(meanwhile && { meanwhile })}
      />,
      { status: meanwhile ? 409 : anyFault(errors) ? 422 : 200 },
    );
  }
}

const seenWords = ({ definition: { locales, title, introduction } }: Survey): string =>
  digestOf({ locales, title, introduction });
