import { Body, Controller, Get, Inject, Ip, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { WebSettings } from '../../platform/config/settings.js';
import { networkOf } from '../../platform/http/client-network.js';
import { isPageLocale, type PageLocale } from '../../platform/i18n/messages.js';
import { AnswerSurvey, type AskedSurvey } from '../../surveys/answer-survey.service.js';
import type { SurveyFields } from '../../surveys/read-answers.js';
import type { SurveyDefinition, SurveyLocale } from '../../surveys/survey-definition.js';
import { Public } from '../http/access.js';
import { Frames, localeOf } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { RateLimit } from '../http/rate-limit.js';
import { publicPaths } from '../pages/paths.js';
import { WEB_SETTINGS } from '../tokens.js';
import { SurveyPage } from './pages/survey-page.js';
import { type SurveyNote, SurveyNotePage } from './pages/survey-note-page.js';
import { firstStep, moveOn, sameStep, type SurveyStep } from './survey-form.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A whole office may answer from behind one address, and each comes with a form for every step. */
const FORMS_PER_SIGN_UP = 10;

/**
 * A survey as whoever was invited answers it. Nothing about a request is kept or logged: not who, not from where, not
 * when. What is typed travels from step to step in the form itself, and is stored with the last.
 */
@Controller('survey')
@Public()
export class SurveyController {
  readonly #limit: RateLimit;

  constructor(
    private readonly surveys: AnswerSurvey,
    private readonly frames: Frames,
    @Inject(WEB_SETTINGS) settings: WebSettings,
  ) {
    this.#limit = new RateLimit(settings.SIGN_UPS_PER_CLIENT * FORMS_PER_SIGN_UP);
  }

  /** Where the link leads that has lost its ticket: in the archive, in a preview, in a test. */
  @Get(':survey')
  async about(@Param('survey') id: string, @Req() request: FastifyRequest): Promise<Page> {
    const survey = await this.#find(id);
    if (!survey) return this.#note(request, 'unknown');
    return this.#note(request, survey.state === 'open' ? 'by-mail' : stateOf(survey), survey);
  }

  @Get(':survey/:ticket')
  async show(
    @Param('survey') id: string,
    @Param('ticket') ticket: string,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const survey = await this.#find(id);
    if (!survey) return this.#note(request, 'unknown');
    const hash = this.surveys.ticketOf(survey, ticket);
    if (survey.state !== 'open') return this.#note(request, stateOf(survey), survey);
    if (!hash) return this.#note(request, 'no-ticket', survey);
    if (await this.surveys.isUsed(survey, hash)) return this.#note(request, 'already', survey);
    return this.#form(request, survey, ticket, firstStep(survey.definition));
  }

  @Post(':survey/:ticket')
  async answer(
    @Param('survey') id: string,
    @Param('ticket') ticket: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Ip() ip: string,
  ): Promise<Page> {
    const survey = await this.#find(id);
    if (!survey) return this.#note(request, 'unknown');
    const hash = this.surveys.ticketOf(survey, ticket);
    if (survey.state !== 'open') return this.#note(request, stateOf(survey), survey);
    if (!hash) return this.#note(request, 'no-ticket', survey);
    const fields = (body ?? {}) as SurveyFields;
    const wait = this.#limit.exceeded(networkOf(ip));
    if (wait !== undefined) {
      const step = sameStep(survey.definition, fields, 'too-many');
      return this.#form(request, survey, ticket, step, {
        status: 429,
        headers: { 'retry-after': String(wait) },
      });
    }
    const move = moveOn(survey, fields);
    if ('show' in move)
      return this.#form(request, survey, ticket, move.show, { status: move.show.error ? 422 : 200 });
    const outcome = await this.surveys.answer(survey, hash, move.take);
    return this.#note(request, outcome === 'taken' ? 'thanks' : outcome, survey);
  }

  async #find(id: string): Promise<AskedSurvey | undefined> {
    return UUID.test(id) ? this.surveys.find(id) : undefined;
  }

  async #form(
    request: FastifyRequest,
    survey: AskedSurvey,
    ticket: string,
    step: SurveyStep,
    answer: { status?: number; headers?: Record<string, string> } = {},
  ): Promise<Page> {
    const language = languageOf(request, survey.definition);
    const frame = await this.frames.wideFrame(request, { locale: frameLocale(language), path: null });
    const { definition, sensitive } = survey;
    return new Page(
      <SurveyPage
        {...{ frame, language, definition, sensitive, step }}
        action={publicPaths.answerSurvey(survey.id, ticket)}
        switches={request.method === 'GET'}
      />,
      answer,
    );
  }

  async #note(request: FastifyRequest, state: SurveyNote, survey?: AskedSurvey): Promise<Page> {
    const language = survey && languageOf(request, survey.definition);
    const frame = await this.frames.wideFrame(request, {
      ...(language && { locale: frameLocale(language) }),
      path: null,
    });
    const title = language && survey.definition.title[language];
    return new Page(<SurveyNotePage {...{ frame, state, title }} />, {
      status: state === 'unknown' || state === 'no-ticket' ? 404 : 200,
    });
  }
}

const stateOf = ({ state }: AskedSurvey): SurveyNote => (state === 'opening' ? 'not-open' : 'closed');

/** What the person chose, what their browser prefers, or the survey's first. */
function languageOf(request: FastifyRequest, { locales }: SurveyDefinition): SurveyLocale {
  const { lang } = request.query as { lang?: unknown };
  const sent = (request.body as { lang?: unknown } | undefined)?.lang;
  return (
    locales.find((one) => one === (sent ?? lang)) ??
    locales.find((one) => one === localeOf(request)) ??
    locales[0]!
  );
}

/** What stands around the questions, in the survey's language. */
const frameLocale = (language: SurveyLocale): PageLocale => (isPageLocale(language) ? language : 'nb');
