import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Message } from '../../platform/i18n/messages.js';
import { LookThrough, type Said } from '../../surveys/look-through.service.js';
import { MOST_WORDS } from '../../surveys/survey-definition.js';
import type { SurveyPlace } from '../../surveys/surveys.queries.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { textFault, typed } from './fields.js';
import { noticeOf, withDone } from './notices.js';
import { LookThroughPage } from './pages/surveys/look-through-page.js';
import { type FoundSurvey, SurveyDesk } from './survey-desk.service.js';

const decision = z.object({
  said: z.uuid(),
  was: z.enum(['unread', 'shown', 'withheld']),
  words: typed,
  decision: z.enum(['show', 'withhold']),
});

/** What people wrote, one text at a time and by chance: cleared of names and shown to colleagues, or not shown. */
@Controller('staff/registers/:register/lists/:list/surveys/:survey/said')
@May('look-through')
export class SurveySaidController {
  constructor(
    private readonly desk: SurveyDesk,
    private readonly said: LookThrough,
  ) {}

  @Get()
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const { one } = request.query as { one?: unknown };
    const place = { registerId, listId };
    const found = await this.desk.find(place, id);
    const asked = z.uuid().safeParse(one);
    const said = asked.success ? await this.said.one(place, id, asked.data) : await this.said.next(place, id);
    if (asked.success && !said) throw new NotFoundException();
    return this.#page(place, found, member, request, said ?? null);
  }

  @Post()
  async decide(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('survey', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const place = { registerId, listId };
    const found = await this.desk.find(place, id);
    const { said: saidId, was, words, decision: wanted } = parseForm(decision, body);
    const said = await this.said.one(place, id, saidId);
    if (!said) throw new NotFoundException();
    const cleared = words.replaceAll('\r\n', '\n').trim();
    const error = wanted === 'show' ? textFault(cleared, { max: MOST_WORDS }) : undefined;
    if (error) return this.#page(place, found, member, request, { ...said, words: cleared }, error);
    const done = await this.said.decide(
      place,
      id,
      wanted === 'show' ? { ...said, state: 'shown', words: cleared } : { ...said, state: 'withheld' },
      was,
    );
    const path = staffPaths.surveyPage(registerId, listId, id, 'said');
    return new SeeOther(
      withDone(path, done ? (wanted === 'show' ? 'said-shown' : 'said-withheld') : 'said-changed'),
    );
  }

  async #page(
    place: SurveyPlace,
    { list, survey }: FoundSurvey,
    member: SignedIn,
    request: FastifyRequest,
    said: Said | null,
    error?: Message,
  ): Promise<Page> {
    return new Page(
      <LookThroughPage
        {...await this.desk.around(list, member, request)}
        survey={survey}
        counts={await this.said.counts(place, survey.id)}
        said={said}
        {...(error && { error })}
        {...noticeOf(request)}
      />,
      { status: error ? 422 : 200 },
    );
  }
}
