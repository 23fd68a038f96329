import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Injectable,
  Logger,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { faultCode } from '../../platform/fault-code.js';
import { KnownRoutes } from '../../platform/http/known-routes.js';
import { renderDocument } from '../pages/document.js';
import { staffPaths } from '../pages/paths.js';
import { ErrorPage, nearestErrorStatus } from '../public/pages/error-page.js';
import { Frames } from './frames.service.js';
import { SignInFirst } from './sign-in-first.js';

/** RFC 9457 says what a program is told; the titles are those of RFC 9110. */
const TITLES: Record<number, string> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Errors of the driver that mean that the database is away, not that we are wrong. */
const AWAY = /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|57P0[123]|53300|08\w{3})$/;

/** The last resort: whatever was thrown becomes a page for people or problem+json for programs, without a detail of it. */
@Catch()
@Injectable()
export class ErrorsFilter implements ExceptionFilter {
  readonly #log = new Logger('errors');

  constructor(
    private readonly frames: Frames,
    private readonly routes: KnownRoutes,
  ) {}

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (thrown instanceof SignInFirst) {
      await reply.status(303).header('location', staffPaths.signIn).send('');
      return;
    }
    const status = this.#statusOf(thrown, request, reply);
    if (status >= 500) this.#log.error(`a request failed (${faultCode(thrown)})`);
    await this.answer(status, request, reply);
  }

  /** Writes an error in the form that was asked for. */
  async answer(status: number, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', '30');
    reply.status(status);
    if (!wantsPage(request)) {
      const problem = { type: 'about:blank', title: TITLES[status] ?? 'Error', status };
      await reply.type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
      return;
    }
    const frame = await this.frames
      .publicFrame(request, { path: null })
      .catch(() => this.frames.bareFrame(request));
    const page = renderDocument(<ErrorPage frame={frame} status={nearestErrorStatus(status)} />);
    await reply.type('text/html; charset=utf-8').send(page);
  }

  #statusOf(thrown: unknown, request: FastifyRequest, reply: FastifyReply): number {
    if (AWAY.test(faultCode(thrown))) return 503;
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

function wantsPage(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? '*/*';
  return accept.includes('text/html') || (!accept.includes('json') && !request.url.startsWith('/api/'));
}
