import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Public } from '../http/access.js';
import { Page } from '../http/page.js';
import { ManageLink } from './manage-link.service.js';
import { CopyPage } from './pages/copy-page.js';
import { isDone, ManagePage } from './pages/manage-page.js';
import { ObjectPage } from './pages/object-page.js';
import { ErasePage } from './pages/erase-page.js';

/** What a person sees of their own data. Nothing here changes anything: a machine may open a link too. */
@Controller('manage/:token')
@Public()
export class ManageController {
  constructor(private readonly links: ManageLink) {}

  @Get()
  async show(
    @Param('token') token: string,
    @Query('did') did: unknown,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const link = await this.links.find(token, request);
    if (link instanceof Page) return link;
    const kept = await this.links.show(link);
    if (kept instanceof Page) return kept;
    const lists = await this.links.listsOf(link.registerId);
    return new Page(
      <ManagePage
        frame={link.frame}
        token={token}
        kept={kept}
        open={lists}
        {...(isDone(did) && { done: did })}
      />,
    );
  }

  /** Readable, and as JSON to take along (GDPR art. 15 and 20). */
  @Get('copy')
  async copy(@Param('token') token: string, @Req() request: FastifyRequest): Promise<Page> {
    const link = await this.links.find(token, request);
    if (link instanceof Page) return link;
    const kept = await this.links.show(link);
    return kept instanceof Page
      ? kept
      : new Page(<CopyPage frame={link.frame} token={token} kept={kept} at={new Date()} />);
  }

  @Get('object')
  async askToObject(@Param('token') token: string, @Req() request: FastifyRequest): Promise<Page> {
    const link = await this.links.find(token, request);
    return link instanceof Page
      ? link
      : new Page(<ObjectPage frame={link.frame} token={token} state="ask" />);
  }

  @Get('erase')
  async askToErase(@Param('token') token: string, @Req() request: FastifyRequest): Promise<Page> {
    const link = await this.links.find(token, request);
    return link instanceof Page ? link : new Page(<ErasePage frame={link.frame} token={token} state="ask" />);
  }
}
