import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { Register } from '../../registers/register.entity.js';
import {
  MOST_QUESTIONS,
  putQuestion,
  QUESTION_KINDS,
  type QuestionKind,
} from '../../surveys/edit-definition.js';
import type { Question } from '../../surveys/survey-definition.js';
import type { Survey } from '../../surveys/surveys.queries.js';
import { WriteSurvey } from '../../surveys/write-survey.service.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { ChangesNothing } from '../http/noted.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { digestOf } from './digest-of.js';
import { anyFault } from './fields.js';
import { findList } from './find-list.js';
import { findRegister } from './find-register.js';
import { findSurvey } from './find-survey.js';
import { withDone } from './notices.js';
import { SurveyQuestionPage, type SurveyQuestionPageProps } from './pages/surveys/survey-question-page.js';
import { moreLines, movedLine } from './survey-lines.js';
import { oneOf, surveyForm } from './survey-form.js';
import { emptyQuestion, readQuestion } from './survey-question-form.js';

const isKind = (text: unknown): text is QuestionKind => (QUESTION_KINDS as readonly unknown[]).includes(text);

type Typed = Pick<SurveyQuestionPageProps, 'question' | 'errors' | 'meanwhile'> & {
  seen: string;
  isNew: boolean;
};

/** One question of a survey that nobody has been asked yet, while it is written. */
@Controller('staff/registers/:register/lists/:list/surveys/:survey/questions')
@May('write-campaign')
export class SurveyQuestionsController {
  constructor(
    @InjectDataSource() private readonly people: DataSource,
    @InjectDataSource('survey') private readonly surveys: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly writing: WriteSurvey,
  ) {}

  /** A new one of a kind, or one that is there; back to all of them where the address names neither. */
  @Get()
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const survey = await this.#draft(registerId, listId, id);
    const { kind, question } = request.query as { kind?: unknown; question?: unknown };
    const known = survey.definition.questions.find((one) => one.id === question);
    if (!known && !isKind(kind)) return new SeeOther(staffPaths.survey(registerId, listId, id));
    const shown = known ?? emptyQuestion(kind as QuestionKind);
    const seen = known ? digestOf(known) : '';
    return this.#form(registerId, listId, survey, member, request, { question: shown, seen, isNew: !known });
  }

  /** More lines, or the same in another order: what was typed comes back, and nothing is kept. */
  @Post('lines')
  @ChangesNothing()
  async lines(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const survey = await this.#draft(registerId, listId, id);
    const form = parseForm(surveyForm, body);
    const { question, errors } = this.#read(movedLine(form));
    const seen = oneOf(form, 'seen');
    const isNew = !survey.definition.questions.some((one) => one.id === question.id);
    return this.#form(registerId, listId, survey, member, request, {
      question: moreLines(form, question),
      errors,
      seen,
      isNew,
    });
  }

  @Post()
  async keep(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const survey = await this.#draft(registerId, listId, id);
    const form = parseForm(surveyForm, body);
    const { question, errors } = this.#read(form);
    const seen = oneOf(form, 'seen');
    const now = survey.definition.questions.find((one) => one.id === question.id);
    const again = { question, errors, seen, isNew: !now };
    if (anyFault(errors)) return this.#form(registerId, listId, survey, member, request, again);
    const full = !now && survey.definition.questions.length >= MOST_QUESTIONS;
    if (full) return new SeeOther(withDone(staffPaths.survey(registerId, listId, id), 'survey-full'));
    if (seen === (now ? digestOf(now) : '')) {
      const next = putQuestion(survey.definition, question);
      const kept = await this.writing.keep({ registerId, listId }, survey, next);
      if (kept === 'kept')
        return new SeeOther(
          `${withDone(staffPaths.survey(registerId, listId, id), 'survey-question')}#${question.id}`,
        );
    }
    const then = await this.#draft(registerId, listId, id);
    const theirs = then.definition.questions.find((one) => one.id === question.id);
    return this.#form(registerId, listId, then, member, request, {
      question,
      seen: theirs ? digestOf(theirs) : '',
      isNew: !theirs,
      meanwhile: theirs ?? 'gone',
    });
  }

  #read(form: ReturnType<typeof surveyForm.parse>): {
    question: Question;
    errors: SurveyQuestionPageProps['errors'] & {};
  } {
    const kind = oneOf(form, 'kind');
    if (!isKind(kind)) throw new NotFoundException();
    return readQuestion(form, kind);
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
    { errors = {}, ...typed }: Typed,
  ): Promise<Page> {
    return new Page(
      <SurveyQuestionPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        list={await findList(this.people, registerId, listId)}
        survey={survey}
        errors={errors}
        {...typed}
      />,
      { status: typed.meanwhile ? 409 : anyFault(errors) ? 422 : 200 },
    );
  }
}
