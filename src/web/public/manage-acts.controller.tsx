import { Body, Controller, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { TellOfAnswer, type Told } from '../../consent/tell-of-answer.service.js';
import { LOCALES } from '../../platform/i18n/messages.js';
import { AskWindow } from '../../registers/ask-window.service.js';
import { type ActOutcome, GovernOwnData } from '../../subscriptions/preferences/govern-own-data.service.js';
import { Public } from '../http/access.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { SentFromRequest } from '../http/sent-from.service.js';
import { inLanguage } from '../pages/in-language.js';
import { publicPaths } from '../pages/paths.js';
import { ManageLink, type OpenLink } from './manage-link.service.js';
import { offered } from './offered.js';
import { ErasePage } from './pages/erase-page.js';
import { ManageClosedPage } from './pages/manage-closed-page.js';
import { ObjectPage } from './pages/object-page.js';

const PAGE = '/manage';

const ofList = z.object({ list: z.uuid() });
const ofSubscription = z.object({ subscription: z.uuid() });
const pauseForm = z.object({ months: z.enum(['1', '3', '6']) });
const languageForm = z.object({ locale: z.enum(LOCALES) });
const joinForm = ofList.extend({ version: z.coerce.number().int(), revision: z.coerce.number().int() });

/** What a person does with their own data: each press is one act, by the link and for nobody else. */
@Controller('manage/:token')
@Public()
export class ManageActsController {
  constructor(
    private readonly links: ManageLink,
    private readonly own: GovernOwnData,
    private readonly window: AskWindow,
    private readonly telling: TellOfAnswer,
    private readonly sent: SentFromRequest,
  ) {}

  @Post('leave')
  leave(@Param('token') token: string, @Body() body: unknown, @Req() request: FastifyRequest) {
    const { list } = parseForm(ofList, body);
    return this.#do(token, request, async (link) =>
      this.own.leave(link.hash, list, await this.#told(link, request)),
    );
  }

  @Post('join')
  join(@Param('token') token: string, @Body() body: unknown, @Req() request: FastifyRequest) {
    const form = parseForm(joinForm, body);
    return this.#do(token, request, async (link) => {
      const list = (await this.links.listsOf(link.registerId)).find(({ id }) => id === form.list);
      if (!list) return 'other-words';
      const { version, revision } = form;
      const to = { version, revision, locale: offered(list, link.frame.locale).locale };
      const { verdict } = await this.window.ask({
        act: 'join-list',
        ringId: link.registerId,
        proof: link.hash,
        content: { listId: list.id, ...to, sent: this.sent.of(request, PAGE) },
      });
      if (verdict === 'objected' || verdict === 'other-words' || verdict === 'unknown') return verdict;
      if (verdict !== 'answered') return 'late';
      return this.own.join(link.hash, list.id, to, await this.#told(link, request));
    });
  }

  @Post('pause')
  pause(@Param('token') token: string, @Body() body: unknown, @Req() request: FastifyRequest) {
    const { months } = parseForm(pauseForm, body);
    return this.#do(token, request, ({ hash }) => this.own.pause(hash, Number(months)));
  }

  @Post('resume')
  resume(@Param('token') token: string, @Req() request: FastifyRequest) {
    return this.#do(token, request, ({ hash }) => this.own.pause(hash, null));
  }

  @Post('language')
  language(@Param('token') token: string, @Body() body: unknown, @Req() request: FastifyRequest) {
    const { locale } = parseForm(languageForm, body);
    return this.#do(token, request, ({ hash }) => this.own.speak(hash, locale));
  }

  @Post('empty')
  empty(@Param('token') token: string, @Body() body: unknown, @Req() request: FastifyRequest) {
    const { subscription } = parseForm(ofSubscription, body);
    return this.#do(token, request, ({ hash }) => this.own.emptyAnswers(hash, subscription));
  }

  @Post('object')
  async object(@Param('token') token: string, @Req() request: FastifyRequest): Promise<Page> {
    const link = await this.links.find(token, request);
    if (link instanceof Page) return link;
    const outcome = await this.own.object(link.hash, await this.#told(link, request));
    return outcome === 'unknown'
      ? gone(link)
      : new Page(<ObjectPage frame={link.frame} token={token} state="done" />);
  }

  @Post('erase')
  async erase(@Param('token') token: string, @Req() request: FastifyRequest): Promise<Page> {
    const link = await this.links.find(token, request);
    if (link instanceof Page) return link;
    const outcome = await this.own.erase(link.hash);
    return outcome === 'unknown' ? gone(link) : new Page(<ErasePage frame={link.frame} state="done" />);
  }

  async #do(
    token: string,
    request: FastifyRequest,
    act: (link: OpenLink) => Promise<ActOutcome | 'late'>,
  ): Promise<Page | SeeOther> {
    const link = await this.links.find(token, request);
    if (link instanceof Page) return link;
    const outcome = await act(link);
    if (outcome === 'unknown') return gone(link);
    return new SeeOther(`${inLanguage(publicPaths.manage(token), link.frame.locale)}&did=${outcome}`);
  }

  #told(link: OpenLink, request: FastifyRequest): Promise<Told> {
    return this.telling.tell(link.registerId, this.sent.of(request, PAGE));
  }
}

function gone({ frame }: OpenLink): Page {
  return new Page(<ManageClosedPage frame={frame} state="unknown" />, { status: 404 });
}
