import {
  Body,
  Controller,
  Get,
  Inject,
  Ip,
  Logger,
  NotFoundException,
  Param,
  Post,
  Req,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Catalogue, type OpenList } from '../../consent/catalogue.service.js';
import { isDatabaseAway } from '../../platform/database/is-database-away.js';
import { faultCode } from '../../platform/fault-code.js';
import { isLocale, type Locale } from '../../platform/i18n/messages.js';
import type { WebSettings } from '../../platform/config/settings.js';
import { trimTyped } from '../../registers/email-address.js';
import { ReceiveForm } from '../../subscriptions/receive-form.service.js';
import { Public } from '../http/access.js';
import { CheckAddress } from '../http/check-address.service.js';
import { parseForm } from '../http/parse-form.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { SentFromRequest } from '../http/sent-from.service.js';
import type { FormErrors } from '../pages/field.js';
import { publicPaths } from '../pages/paths.js';
import { WEB_SETTINGS } from '../tokens.js';
import { answerErrors, answersTo, answersTyped } from './answers-typed.js';
import { offered } from './offered.js';
import type { AnswerErrors } from './pages/questions.js';
import { ListAwayPage } from './pages/list-away-page.js';
import { SignUpPage } from './pages/sign-up-page.js';
import { SignUpReceivedPage } from './pages/sign-up-received-page.js';
import { SignUpGuard } from './sign-up-guard.js';

const signUpForm = z.object({
  list: z.union([z.string(), z.array(z.string()).max(50)]).default([]),
  address: z.string().max(1000).default(''),
  website: z.string().max(1000).default(''),
  stamp: z.string().max(100).default(''),
  locale: z.string().max(10).default(''),
});

type SignUpErrors = FormErrors<'address' | 'lists'> & AnswerErrors;

interface Form {
  name: string;
  action: string;
  lists: OpenList[];
}

/** The hosted forms, one per list and one per register; a form on the organisation's own site posts here too. */
@Controller()
@Public({ crossSite: true })
export class SignUpController {
  readonly #log = new Logger('sign-up');

  constructor(
    private readonly catalogue: Catalogue,
    private readonly frames: Frames,
    private readonly guard: SignUpGuard,
    private readonly addresses: CheckAddress,
    private readonly forms: ReceiveForm,
    private readonly sent: SentFromRequest,
    @Inject(WEB_SETTINGS) private readonly settings: WebSettings,
  ) {}

  @Get('lists/:slug')
  async showList(@Param('slug') slug: string, @Req() request: FastifyRequest) {
    return (await this.#away(slug, request)) ?? this.#show(await this.#listForm(slug), request);
  }

  @Post('lists/:slug')
  async joinList(
    @Param('slug') slug: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Ip() ip: string,
  ) {
    return (await this.#away(slug, request)) ?? this.#receive(await this.#listForm(slug), body, request, ip);
  }

  @Get('registers/:slug')
  async showRegister(@Param('slug') slug: string, @Req() request: FastifyRequest) {
    return this.#show(await this.#registerForm(slug), request);
  }

  @Post('registers/:slug')
  async joinLists(
    @Param('slug') slug: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Ip() ip: string,
  ) {
    return this.#receive(await this.#registerForm(slug), body, request, ip);
  }

  /** What is said in the place of the form of a list that rests or has ended. */
  async #away(slug: string, request: FastifyRequest): Promise<Page | undefined> {
    const list = (await this.catalogue.known()).find((one) => one.slug === slug);
    if (!list || list.state === 'open') return undefined;
    const frame = await this.frames.publicFrame(request, request.method === 'POST' ? { path: null } : {});
    const state = list.state === 'resting' ? 'resting' : 'closed';
    return new Page(<ListAwayPage frame={frame} list={list.name} state={state} />, {
      status: request.method === 'POST' ? 409 : 200,
    });
  }

  async #listForm(slug: string): Promise<Form> {
    const list = (await this.catalogue.lists()).find((one) => one.slug === slug);
    if (!list) throw new NotFoundException();
    return { name: list.name, action: publicPaths.list(list.slug), lists: [list] };
  }

  async #registerForm(slug: string): Promise<Form> {
    const lists = (await this.catalogue.lists()).filter((one) => one.registerSlug === slug);
    const [first] = lists;
    if (!first) throw new NotFoundException();
    return { name: first.registerName, action: publicPaths.register(slug), lists };
  }

  async #show(form: Form, request: FastifyRequest): Promise<Page> {
    const frame = await this.frames.publicFrame(request);
    const lists = form.lists.map((list) => offered(list, frame.locale));
    const { name, action } = form;
    return new Page(
      <SignUpPage
        frame={frame}
        name={name}
        action={action}
        lists={lists}
        stamp={this.guard.stamp()}
        minimumAge={this.settings.MINIMUM_AGE}
        archiveHref={archiveOf(form)}
      />,
    );
  }

  async #receive(form: Form, body: unknown, request: FastifyRequest, ip: string): Promise<Page> {
    const typed = parseForm(signUpForm, body);
    const asked = await this.frames.publicFrame(request, { path: null });
    const locale: Locale = isLocale(typed.locale) ? typed.locale : asked.locale;
    const frame = { ...asked, locale };
    const slugs = Array.isArray(typed.list) ? typed.list : [typed.list];
    const chosen = form.lists.filter(({ slug }) => slugs.includes(slug));
    const address = trimTyped(typed.address);
    const answers = answersTyped(body, form.lists);

    const again = (status: number, errors: SignUpErrors, headers: Record<string, string> = {}) =>
      new Page(
        <SignUpPage
          frame={frame}
          name={form.name}
          action={form.action}
          lists={form.lists.map((list) => offered(list, locale))}
          stamp={stamp === 'fine' || stamp === 'too-fast' ? typed.stamp : this.guard.stamp()}
          values={{ address, lists: chosen.map(({ slug }) => slug), answers }}
          errors={errors}
          minimumAge={this.settings.MINIMUM_AGE}
          archiveHref={archiveOf(form)}
        />,
        { status, headers },
      );

    const stamp = this.guard.readStamp(typed.stamp);
    if (stamp === 'too-old' || stamp === 'not-ours') return again(422, { form: { key: 'form.expired' } });
    if (stamp === 'too-fast' || typed.website !== '')
      return again(422, { form: { key: 'sign-up.error.too-fast' } });

    const checked = await this.addresses.forSubscriber(address);
    const errors: SignUpErrors = answerErrors(answers, chosen);
    if (!checked.ok) errors.address = checked.message;
    if (chosen.length < new Set(slugs).size) errors.lists = { key: 'sign-up.error.unknown-list' };
    else if (chosen.length === 0) errors.lists = { key: 'sign-up.error.no-list' };
    if (!checked.ok || Object.keys(errors).length > 0) return again(422, errors);

    const wait = this.guard.limited({ ip, domain: checked.address.asciiDomain, stamped: typed.stamp !== '' });
    if (wait !== undefined)
      return again(429, { form: { key: 'sign-up.error.too-many' } }, { 'retry-after': String(wait) });

    const lists = chosen.map((list) => ({
      listId: list.id,
      purposeVersion: list.purposeVersion,
      purposeRevision: list.purposeRevision,
      answers: answersTo(list, answers),
    }));
    const sent = this.sent.of(request, form.action);
    try {
      await this.forms.receive(chosen[0]!.registerId, 'sign-up', { address, lists, locale, sent });
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      this.#log.error(`a sign-up could not be stored (${faultCode(error)})`);
      // What was typed is not lost with it.
      return again(503, { form: { key: 'sign-up.error.not-now' } }, { 'retry-after': '30' });
    }
    return new Page(
      <SignUpReceivedPage
        frame={frame}
        address={address}
        lists={chosen.map(({ name }) => name)}
        formHref={form.action}
      />,
    );
  }
}

/** Where anybody may read what a form's one list was sent. */
function archiveOf({ lists }: Form): string | undefined {
  const [list, ...more] = lists;
  return list?.archiveSince && more.length === 0 ? publicPaths.archive(list.slug) : undefined;
}
