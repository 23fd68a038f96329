import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { renderDocument, renderFragment } from '../pages/document.js';
import { Page, SeeOther } from './page.js';
import { asProblem, wantsPage } from './problem.js';

/** Turns what controllers return into answers. A program is not sent a page that says no: it gets the problem. */
@Injectable()
export class RenderPages implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((result: unknown) => {
        if (result instanceof Page) {
          const { status = 200, headers = {} } = result.options;
          reply.headers(headers);
          if (status >= 400 && !wantsPage(request)) return asProblem(reply, status);
          reply.status(status).type('text/html; charset=utf-8');
          return result.options.fragment ? renderFragment(result.node) : renderDocument(result.node);
        }
        if (result instanceof SeeOther) {
          reply.status(303).headers(result.headers).header('location', result.path);
          return '';
        }
        return result;
      }),
    );
  }
}
