import { BadRequestException, Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { Catalogue } from '../../consent/catalogue.service.js';
import { type PublishedPurpose, purposeHistory } from '../../consent/purpose-history.queries.js';
import { TellOfAnswer } from '../../consent/tell-of-answer.service.js';
import { isLocale } from '../../platform/i18n/messages.js';
import { hashToken, isToken } from '../../platform/sealing/link-token.js';
import { AnswerReconsent, type AskedAnew } from '../../subscriptions/answer-reconsent.service.js';
import { Public } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { SentFromRequest } from '../http/sent-from.service.js';
import { publicPaths } from '../pages/paths.js';
import { RenewPage } from './pages/renew-page.js';

const answerForm = z.object({
  answer: z.enum(['yes', 'no']),
  revision: z.coerce.number().int().min(1).max(1e6),
});

/** The link in a question about new words. GET shows them and changes nothing; only a person's POST answers. */
@Controller('renew')
@Public({ crossSite: true })
export class RenewController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly answers: AnswerReconsent,
    private readonly telling: TellOfAnswer,
    private readonly sent: SentFromRequest,
    private readonly catalogue: Catalogue,
    private readonly frames: Frames,
  ) {}

  @Get(':token')
  async show(@Param('token') token: string, @Req() request: FastifyRequest): Promise<Page> {
    return this.#page(await this.#peek(token), token, request);
  }

  @Post(':token')
  async answer(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const asked = await this.#peek(token);
    if (!asked) return this.#page(asked, token, request);
    const { answer, revision } = parseForm(answerForm, body);
    const told = await this.telling.tell(asked.registerId, this.sent.of(request, '/renew'));
    const outcome = await this.answers.answer(hashToken(token), answer === 'yes', revision, told);
    const now = await this.#peek(token);
    // Words that were never published: no page of ours has sent them.
    if (outcome === 'superseded' && now?.superseded === false) throw new BadRequestException();
    return this.#page(now, token, request);
  }

  async #peek(token: string): Promise<AskedAnew | undefined> {
    return isToken(token) ? this.answers.peek(hashToken(token)) : undefined;
  }

  /** As things stand, whatever has just been pressed: a link in a mail is opened again, and by machines. */
  async #page(asked: AskedAnew | undefined, token: string, request: FastifyRequest): Promise<Page> {
    const own =
      isLocale(asked?.locale) && !('lang' in (request.query as object)) ? { locale: asked.locale } : {};
    const frame = await this.frames.publicFrame(request, {
      ...own,
      ...(request.method === 'POST' && { path: null }),
    });
    if (!asked) return new Page(<RenewPage frame={frame} state="unknown" list="" />, { status: 404 });
    const list = (await this.catalogue.known()).find(({ id }) => id === asked.listId)?.name ?? '';
    const action = publicPaths.renew(token);
    if (asked.state !== 'confirmed' && asked.state !== 'paused')
      return new Page(<RenewPage frame={frame} state="left" list={list} />);
    if (asked.oldVersion >= asked.newVersion)
      return new Page(<RenewPage frame={frame} state="said-yes" list={list} />);
    if (asked.superseded) return new Page(<RenewPage frame={frame} state="superseded" list={list} />);
    const history = await purposeHistory(this.database, asked.listId);
    const { revision, words: now } = wordsIn(history, asked.newVersion, undefined, frame.locale);
    if (asked.answer === 'no')
      return new Page(<RenewPage frame={frame} state="said-no" {...{ list, action, revision }} />);
    const { words: before } = wordsIn(history, asked.oldVersion, asked.oldRevision, frame.locale);
    return new Page(<RenewPage frame={frame} state="ask" {...{ list, action, revision, before, now }} />);
  }
}

/** One version's words in the reader's language, or in one they were published in; its newest revision if none is named. */
function wordsIn(
  history: readonly PublishedPurpose[],
  version: number,
  revision: number | undefined,
  locale: string,
) {
  const found = history.find(
    (one) => one.version === version && (revision === undefined || one.revision === revision),
  )!;
  return {
    revision: found.revision,
    words: found.texts.find((text) => text.locale === locale) ?? found.texts[0]!,
  };
}
