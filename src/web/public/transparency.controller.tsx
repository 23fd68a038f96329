import { Controller, Get, Header, NotFoundException, Param, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { readFacts } from '../../privacy/facts/read-facts.js';
import { type Openness, readOpenness } from '../../privacy/openness/openness.js';
import { publishedOpenness } from '../../privacy/openness/published-openness.js';
import { Public } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { publicPaths } from '../pages/paths.js';
import { TransparencyPage } from './pages/transparency-page.js';

/** The same for everybody, and nothing in it changes by the minute. */
const KEPT = 'public, max-age=300';
const JSON_TYPE = 'application/json; charset=utf-8';

/** What anybody may know of a list: as a page, for programs, and where programs find it. */
@Controller()
@Public()
export class TransparencyController {
  constructor(
    private readonly frames: Frames,
    @InjectDataSource() private readonly database: DataSource,
  ) {}

  @Get('lists/:slug/transparency')
  async show(@Param('slug') slug: string, @Req() request: FastifyRequest): Promise<Page> {
    const openness = await this.#openness(slug);
    return new Page(<TransparencyPage frame={await this.frames.wideFrame(request)} {...openness} />, {
      headers: { 'cache-control': KEPT, vary: 'accept-language' },
    });
  }

  @Get('lists/:slug/transparency.json')
  @Header('content-type', JSON_TYPE)
  @Header('cache-control', KEPT)
  async data(@Param('slug') slug: string): Promise<ReturnType<typeof publishedOpenness>> {
    const openness = await this.#openness(slug);
    return publishedOpenness(openness, await this.frames.publicUrl(), {
      page: publicPaths.transparency(slug),
      form: publicPaths.list(slug),
      heads: publicPaths.ledgerHeads(openness.register.slug),
      privacy: publicPaths.privacy,
      verifyReceipt: publicPaths.verifyReceipt,
    });
  }

  /** RFC 8615: where a program that knows nothing but the host finds the lists. */
  @Get('.well-known/jatakk')
  @Header('content-type', JSON_TYPE)
  @Header('cache-control', KEPT)
  async wellKnown() {
    const facts = await readFacts(this.database);
    if (!facts) throw new NotFoundException();
    const publicUrl = await this.frames.publicUrl();
    const lists = facts.registers.flatMap((register) => register.lists);
    return {
      format: 'jatakk lists v1',
      privacyPage: publicUrl + publicPaths.privacy,
      ledger: publicUrl + publicPaths.ledger,
      lists: lists.map(({ slug, name, state }) => ({
        name,
        state,
        transparency: publicUrl + publicPaths.transparencyData(slug),
      })),
    };
  }

  async #openness(slug: string): Promise<Openness> {
    const openness = await readOpenness(this.database, slug);
    if (!openness) throw new NotFoundException();
    return openness;
  }
}
