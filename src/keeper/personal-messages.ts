import type { DataSource } from 'typeorm';
import type { ImageOf } from '../campaigns/blocks/block-context.js';
import type { CountedLink } from '../campaigns/counted-links.js';
import { throughUs } from '../campaigns/link-code.js';
import type { AskedField } from '../consent/asked-fields.queries.js';
import type { Locale } from '../platform/i18n/messages.js';
import type { MessageTemplate, RecipientValues } from '../platform/rendering/message-template.js';
import { deriveToken, hashToken } from '../platform/sealing/link-token.js';
import type { House } from '../registers/house.queries.js';
import type { FieldAnswers } from '../subscriptions/field-answers.js';
import type { CampaignContent } from './campaign.queries.js';
import { campaignMail } from '../campaigns/mail/campaign-mail.js';
import { lookOf } from '../campaigns/theme/look.js';
import type { MailText } from '../campaigns/mail/mail-text.js';
import { reconsentMail } from './mails/reconsent-mail.js';
import { askAnew, ListWords } from './reconsent.queries.js';
import type { CampaignTickets } from './surveys/campaign-tickets.service.js';

export interface Recipient {
  to: string;
  deliveryId: string;
  /** Of the worker that holds the delivery. */
  fence: string;
  subscriptionId: string;
  /** What they answered, by the question's id. */
  answers?: FieldAnswers;
}

/** Which message a recipient gets, and what is their own in it beside the way out. */
export interface Personal {
  of(
    recipient: Recipient,
  ): Promise<{ template: MessageTemplate } & Pick<RecipientValues, 'answerUrl' | 'fills' | 'tickets'>>;
  /** Whether the text has places for what the recipients answered. */
  hasPlaces: boolean;
  /** The links that lead through us. */
  links: readonly CountedLink[];
}

interface Given {
  campaign: CampaignContent;
  organisation: NonNullable<House['organisation']>;
  publicUrl: string;
  compose: (mail: MailText, locale: Locale) => Promise<MessageTemplate>;
}

/** What staff wrote, with each recipient's own answers in its places. */
export async function sameForAll({
  campaign,
  organisation,
  asked,
  imageOf,
  publicUrl,
  compose,
  tickets,
}: Given & { asked: readonly AskedField[]; imageOf: ImageOf; tickets?: CampaignTickets }): Promise<Personal> {
  const asks = asked.map(({ name }) => name);
  const mail = campaignMail({
    ...campaign,
    look: lookOf(campaign.theme, publicUrl),
    list: campaign.listName,
    organisation,
    asks,
    imageOf,
    ...(campaign.countsFollows && { throughUs: throughUs(publicUrl, campaign.followSeed) }),
    ...(tickets && { tickets: { publicUrl, markOf: tickets.markOf } }),
  });
  const ids = mail.places.map(({ name }) => asked.find((field) => field.name === name)!.id);
  const template = await compose(mail, campaign.locale);
  return {
    hasPlaces: mail.places.length > 0,
    links: mail.links,
    of: ({ answers = {} }) =>
      Promise.resolve({
        template,
        fills: mail.places.map(({ fallback }, at) => answers[ids[at]!] || fallback),
        ...(tickets && { tickets: tickets.make() }),
      }),
  };
}

/**
 * A question about new words: in each person's language, beside the words they said yes to, with a link of their own
 * whose hash is written down before the mail can leave.
 */
export async function askedAnew({
  database,
  campaign,
  organisation,
  linkKey,
  publicUrl,
  compose,
}: Given & { database: DataSource; linkKey: Buffer }): Promise<Personal> {
  const words = await ListWords.read(database, campaign.listId);
  const templates = new Map<string, Promise<MessageTemplate>>();
  const of: Personal['of'] = async ({ deliveryId: id, fence }) => {
    const token = deriveToken(linkKey, 'reconsent', id);
    const person = await askAnew(database, { id, fence }, hashToken(token));
    if (!person) throw new Error('a delivery was lost before its question was written down');
    const { locale, version, revision } = person;
    const key = `${locale} ${version}.${revision}`;
    let template = templates.get(key);
    if (!template) {
      const mail = reconsentMail({
        locale,
        list: campaign.listName,
        before: words.exactly(version, revision, locale),
        now: words.newest(campaign.purposeVersion, locale),
        organisation,
      });
      templates.set(key, (template = compose(mail, locale)));
    }
    return { template: await template, answerUrl: `${publicUrl}/renew/${token}` };
  };
  return { of, hasPlaces: false, links: [] };
}
