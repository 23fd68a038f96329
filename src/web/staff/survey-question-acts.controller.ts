import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { copyQuestion, MOST_QUESTIONS, moveQuestion, removeQuestion } from '../../surveys/edit-definition.js';
import type { SurveyDefinition } from '../../surveys/survey-definition.js';
import { WriteSurvey } from '../../surveys/write-survey.service.js';
import { May } from '../http/access.js';
import type { SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { backToSurvey, ifKept } from './back-to-survey.js';
import type { Done } from './notices.js';
import { SurveyDesk } from './survey-desk.service.js';
import { oneOf, surveyForm } from './survey-form.js';

/** What is done with a question as a whole, from the page that shows all of them. */
@Controller('staff/registers/:register/lists/:list/surveys/:survey/questions')
@May('write-campaign')
export class SurveyQuestionActsController {
  constructor(
    private readonly desk: SurveyDesk,
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
    const place = { registerId, listId };
    const { survey } = await this.desk.draft(place, id);
    const form = parseForm(surveyForm, body);
    const question = oneOf(form, 'question');
    if (oneOf(form, 'revision') !== String(survey.revision)) return backToSurvey(place, id, 'survey-changed');
    const next = change(survey.definition, question);
    if (next.questions.length > MOST_QUESTIONS) return backToSurvey(place, id, 'survey-full');
    const kept = await this.writing.keep(place, survey, next);
    const isThere = next.questions.some((one) => one.id === question);
    return backToSurvey(place, id, ifKept(kept, done), isThere ? question : undefined);
  }
}
