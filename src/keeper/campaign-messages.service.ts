import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { placeFault } from '../campaigns/places.js';
import { askedFields } from '../consent/asked-fields.queries.js';
import type { Locale } from '../platform/i18n/messages.js';
import { MessageTemplate } from '../platform/rendering/message-template.js';
import { deriveToken } from '../platform/sealing/link-token.js';
import { readHouse } from '../registers/house.queries.js';
import { KeyRings } from '../registers/key-rings.service.js';
import { readCampaign } from './campaign.queries.js';
import { CurrentRelay } from './current-relay.service.js';
import type { MailText } from './mails/mail-text.js';
import { askedAnew, type Personal, type Recipient, sameForAll } from './personal-messages.js';
import { SigningKeys } from './signing-keys.service.js';

/** A campaign rendered once, to be filled in and signed per recipient. */
export interface CampaignMessage {
  outcome: 'ready';
  /** The envelope's sender. */
  from: string;
  /** The whole message for one recipient, the same on every attempt. */
  make(recipient: Recipient): Promise<Buffer>;
  /** Whether the text has places for what the recipients answered. */
  hasPlaces: boolean;
}

/** Nothing may be sent as things are; `why` is a code that the pages put into words. */
export interface RefusedMessage {
  outcome: 'refused';
  why: string;
}

/** Renders a campaign: once for everybody, with places for each recipient's own link and own answers. */
@Injectable()
export class CampaignMessages {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    private readonly relay: CurrentRelay,
    private readonly signing: SigningKeys,
  ) {}

  /** Refused while there is no organisation to speak for, or its domain cannot be signed for. */
  async compile(campaignId: string): Promise<CampaignMessage | RefusedMessage> {
    const { organisation } = await readHouse(this.database);
    if (!organisation) return { outcome: 'refused', why: 'no-postal-address' };
    const campaign = await readCampaign(this.database, campaignId);
    const domain = campaign.senderAddress.split('@').at(-1)!;
    const signing = await this.signing.forDomain(domain);
    if (signing.outcome === 'refused') return { outcome: 'refused', why: `unsigned:${signing.why}` };
    const ring = await this.rings.asOf(campaign.registerId, { link: campaign.linkKeyVersion });
    const linkKey = ring.current('link').key;
    const publicUrl = await this.relay.publicUrl();
    const asked = await askedFields(this.database, campaign.listId);
    // Its draft was copied from another list, or the question has been taken away since.
    if (
      placeFault(
        campaign.body,
        asked.map(({ name }) => name),
      )
    )
      return { outcome: 'refused', why: 'unknown-place' };
    const own = (label: string, id: string) =>
      createHmac('sha256', linkKey).update(`${label}|${id}`).digest('hex').slice(0, 32);
    const compose = (mail: MailText, locale: Locale) =>
      MessageTemplate.compile({
        from: { name: campaign.senderName, address: campaign.senderAddress },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        date: campaign.startsAt ?? new Date(),
        boundary: own('boundary', campaign.id),
        listId: {
          phrase: campaign.listName,
          id: `${campaign.listSlug}.list.${new URL(publicUrl).hostname}`,
        },
        helpAddress: organisation.email,
        headers: {
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          'List-Post': 'NO',
          Precedence: 'list',
          'X-Auto-Response-Suppress': 'OOF, AutoReply',
          'Content-Language': locale,
        },
      });
    const personal: Personal =
      campaign.kind === 'reconsent'
        ? await askedAnew({ database: this.database, campaign, organisation, linkKey, publicUrl, compose })
        : await sameForAll({ campaign, organisation, asked, compose });
    return {
      outcome: 'ready',
      from: campaign.senderAddress,
      hasPlaces: personal.hasPlaces,
      make: async (recipient) => {
        const { template, ...values } = await personal.of(recipient);
        const { to, deliveryId, subscriptionId } = recipient;
        const message = template.render({
          to,
          messageId: `${own('message-id', deliveryId)}@${domain}`,
          leaveUrl: `${publicUrl}/u/${deriveToken(linkKey, 'unsubscribe', subscriptionId, campaign.listId)}`,
          ...values,
        });
        if (signing.outcome === 'unsigned') return message;
        return Buffer.concat([await signing.signer.sign(message), message]);
      },
    };
  }
}
