import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import {
  MOST_QUESTIONS,
  putQuestion,
  QUESTION_KINDS,
  type QuestionKind,
} from '../../surveys/edit-definition.js';
import type { Question } from '../../surveys/survey-definition.js';
import { WriteSurvey } from '../../surveys/write-survey.service.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { ChangesNothing } from '../http/noted.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { backToSurvey } from './back-to-survey.js';
import { digestOf } from './digest-of.js';
import { anyFault } from './fields.js';
import { SurveyQuestionPage, type SurveyQuestionPageProps } from './pages/surveys/survey-question-page.js';
import { type FoundSurvey, SurveyDesk } from './survey-desk.service.js';
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
    private readonly desk: SurveyDesk,
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
    const found = await this.desk.draft({ registerId, listId }, id);
    const { kind, question } = request.query as { kind?: unknown; question?: unknown };
    const known = found.survey.definition.questions.find((one) => one.id === question);
    if (!known && !isKind(kind)) return new SeeOther(staffPaths.survey(registerId, listId, id));
    const shown = known ?? emptyQuestion(kind as QuestionKind);
    const seen = known ? digestOf(known) : '';
    return this.#form(found, member, request, { question: shown, seen, isNew: !known });
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
    const found = await this.desk.draft({ registerId, listId }, id);
    const form = parseForm(surveyForm, body);
    const { question, errors } = this.#read(movedLine(form));
    const seen = oneOf(form, 'seen');
    const isNew = !found.survey.definition.questions.some((one) => one.id === question.id);
    return this.#form(found, member, request, {
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
    const place = { registerId, listId };
    const found = await this.desk.draft(place, id);
    const { survey } = found;
    const form = parseForm(surveyForm, body);
    const { question, errors } = this.#read(form);
    const seen = oneOf(form, 'seen');
    const now = survey.definition.questions.find((one) => one.id === question.id);
    const again = { question, errors, seen, isNew: !now };
    if (anyFault(errors)) return this.#form(found, member, request, again);
    const full = !now && survey.definition.questions.length >= MOST_QUESTIONS;
    if (full) return backToSurvey(place, id, 'survey-full');
    if (seen === (now ? digestOf(now) : '')) {
      const next = putQuestion(survey.definition, question);
      const kept = await this.writing.keep(place, survey, next);
      if (kept === 'kept') return backToSurvey(place, id, 'survey-question', question.id);
    }
    const then = await this.desk.draft(place, id);
    const theirs = then.survey.definition.questions.find((one) => one.id === question.id);
    return this.#form(then, member, request, {
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

  async #form(
    { list, survey }: FoundSurvey,
    member: SignedIn,
    request: FastifyRequest,
    { errors = {}, ...typed }: Typed,
  ): Promise<Page> {
    return new Page(
      <SurveyQuestionPage
        {...await this.desk.around(list, member, request)}
        survey={survey}
        errors={errors}
        {...typed}
      />,
      { status: typed.meanwhile ? 409 : anyFault(errors) ? 422 : 200 },
    );
  }
}
