import { Controller, Get, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Catalogue } from '../../consent/catalogue.service.js';
import { isLocale } from '../../platform/i18n/messages.js';
import { hashToken, isToken } from '../../platform/sealing/link-token.js';
import {
  AnswerConfirmation,
  type AskedList,
  type ConfirmOutcome,
} from '../../subscriptions/answer-confirmation.service.js';
import { Public } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { publicPaths } from '../pages/paths.js';
import { offered } from './offered.js';
import { ConfirmPage } from './pages/confirm-page.js';

/** The link in a confirmation. GET shows one button and changes nothing; only a person's POST says yes. */
@Controller('confirm')
@Public({ crossSite: true })
export class ConfirmController {
  constructor(
    private readonly answer: AnswerConfirmation,
    private readonly catalogue: Catalogue,
    private readonly frames: Frames,
  ) {}

  @Get(':token')
  async show(@Param('token') token: string, @Req() request: FastifyRequest): Promise<Page> {
    const asked = await this.#peek(token);
    if (asked.length === 0) return this.#page('unknown', asked, token, request);
    const pending = asked.some(({ state, expired }) => state === 'pending' && !expired);
    if (pending) return this.#page('ask', asked, token, request);
    return this.#page(
      asked.some(({ state }) => state === 'confirmed') ? 'already' : 'expired',
      asked,
      token,
      request,
    );
  }

  @Post(':token')
  async confirm(@Param('token') token: string, @Req() request: FastifyRequest): Promise<Page> {
    const outcome = isToken(token) ? await this.answer.confirm(hashToken(token)) : 'unknown';
    return this.#page(outcome, await this.#peek(token), token, request);
  }

  #peek(token: string): Promise<AskedList[]> {
    return isToken(token) ? this.answer.peek(hashToken(token)) : Promise.resolve([]);
  }

  async #page(state: 'ask' | ConfirmOutcome, asked: AskedList[], token: string, request: FastifyRequest) {
    const [first] = asked;
    const locale =
      isLocale(first?.locale) && !('lang' in (request.query as object)) ? { locale: first.locale } : {};
    const frame = await this.frames.publicFrame(request, {
      ...locale,
      ...(request.method === 'POST' && { path: null }),
    });
    const known = await this.catalogue.lists();
    const listsOf = (those: AskedList[]) =>
      those.flatMap(({ listId }) => known.find(({ id }) => id === listId) ?? []);
    const status = state === 'unknown' ? 404 : state === 'expired' ? 410 : 200;
    switch (state) {
      case 'ask': {
        const lists = listsOf(asked.filter((one) => one.state === 'pending')).map((list) =>
          offered(list, frame.locale),
        );
        return new Page(
          <ConfirmPage frame={frame} state="ask" lists={lists} action={publicPaths.confirm(token)} />,
        );
      }
      case 'confirmed':
      case 'already': {
        const names = listsOf(asked.filter((one) => one.state === 'confirmed')).map(({ name }) => name);
        return new Page(<ConfirmPage frame={frame} state={state} list={names.join(', ')} />);
      }
      case 'expired':
      case 'unknown': {
        const [list] = listsOf(asked);
        const signUpHref = list ? publicPaths.list(list.slug) : publicPaths.front;
        return new Page(<ConfirmPage frame={frame} state={state} signUpHref={signUpHref} />, { status });
      }
    }
  }
}
