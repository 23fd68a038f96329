import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Injectable,
  Logger,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseAway } from '../../platform/database/is-database-away.js';
import { faultCode } from '../../platform/fault-code.js';
import { KnownRoutes } from '../../platform/http/known-routes.js';
import { TooManyWaitingError } from '../../platform/pace/turns.js';
import { renderDocument } from '../pages/document.js';
import { staffPaths } from '../pages/paths.js';
import { ConfirmPages } from '../staff/confirm-pages.service.js';
import { ErrorPage, type ErrorPageProps, nearestErrorStatus } from '../public/pages/error-page.js';
import type { JatakkRequest } from './access.js';
import { Frames } from './frames.service.js';
import { isBrokenForm } from './is-broken-form.js';
import { asProblem, wantsPage } from './problem.js';
import { ConfirmFirst, GoFirst } from './go-first.js';

/** More want to sign in than can be taken in just now: the same for everybody. */
const BUSY = { titleKey: 'sign-in.busy.title', textKey: 'sign-in.busy.text' } as const;

/** The last resort: whatever was thrown becomes a page for people or problem+json for programs, without a detail of it. */
@Catch()
@Injectable()
export class ErrorsFilter implements ExceptionFilter {
  readonly #log = new Logger('errors');

  constructor(
    private readonly frames: Frames,
    private readonly routes: KnownRoutes,
    private readonly confirming: ConfirmPages,
  ) {}

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<JatakkRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (thrown instanceof GoFirst) {
      await reply.status(303).header('location', thrown.path).send('');
      return;
    }
    if (thrown instanceof ConfirmFirst && wantsPage(request)) {
      await this.#confirm(thrown, request, reply);
      return;
    }
    const busy = thrown instanceof TooManyWaitingError;
    const status = this.#statusOf(thrown, request, reply);
    if (status >= 500 && !busy) this.#log.error(`a request failed (${faultCode(thrown)})`);
    await this.answer(status, request, reply, busy ? BUSY : {});
  }

  /** A page is shown once who sits there has been; an act goes on with the form as it was filled in. */
  async #confirm({ refused }: ConfirmFirst, request: JatakkRequest, reply: FastifyReply): Promise<void> {
    if (request.method === 'GET') {
      const back = encodeURIComponent(request.url.split('?', 1)[0] ?? '');
      await reply.status(303).header('location', `${staffPaths.confirm}?back=${back}`).send('');
      return;
    }
    const page = renderDocument(await this.confirming.forAct(request, refused));
    await reply.status(403).type('text/html; charset=utf-8').send(page);
  }

  /** Writes an error in the form that was asked for. */
  async answer(
    status: number,
    request: FastifyRequest,
    reply: FastifyReply,
    words: Pick<ErrorPageProps, 'titleKey' | 'textKey'> = {},
  ): Promise<void> {
    if (status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', '30');
    if (!wantsPage(request)) {
      await reply.send(asProblem(reply, status));
      return;
    }
    // A database that is away would be waited for a second time.
    const frame =
      status === 503
        ? this.frames.bareFrame(request)
        : await this.frames.publicFrame(request, { path: null }).catch(() => this.frames.bareFrame(request));
    const page = renderDocument(<ErrorPage frame={frame} status={nearestErrorStatus(status)} {...words} />);
    await reply.status(status).type('text/html; charset=utf-8').send(page);
  }

  #statusOf(thrown: unknown, request: FastifyRequest, reply: FastifyReply): number {
    if (isDatabaseAway(thrown)) return 503;
    if (isBrokenForm(thrown)) return 400;
    if (thrown instanceof ConfirmFirst) return 403;
    if (thrown instanceof TooManyWaitingError) {
      reply.header('retry-after', '5');
      return 503;
    }
    const status =
      thrown instanceof HttpException
        ? thrown.getStatus()
        : (thrown as { statusCode?: number } | null)?.statusCode;
    if (status === undefined || status < 400 || status > 599) return 500;
    if (status !== 404) return status;
    const allowed = this.routes.methodsOf(request.url.split('?', 1)[0] ?? '');
    if (allowed.length === 0 || allowed.includes(request.method)) return 404;
    reply.header('allow', allowed.join(', '));
    return 405;
  }
}
