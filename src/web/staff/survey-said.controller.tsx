import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { z } from 'zod';
import type { Message } from '../../platform/i18n/messages.js';
import { Register } from '../../registers/register.entity.js';
import { LookThrough, type Said } from '../../surveys/look-through.service.js';
import { MOST_WORDS } from '../../surveys/survey-definition.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { textFault, typed } from './fields.js';
import { findList } from './find-list.js';
import { findRegister } from './find-register.js';
import { findSurvey } from './find-survey.js';
import { noticeOf, withDone } from './notices.js';
import { LookThroughPage } from './pages/surveys/look-through-page.js';

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
  ): Promise<Page> {
    const { one } = request.query as { one?: unknown };
    const place = { registerId, listId };
    await findList(this.people, registerId, listId);
    const asked = z.uuid().safeParse(one);
    const said = asked.success ? await this.said.one(place, id, asked.data) : await this.said.next(place, id);
    if (asked.success && !said) throw new NotFoundException();
    return this.#page(registerId, listId, id, member, request, said ?? null);
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
    await findList(this.people, registerId, listId);
    await findSurvey(this.surveys, place, id);
    const { said: saidId, was, words, decision: wanted } = parseForm(decision, body);
    const said = await this.said.one(place, id, saidId);
    if (!said) throw new NotFoundException();
    const cleared = words.replaceAll('\r\n', '\n').trim();
    const error = wanted === 'show' ? textFault(cleared, { max: MOST_WORDS }) : undefined;
    if (error) return this.#page(registerId, listId, id, member, request, { ...said, words: cleared }, error);
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
    registerId: string,
    listId: string,
    id: string,
    member: SignedIn,
    request: FastifyRequest,
    said: Said | null,
    error?: Message,
  ): Promise<Page> {
    const place = { registerId, listId };
    return new Page(
      <LookThroughPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        list={await findList(this.people, registerId, listId)}
        survey={await findSurvey(this.surveys, place, id)}
        counts={await this.said.counts(place, id)}
        said={said}
        {...(error && { error })}
        {...noticeOf(request)}
      />,
      { status: error ? 422 : 200 },
    );
  }
}
