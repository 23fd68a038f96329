import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Catalogue, type OpenList } from '../../consent/catalogue.service.js';
import { TellOfAnswer } from '../../consent/tell-of-answer.service.js';
import { isLocale } from '../../platform/i18n/messages.js';
import { hashToken, isToken } from '../../platform/sealing/link-token.js';
import { AnswerConfirmation, type AskedList } from '../../subscriptions/answer-confirmation.service.js';
import { Public } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { SentFromRequest } from '../http/sent-from.service.js';
import { Page } from '../http/page.js';
import { publicPaths } from '../pages/paths.js';
import { offered } from './offered.js';
import { ConfirmPage } from './pages/confirm-page.js';
import { LeavePage } from './pages/leave-page.js';
import { ListAwayPage } from './pages/list-away-page.js';
import { readShown, writeShown } from './shown-words.js';

/** The link in a confirmation. GET shows one button and changes nothing; only a person's POST says yes. */
@Controller('confirm')
@Public({ crossSite: true })
export class ConfirmController {
  constructor(
    private readonly answer: AnswerConfirmation,
    private readonly telling: TellOfAnswer,
    private readonly sent: SentFromRequest,
    private readonly catalogue: Catalogue,
    private readonly frames: Frames,
  ) {}

  @Get(':token')
  async show(@Param('token') token: string, @Req() request: FastifyRequest): Promise<Page> {
    return this.#answer(await this.#peek(token), token, request);
  }

  @Post(':token')
  async confirm(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const standing = await this.#peek(token);
    const [first] = standing;
    if (!first) return this.#answer([], token, request);
    const open = (await this.catalogue.known()).filter(isStillThere);
    // A list that ended meanwhile takes nobody in.
    if (!standing.some(({ listId }) => open.some(({ id }) => id === listId)))
      return this.#answer(standing, token, request);
    const shown = readShown(body);
    if (shown.length > 0) await this.answer.askAsShown(hashToken(token), shown);
    const told = await this.telling.tell(first.registerId, this.sent.of(request, '/confirm'));
    const outcome = await this.answer.confirm(hashToken(token), told);
    const asked = await this.#peek(token);
    return outcome === 'confirmed'
      ? this.#page('confirmed', asked, token, request)
      : this.#answer(asked, token, request);
  }

  #peek(token: string): Promise<AskedList[]> {
    return isToken(token) ? this.answer.peek(hashToken(token)) : Promise.resolve([]);
  }

  #answer(asked: AskedList[], token: string, request: FastifyRequest): Promise<Page> {
    return this.#page(standingOf(asked), asked, token, request);
  }

  async #page(state: Standing | 'confirmed', asked: AskedList[], token: string, request: FastifyRequest) {
    const [first] = asked;
    const locale =
      isLocale(first?.locale) && !('lang' in (request.query as object)) ? { locale: first.locale } : {};
    const frame = await this.frames.publicFrame(request, {
      ...locale,
      ...(request.method === 'POST' && { path: null }),
    });
    const known = await this.catalogue.known();
    const listsThatAre = (...states: AskedList['state'][]) =>
      known.filter(({ id }) => asked.some((one) => one.listId === id && states.includes(one.state)));
    const namesOf = (lists: OpenList[]) => lists.map(({ name }) => name).join(', ');
    switch (state) {
      case 'ask': {
        const pending = listsThatAre('pending').filter(isStillThere);
        if (pending.length === 0)
          return new Page(
            <ListAwayPage frame={frame} list={namesOf(listsThatAre('pending'))} state="closed" />,
          );
        const lists = pending.map((list) => offered(list, frame.locale));
        return new Page(
          <ConfirmPage
            frame={frame}
            state="ask"
            lists={lists}
            action={publicPaths.confirm(token)}
            shown={writeShown(pending)}
          />,
        );
      }
      case 'confirmed':
      case 'already': {
        const list = namesOf(listsThatAre('confirmed', 'paused'));
        const receiptHref = publicPaths.receipt(token);
        return new Page(<ConfirmPage frame={frame} state={state} list={list} receiptHref={receiptHref} />);
      }
      case 'left':
        return new Page(<LeavePage frame={frame} state="left" list={namesOf(listsThatAre('ended'))} />);
      case 'expired':
      case 'unknown': {
        const [list] = listsThatAre('pending');
        const signUpHref = list ? publicPaths.list(list.slug) : publicPaths.front;
        const status = state === 'unknown' ? 404 : 410;
        return new Page(<ConfirmPage frame={frame} state={state} signUpHref={signUpHref} />, { status });
      }
    }
  }
}

/** A list that rests takes in who had asked before. */
function isStillThere({ state }: OpenList): boolean {
  return state === 'open' || state === 'resting';
}

type Standing = 'ask' | 'already' | 'left' | 'expired' | 'unknown';

/** How things stand, whatever has just been pressed: a link in a mail is opened again, and by machines. */
function standingOf(asked: AskedList[]): Standing {
  if (asked.length === 0) return 'unknown';
  if (asked.some(({ state, expired }) => state === 'pending' && !expired)) return 'ask';
  if (asked.some(({ state }) => state === 'confirmed' || state === 'paused')) return 'already';
  return asked.some(({ state }) => state === 'pending') ? 'expired' : 'left';
}
