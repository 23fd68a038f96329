import { Body, Controller, NotFoundException, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { copyQuestion, MOST_QUESTIONS, moveQuestion, removeQuestion } from '../../surveys/edit-definition.js';
import type { SurveyDefinition } from '../../surveys/survey-definition.js';
import { WriteSurvey } from '../../surveys/write-survey.service.js';
import { May } from '../http/access.js';
import { SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { findList } from './find-list.js';
import { findSurvey } from './find-survey.js';
import { type Done, withDone } from './notices.js';
import { oneOf, surveyForm } from './survey-form.js';

/** What is done with a question as a whole, from the page that shows all of them. */
@Controller('staff/registers/:register/lists/:list/surveys/:survey/questions')
@May('write-campaign')
export class SurveyQuestionActsController {
  constructor(
    @InjectDataSource() private readonly people: DataSource,
    @InjectDataSource('survey') private readonly surveys: DataSource,
    private readonly writing: WriteSurvey,
  ) {}

  @Post('move')
  move(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Body() body: unknown,
  ): Promise<SeeOther> {
    const way = oneOf(parseForm(surveyForm, body), 'way') === 'up' ? 'up' : 'down';
    return this.#act(registerId, listId, id, body, 'saved', (definition, question) =>
      moveQuestion(definition, question, way),
    );
  }

  @Post('copy')
  copy(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Body() body: unknown,
  ): Promise<SeeOther> {
    return this.#act(registerId, listId, id, body, 'survey-question-copied', copyQuestion);
  }

  @Post('remove')
  remove(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Body() body: unknown,
  ): Promise<SeeOther> {
    return this.#act(registerId, listId, id, body, 'survey-question-removed', removeQuestion);
  }

  /** Only on the survey that was read: what somebody else has changed meanwhile is looked at first. */
  async #act(
    registerId: string,
    listId: string,
    id: string,
    body: unknown,
    done: Done,
    change: (definition: SurveyDefinition, question: string) => SurveyDefinition,
  ): Promise<SeeOther> {
    await findList(this.people, registerId, listId);
    const survey = await findSurvey(this.surveys, { registerId, listId }, id);
    if (survey.state !== 'draft') throw new NotFoundException();
    const form = parseForm(surveyForm, body);
    const question = oneOf(form, 'question');
    const path = staffPaths.survey(registerId, listId, id);
    if (oneOf(form, 'revision') !== String(survey.revision))
      return new SeeOther(withDone(path, 'survey-changed'));
    const next = change(survey.definition, question);
    if (next.questions.length > MOST_QUESTIONS) return new SeeOther(withDone(path, 'survey-full'));
    const kept = await this.writing.keep({ registerId, listId }, survey, next);
    const there = next.questions.some((one) => one.id === question) ? `#${question}` : '';
    return new SeeOther(`${withDone(path, kept === 'kept' ? done : 'survey-changed')}${there}`);
  }
}
