import { BadRequestException, Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Catalogue } from '../../consent/catalogue.service.js';
import { TellOfAnswer } from '../../consent/tell-of-answer.service.js';
import { isLocale, type Locale } from '../../platform/i18n/messages.js';
import { hashToken, isToken, randomToken } from '../../platform/sealing/link-token.js';
import { LeaveList, type LeaveResult } from '../../subscriptions/leave-list.service.js';
import { GovernOwnData } from '../../subscriptions/preferences/govern-own-data.service.js';
import { Public } from '../http/access.js';
import { Frames, localeOf } from '../http/frames.service.js';
import { SentFromRequest } from '../http/sent-from.service.js';
import { Page } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { publicPaths } from '../pages/paths.js';
import { LeavePage, type LeavePageProps } from './pages/leave-page.js';

const undoForm = z.object({ undo: z.string().max(100) });

/**
 * The link out. A POST ends that one subscription, from a mail program's own button (RFC 8058 §3.1: no cookie, no
 * origin, urlencoded or multipart) or from the page's; any other POST is refused. GET shows one button. No rate limit:
 * a provider sends many.
 */
@Controller('u')
@Public({ crossSite: true })
export class LeaveController {
  constructor(
    private readonly leaving: LeaveList,
    private readonly telling: TellOfAnswer,
    private readonly sent: SentFromRequest,
    private readonly catalogue: Catalogue,
    private readonly frames: Frames,
    private readonly own: GovernOwnData,
  ) {}

  @Post('undo')
  async undo(@Body() body: unknown, @Req() request: FastifyRequest): Promise<Page> {
    const { undo } = parseForm(undoForm, body);
    const result = isToken(undo) ? await this.leaving.undo(hashToken(undo)) : undefined;
    const locale = localeFor(result, request);
    if (result?.outcome === 'undone' || result?.outcome === 'waits') {
      return this.#page(request, locale, { state: result.outcome, list: await this.#nameOf(result.listId) });
    }
    const slug = result && (await this.catalogue.lists()).find(({ id }) => id === result.listId)?.slug;
    return this.#page(request, locale, {
      state: 'undo-expired',
      ...(slug && { signUpHref: publicPaths.list(slug) }),
    });
  }

  /** Where the mail about a leave leads to: one button, and nothing changes before it is pressed. */
  @Get('undo/:token')
  async showUndo(@Param('token') token: string, @Req() request: FastifyRequest): Promise<Page> {
    const found = isToken(token) ? await this.leaving.peekUndo(hashToken(token)) : undefined;
    const locale = localeFor(found, request);
    if (!found || found.state === 'expired') return this.#page(request, locale, { state: 'undo-expired' });
    const list = await this.#nameOf(found.listId);
    return found.state === 'undone'
      ? this.#page(request, locale, { state: 'undone', list })
      : this.#page(request, locale, { state: 'take-back', list, action: publicPaths.undoLeave, token });
  }

  @Get(':token')
  async show(@Param('token') token: string, @Req() request: FastifyRequest): Promise<Page> {
    const found = isToken(token) ? await this.leaving.peek(hashToken(token)) : undefined;
    const locale = localeFor(found, request);
    if (!found) return this.#page(request, locale, { state: 'unknown' });
    const list = await this.#nameOf(found.listId);
    return found.ended
      ? this.#page(request, locale, { state: 'left', list, manageAction: publicPaths.sendManageLink(token) })
      : this.#page(request, locale, { state: 'ask', list, action: publicPaths.leave(token) });
  }

  @Post(':token')
  async leave(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const pressed = buttonOf(body);
    if (pressed === undefined) throw new BadRequestException();
    // A mail program's own button gets no way back: nobody would see it, and a provider should not hold one.
    const undo = pressed === 'page' ? randomToken() : undefined;
    const found = await this.#leave(token, undo, pressed, request);
    const locale = localeFor(found, request);
    // RFC 8058 §3.1 wants a 2xx and no redirect. Whoever guesses tokens learns nothing from it.
    if (!found) return this.#page(request, locale, { state: 'unknown' });
    const list = await this.#nameOf(found.listId);
    const way =
      undo !== undefined && found.outcome === 'left'
        ? { undo: { action: publicPaths.undoLeave, token: undo } }
        : {};
    const manageAction = publicPaths.sendManageLink(token);
    return this.#page(request, locale, { state: 'left', list, manageAction, ...way });
  }

  /** Sends the person a link to what is kept of them. The link out opens none of it, and is answered alike whoever's. */
  @Post(':token/manage')
  async sendManageLink(@Param('token') token: string, @Req() request: FastifyRequest): Promise<Page> {
    const found = isToken(token) ? await this.leaving.peek(hashToken(token)) : undefined;
    const locale = localeFor(found, request);
    if (found) await this.own.requestLink(hashToken(token), locale);
    return this.#page(request, locale, { state: 'link-sent' });
  }

  async #leave(
    token: string,
    undo: string | undefined,
    pressed: 'mail-program' | 'page',
    request: FastifyRequest,
  ): Promise<LeaveResult | undefined> {
    const hash = isToken(token) ? hashToken(token) : undefined;
    const standing = hash && (await this.leaving.peek(hash));
    if (!hash || !standing) return undefined;
    const told = await this.telling.tell(standing.registerId, this.sent.of(request, '/u'));
    const method = pressed === 'mail-program' ? 'one-click' : 'link';
    return this.leaving.leave(hash, undo === undefined ? null : hashToken(undo), method, told);
  }

  async #page(
    request: FastifyRequest,
    locale: Locale,
    props: DistributiveOmit<LeavePageProps, 'frame'>,
  ): Promise<Page> {
    const frame = await this.frames.publicFrame(request, {
      locale,
      ...(request.method === 'POST' && { path: null }),
    });
    return new Page(<LeavePage {...{ frame, ...props }} />);
  }

  async #nameOf(listId: string): Promise<string> {
    return (await this.catalogue.known()).find(({ id }) => id === listId)?.name ?? '';
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Which button sent this: RFC 8058 §3.1 names the field of a mail program's; ours has its own. */
function buttonOf(body: unknown): 'mail-program' | 'page' | undefined {
  const fields = (body ?? {}) as Record<string, unknown>;
  if (fields['List-Unsubscribe'] === 'One-Click') return 'mail-program';
  return fields['leave'] === 'yes' ? 'page' : undefined;
}

function localeFor(found: { locale: string } | undefined, request: FastifyRequest): Locale {
  const chosen = 'lang' in (request.query as object);
  return !chosen && isLocale(found?.locale) ? found.locale : localeOf(request);
}
