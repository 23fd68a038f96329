import { shownImages } from '../../campaigns/images/shown-images.js';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { simpleParser } from 'mailparser';
import { z } from 'zod';
import type { CountedLink } from '../../campaigns/counted-links.js';
import { throughUs } from '../../campaigns/link-code.js';
import type { ShownMessage } from '../../campaigns/shown-message.js';
import { askedFields } from '../../consent/asked-fields.queries.js';
import { readHouse } from '../../registers/house.queries.js';
import type { GivenCampaign } from '../approved-content.js';
import { readCampaign } from '../campaign.queries.js';
import { composer } from '../compose-campaign.js';
import { CurrentRelay } from '../current-relay.service.js';
import { campaignMail } from '../../campaigns/mail/campaign-mail.js';
import { lookOf } from '../../campaigns/theme/look.js';
import type { MailText } from '../../campaigns/mail/mail-text.js';
import { reconsentMail } from '../mails/reconsent-mail.js';
import { ListWords } from '../reconsent.queries.js';
import type { ActAnswer, OpenedAsk, WindowAct } from './window-act.js';

const asked = z.object({ campaignId: z.uuid() });

/**
 * A campaign as one recipient would get it: made by what makes those that are sent, and read back from its bytes.
 * Whoever has answered nothing; the recipient and their own links stand for themselves.
 */
@Injectable()
export class ReviewAct implements WindowAct {
  readonly act = 'review';

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly relay: CurrentRelay,
  ) {}

  async answer(tx: EntityManager, { proof, content }: OpenedAsk): Promise<ActAnswer> {
    const question = asked.safeParse(content);
    if (!question.success) return { refused: 'malformed' };
    const { campaignId } = question.data;
    const rows = (await tx.query('select jatakk.may_see_campaign($1, $2) as seen', [proof, campaignId])) as {
      seen: boolean;
    }[];
    const { organisation } = await readHouse(this.database);
    if (!rows[0]!.seen || !organisation) return { refused: 'unknown' };
    const campaign = await readCampaign(this.database, campaignId);
    const given = { campaign, organisation, asked: await askedFields(this.database, campaign.listId) };
    return { answer: await this.#shown(given) };
  }

  async #shown(given: GivenCampaign): Promise<ShownMessage> {
    const { campaign } = given;
    const publicUrl = await this.relay.publicUrl();
    const { mail, fills, links } = await this.#words(given, publicUrl);
    const compose = composer(given, { publicUrl, boundary: 'review' });
    const raw = (await compose(mail, campaign.locale)).render({
      to: 'mottaker@example.org',
      messageId: `review@${campaign.senderAddress.split('@').at(-1)!}`,
      leaveUrl: `${publicUrl}/u/`,
      answerUrl: `${publicUrl}/renew/`,
      fills,
    });
    const parsed = await simpleParser(raw, {
      skipTextToHtml: true,
      skipHtmlToText: true,
      skipImageLinks: true,
    });
    return {
      headers: parsed.headerLines
        .map(({ line }) => /^([^:]*):\s*([^]*)$/.exec(line))
        .map((field) => ({ name: field![1]!, value: field![2]!.replace(/\r?\n\s*/g, ' ').trim() }))
        .filter(({ name }) => !/^(to|message-id|mime-version|content-type)$/i.test(name)),
      subject: parsed.subject ?? '',
      text: parsed.text ?? '',
      html: parsed.html || '',
      counted: links,
    };
  }

  async #words(
    { campaign, organisation, asked: asks }: GivenCampaign,
    publicUrl: string,
  ): Promise<{ mail: MailText; fills: string[]; links: CountedLink[] }> {
    const { listId, listName: list, locale, purposeVersion } = campaign;
    if (campaign.kind !== 'reconsent') {
      const mail = campaignMail({
        ...campaign,
        look: lookOf(campaign.theme, publicUrl),
        list,
        organisation,
        asks: asks.map(({ name }) => name),
        imageOf: await shownImages(this.database, campaign.registerId, campaign, publicUrl),
        ...(campaign.countsFollows && { throughUs: throughUs(publicUrl, campaign.followSeed) }),
      });
      return { mail, fills: mail.places.map(({ fallback }) => fallback), links: mail.links };
    }
    const words = await ListWords.read(this.database, listId);
    const now = words.newest(purposeVersion, locale);
    const before = words.before(purposeVersion, locale) ?? now;
    return { mail: reconsentMail({ locale, list, before, now, organisation }), fills: [], links: [] };
  }
}
