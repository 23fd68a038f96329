import { Controller, Get, NotFoundException, Query, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { renderMarkdown } from '../../campaigns/render-markdown.js';
import type { PageLocale } from '../../platform/i18n/messages.js';
import { compareSaid } from '../../privacy/facts/compare-said.js';
import {
  type FactsVersion,
  factsVersions,
  newestVersion,
} from '../../privacy/facts/facts-versions.queries.js';
import type { Facts, Words } from '../../privacy/facts/facts.js';
import { readFacts } from '../../privacy/facts/read-facts.js';
import { Public } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { publicPaths } from '../pages/paths.js';
import { PrivacyChangesPage, type ShownVersion } from './pages/privacy-changes-page.js';
import { PrivacyPage } from './pages/privacy-page.js';
import { RetentionPage } from './pages/retention-page.js';

const VERSIONS_A_PAGE = 20;
const NUMBER = /^\d{1,9}$/;

/** The pages that the system writes of itself. Showing one notes nothing: the keeper does that. */
@Controller('personvern')
@Public()
export class PrivacyController {
  constructor(
    private readonly frames: Frames,
    @InjectDataSource() private readonly database: DataSource,
  ) {}

  @Get()
  async privacy(@Req() request: FastifyRequest): Promise<Page> {
    const facts = await readFacts(this.database);
    if (!facts) throw new NotFoundException();
    const frame = await this.frames.wideFrame(request);
    return new Page(
      <PrivacyPage
        frame={frame}
        facts={facts}
        noted={await newestVersion(this.database, facts)}
        fromUs={fromUs(facts.fromUs, frame.locale)}
        lists={openLists(facts)}
      />,
    );
  }

  @Get('oppbevaring')
  async retention(@Req() request: FastifyRequest): Promise<Page> {
    return new Page(<RetentionPage frame={await this.frames.wideFrame(request)} />);
  }

  @Get('endringer')
  async changes(@Req() request: FastifyRequest, @Query('before') before: unknown): Promise<Page> {
    const from = typeof before === 'string' && NUMBER.test(before) ? Number(before) : undefined;
    // One more than is shown: what the oldest of them is compared with.
    const versions = await factsVersions(this.database, VERSIONS_A_PAGE + 1, from);
    const [newest] = await factsVersions(this.database, 1);
    const { shown, more } = shownVersions(versions, newest?.mode === 'live');
    return new Page(
      <PrivacyChangesPage
        frame={await this.frames.wideFrame(request)}
        versions={shown}
        older={more ? shown.at(-1)?.number : undefined}
      />,
    );
  }
}

/** What a house did while it was on trial was nobody's e-mail: once it is live, its history begins there. */
function shownVersions(versions: readonly FactsVersion[], live: boolean) {
  const shown: ShownVersion[] = [];
  for (const [at, version] of versions.entries()) {
    if (shown.length === VERSIONS_A_PAGE) return { shown, more: true };
    if (live && version.mode === 'trial') break;
    const before = versions[at + 1];
    const begins = version.number === 1 ? 'first' : live && before?.mode === 'trial' ? 'live' : undefined;
    if (!before && !begins) break;
    const { number, notedAt, digest, said } = version;
    shown.push({ number, notedAt, digest, begins, changes: before ? compareSaid(before.said, said) : [] });
  }
  return { shown, more: false };
}

/** In the reader's language, or in the one it was written in. The renderer is that of all that staff write. */
function fromUs(words: Words, locale: PageLocale): { html: string; lang: string } | undefined {
  const lang =
    words[locale] !== undefined ? locale : words['nb'] !== undefined ? 'nb' : Object.keys(words)[0];
  const text = lang === undefined ? undefined : words[lang];
  return lang === undefined || text === undefined
    ? undefined
    : { lang, html: renderMarkdown(text, { topHeading: 2 }) };
}

function openLists({ registers }: Facts): { name: string; href: string }[] {
  return registers
    .flatMap(({ lists }) => lists)
    .filter(({ state }) => state !== 'closed')
    .map(({ name, slug }) => ({ name, href: publicPaths.transparency(slug) }));
}
