import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { renderDocument, renderFragment } from '../pages/document.js';
import { Page, SeeOther } from './page.js';

/** Turns what controllers return into answers. */
@Injectable()
export class RenderPages implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((result: unknown) => {
        if (result instanceof Page) {
          reply.status(result.options.status ?? 200).type('text/html; charset=utf-8');
          reply.headers(result.options.headers ?? {});
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
