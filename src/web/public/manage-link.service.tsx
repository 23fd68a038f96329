import { HttpException, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Catalogue, type OpenList } from '../../consent/catalogue.service.js';
import { isLocale } from '../../platform/i18n/messages.js';
import { hashToken, isToken } from '../../platform/sealing/link-token.js';
import { AskWindow } from '../../registers/ask-window.service.js';
import { type KeptOfPerson, keptOfPerson } from '../../subscriptions/preferences/kept-of-person.js';
import { GovernOwnData } from '../../subscriptions/preferences/govern-own-data.service.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { networkOf } from '../../platform/http/client-network.js';
import { RateLimit } from '../http/rate-limit.js';
import type { PublicFrame } from '../pages/frame.js';
import { publicPaths } from '../pages/paths.js';
import { ManageClosedPage } from './pages/manage-closed-page.js';

/** In ten minutes, from one network: each costs the keeper some work. */
const LOOKS_PER_NETWORK = 120;

/** A link that is open: whom it leads to, and what shows it. */
export interface OpenLink {
  token: string;
  hash: Buffer;
  registerId: string;
  frame: PublicFrame;
}

/** Finds out whom a link leads to, and has what is kept of them shown through the window. */
@Injectable()
export class ManageLink {
  readonly #looks = new RateLimit(LOOKS_PER_NETWORK);

  constructor(
    private readonly own: GovernOwnData,
    private readonly window: AskWindow,
    private readonly catalogue: Catalogue,
    private readonly frames: Frames,
  ) {}

  /** The link, or the page that says why it opens nothing. */
  async find(token: string, request: FastifyRequest): Promise<OpenLink | Page> {
    if (this.#looks.exceeded(networkOf(request.ip)) !== undefined) throw new HttpException('', 429);
    const hash = isToken(token) ? hashToken(token) : undefined;
    const found = hash && (await this.own.peek(hash));
    const chosen = 'lang' in (request.query as object);
    const frame = await this.frames.publicFrame(request, {
      ...(!chosen && isLocale(found?.locale) && { locale: found.locale }),
      ...(request.method === 'POST' && { path: null }),
    });
    if (!hash || !found) return new Page(<ManageClosedPage frame={frame} state="unknown" />, { status: 404 });
    if (found.expired) {
      const slug = await this.#slugOf(found.registerId);
      return new Page(
        <ManageClosedPage
          frame={frame}
          state="expired"
          {...(slug !== undefined && { askHref: publicPaths.preferences(slug) })}
        />,
        { status: 410 },
      );
    }
    return { token, hash, registerId: found.registerId, frame };
  }

  /** What is kept, or the page that says that it cannot be shown now. */
  async show({ hash, registerId, frame, token }: OpenLink): Promise<KeptOfPerson | Page> {
    const answer = await this.window.ask({ act: 'preferences', ringId: registerId, proof: hash });
    const kept = 'answer' in answer ? keptOfPerson.safeParse(answer.answer) : undefined;
    if (kept?.success) return kept.data;
    if (answer.verdict === 'unknown')
      return new Page(<ManageClosedPage frame={frame} state="unknown" />, { status: 404 });
    return new Page(<ManageClosedPage frame={frame} state="late" askHref={publicPaths.manage(token)} />, {
      status: 503,
      headers: { 'retry-after': '30' },
    });
  }

  async listsOf(registerId: string): Promise<OpenList[]> {
    return (await this.catalogue.lists()).filter((list) => list.registerId === registerId);
  }

  async #slugOf(registerId: string): Promise<string | undefined> {
    return (await this.listsOf(registerId))[0]?.registerSlug;
  }
}
