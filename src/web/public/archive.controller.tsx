import { createHash } from 'node:crypto';
import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { archivedCampaign, archivedCampaigns } from '../../campaigns/archive.queries.js';
import { archivedHtml } from '../../campaigns/archived-html.js';
import { shownImages } from '../../campaigns/images/shown-images.js';
import { Catalogue, type OpenList } from '../../consent/catalogue.service.js';
import { LOCALES } from '../../platform/i18n/messages.js';
import { Public } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { publicPaths } from '../pages/paths.js';
import { atomFeed } from './atom-feed.js';
import { ArchivePage } from './pages/archive-page.js';
import { ArchivedCampaignPage } from './pages/archived-campaign-page.js';

const MOST_SHOWN = 500;
const MOST_IN_FEED = 20;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The same for everybody, so anybody may keep it: what is taken out of an archive is gone from caches soon after. */
const KEPT = 'public, max-age=300';
const PAGE_HEADERS = { 'cache-control': KEPT, vary: 'accept-language' };

type ArchivedList = OpenList & { archiveSince: Date };

/** What was sent to a list, for everybody, where the list says so. Nothing in it is a recipient's own. */
@Controller('lists/:slug/archive')
@Public()
export class ArchiveController {
  constructor(
    private readonly frames: Frames,
    private readonly catalogue: Catalogue,
    @InjectDataSource() private readonly database: DataSource,
  ) {}

  @Get()
  async show(@Param('slug') slug: string, @Req() request: FastifyRequest): Promise<Page> {
    const list = await this.#list(slug);
    return new Page(
      <ArchivePage
        frame={await this.frames.publicFrame(request)}
        list={list}
        campaigns={await archivedCampaigns(this.database, list.id, MOST_SHOWN)}
      />,
      { headers: PAGE_HEADERS },
    );
  }

  /** One language, that of the first words: whoever subscribes to a feed gets the same as everybody. */
  @Get('feed.atom')
  async feed(
    @Param('slug') slug: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const list = await this.#list(slug);
    const campaigns = await archivedCampaigns(this.database, list.id, MOST_IN_FEED);
    const [publicUrl, house] = await Promise.all([this.frames.publicUrl(), this.frames.house()]);
    const images = await Promise.all(
      campaigns.map((one) => shownImages(this.database, list.registerId, one, publicUrl)),
    );
    const language = LOCALES.find((locale) => list.words[locale]) ?? 'nb';
    const organisation = house.organisation?.name ?? '';
    const feed = atomFeed({
      id: `urn:uuid:${list.id}`,
      title: `${list.name} · ${organisation}`,
      subtitle: list.words[language]?.text ?? '',
      language,
      author: organisation,
      self: publicUrl + publicPaths.archiveFeed(slug),
      page: publicUrl + publicPaths.archive(slug),
      updated: campaigns.reduce(
        (newest, { finishedAt }) => (finishedAt > newest ? finishedAt : newest),
        list.archiveSince,
      ),
      entries: campaigns.map((campaign, at) => ({
        id: `urn:uuid:${campaign.id}`,
        title: campaign.subject,
        language: campaign.locale,
        page: publicUrl + publicPaths.archived(slug, campaign.id),
        published: campaign.sentAt,
        updated: campaign.finishedAt,
        summary: campaign.preheader,
        html: archivedHtml(campaign, 1, images[at]!),
      })),
    });
    // Feed readers ask every hour for years: most of them for what they have.
    const etag = `"${createHash('sha256').update(feed).digest('base64url').slice(0, 22)}"`;
    reply.headers({ 'cache-control': KEPT, etag });
    const known = (request.headers['if-none-match'] ?? '').split(/\s*,\s*/);
    if (known.some((one) => one.replace(/^W\//, '') === etag)) {
      reply.status(304);
      return '';
    }
    reply.type('application/atom+xml; charset=utf-8');
    return feed;
  }

  @Get(':campaign')
  async one(
    @Param('slug') slug: string,
    @Param('campaign') id: string,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const list = await this.#list(slug);
    const campaign = UUID.test(id) ? await archivedCampaign(this.database, list.id, id) : undefined;
    if (!campaign) throw new NotFoundException();
    return new Page(
      <ArchivedCampaignPage
        frame={await this.frames.publicFrame(request)}
        list={list}
        campaign={campaign}
        html={archivedHtml(campaign, 2, await shownImages(this.database, list.registerId, campaign, ''))}
      />,
      { headers: PAGE_HEADERS },
    );
  }

  /** @throws 404 where there is no such list, or it has no archive */
  async #list(slug: string): Promise<ArchivedList> {
    const list = (await this.catalogue.known()).find((one) => one.slug === slug);
    if (!list || list.archiveSince === null) throw new NotFoundException();
    return { ...list, archiveSince: list.archiveSince };
  }
}
