import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { targetOf } from '../../campaigns/followed-link.queries.js';
import { linkOfCode } from '../../campaigns/link-code.js';
import { Public } from '../http/access.js';
import { FollowCounter } from './follow-counter.service.js';

/**
 * A link of a campaign that leads through us, where its author wanted it counted. The same address for everybody, and
 * only to where the database says: what a second person approved. GET changes nothing here either: it adds one to a
 * number in memory, which is put to the others once a minute.
 */
@Controller('r')
@Public()
export class FollowController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly counter: FollowCounter,
  ) {}

  @Get(':code')
  async follow(
    @Param('code') code: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const linkId = linkOfCode(code);
    const target = linkId && (await targetOf(this.database, linkId));
    if (!linkId || !target) throw new NotFoundException();
    if (isByReader(request)) this.counter.count(linkId);
    await reply.code(302).header('location', target).send();
  }
}

/** Neither somebody's program that only looks, nor a browser that fetches ahead. */
function isByReader({ method, headers }: FastifyRequest): boolean {
  const ahead = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) => String(headers[name] ?? ''));
  return method === 'GET' && !ahead.some((value) => /prefetch|prerender|preview/i.test(value));
}
