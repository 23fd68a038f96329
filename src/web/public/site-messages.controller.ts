import { Controller, Get, Header, Res } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import type { DataSource } from 'typeorm';
import { dayIn, TIME_ZONE } from '../../platform/i18n/formats.js';
import { shownSiteMessages } from '../../site-messages/site-messages.queries.js';
import { Public } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { SITE_MESSAGE_SCRIPT } from './site-message-script.js';
import { shownSiteMessage, type ShownSiteMessage } from '../../site-messages/shown-site-message.js';

/** Milliseconds that one look at the database serves every visitor of the site. */
const HELD_MS = 10_000;
/** Pages of other sites may load it. */
const ELSEWHERE = 'cross-origin';

/** The messages on the organisation's own site: one script, and what it shows. Neither asks who is there. */
@Controller()
@Public()
export class SiteMessagesScriptController {
  #held: { until: number; messages: Promise<ShownSiteMessage[]> } | undefined;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
  ) {}

  @Get('m.js')
  script(@Res() reply: FastifyReply): void {
    reply
      .header('cross-origin-resource-policy', ELSEWHERE)
      .header('cache-control', 'public, max-age=3600')
      .type('text/javascript; charset=utf-8')
      .send(SITE_MESSAGE_SCRIPT);
  }

  @Get('m.json')
  @Header('access-control-allow-origin', '*')
  @Header('cross-origin-resource-policy', ELSEWHERE)
  @Header('cache-control', 'public, max-age=60')
  messages(): Promise<ShownSiteMessage[]> {
    if (!this.#held || this.#held.until < performance.now()) {
      const messages = this.#read();
      this.#held = { until: performance.now() + HELD_MS, messages };
      messages.catch(() => (this.#held = undefined));
    }
    return this.#held.messages;
  }

  async #read(): Promise<ShownSiteMessage[]> {
    const { organisation } = await this.frames.house();
    const messages = await shownSiteMessages(this.database, dayIn(TIME_ZONE));
    return messages.map((message) => shownSiteMessage(message, organisation?.name ?? ''));
  }
}
