import { Controller, Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Catalogue } from '../../consent/catalogue.service.js';
import { Public } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { publicPaths } from '../pages/paths.js';
import { offered } from './offered.js';
import { FrontPage, type OpenRegister } from './pages/front-page.js';
import { NotSetUpPage } from './pages/not-set-up-page.js';
import { PromisesPage } from './pages/promises-page.js';

/** The pages that anybody may read. */
@Controller()
@Public()
export class FrontController {
  constructor(
    private readonly frames: Frames,
    private readonly catalogue: Catalogue,
  ) {}

  @Get()
  async front(@Req() request: FastifyRequest): Promise<Page | SeeOther> {
    const frame = await this.frames.publicFrame(request);
    if (frame.organisation === null) return new Page(<NotSetUpPage frame={frame} />);
    const registers = new Map<string, OpenRegister & { lists: OpenRegister['lists'][number][] }>();
    for (const list of await this.catalogue.lists()) {
      const { slug, name, purpose, frequency } = offered(list, frame.locale);
      const register = registers.get(list.registerId) ?? {
        id: list.registerId,
        name: list.registerName,
        href: null,
        manageHref: publicPaths.preferences(list.registerSlug),
        lists: [],
      };
      register.lists.push({ slug, name, purpose, frequency, href: publicPaths.list(slug) });
      if (register.lists.length > 1) register.href = publicPaths.register(list.registerSlug);
      registers.set(list.registerId, register);
    }
    return new Page(<FrontPage frame={frame} registers={[...registers.values()]} />);
  }

  @Get('loftene')
  async promises(@Req() request: FastifyRequest): Promise<Page> {
    return new Page(<PromisesPage frame={await this.frames.publicFrame(request)} />);
  }
}
