import { Controller, Get, Inject, NotFoundException, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { Catalogue } from '../../consent/catalogue.service.js';
import type { WebSettings } from '../../platform/config/settings.js';
import { relaysInUse } from '../../registers/relays.queries.js';
import { Public } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { publicPaths } from '../pages/paths.js';
import { WEB_SETTINGS } from '../tokens.js';
import { offered } from './offered.js';
import { FrontPage, type OpenRegister } from './pages/front-page.js';
import { NotSetUpPage } from './pages/not-set-up-page.js';
import { PrivacyPage } from './pages/privacy-page.js';
import { PromisesPage } from './pages/promises-page.js';
import { RetentionPage } from './pages/retention-page.js';

/** The pages that anybody may read. */
@Controller()
@Public()
export class FrontController {
  constructor(
    private readonly frames: Frames,
    private readonly catalogue: Catalogue,
    @InjectDataSource() private readonly database: DataSource,
    @Inject(WEB_SETTINGS) private readonly settings: WebSettings,
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

  @Get('personvern')
  async privacy(@Req() request: FastifyRequest): Promise<Page> {
    const { organisation } = await this.frames.house();
    if (!organisation) throw new NotFoundException();
    const relays = await relaysInUse(this.database);
    return new Page(
      <PrivacyPage
        frame={await this.frames.publicFrame(request)}
        keepsNetwork={this.settings.CONSENT_NETWORK_PREFIX}
        provider={this.settings.OIDC_ISSUER && new URL(this.settings.OIDC_ISSUER).host}
        organisation={{
          name: organisation.name,
          number: organisation.number,
          postalAddress: organisation.postalAddress,
          contactAddress: organisation.email,
          privacyContactAddress: organisation.privacyEmail,
        }}
        relays={[...new Set(relays.map(({ host }) => host))]}
        oneAlone={(await this.catalogue.known())
          .filter(({ eyes, state }) => eyes === 1 && state !== 'closed')
          .map(({ name }) => name)}
        registers={await this.#registers()}
      />,
    );
  }

  @Get('personvern/oppbevaring')
  async retention(@Req() request: FastifyRequest): Promise<Page> {
    return new Page(<RetentionPage frame={await this.frames.publicFrame(request)} />);
  }

  /** Where each register's people see to their own data. */
  async #registers(): Promise<{ name: string; href: string }[]> {
    const rows = (await this.database.query('select name, slug from jatakk.register order by name')) as {
      name: string;
      slug: string;
    }[];
    return rows.map(({ name, slug }) => ({ name, href: publicPaths.preferences(slug) }));
  }

  @Get('loftene')
  async promises(@Req() request: FastifyRequest): Promise<Page> {
    return new Page(<PromisesPage frame={await this.frames.publicFrame(request)} />);
  }
}
