import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { MessageTemplate } from '../platform/rendering/message-template.js';
import { deriveToken } from '../platform/sealing/link-token.js';
import { readHouse } from '../registers/house.queries.js';
import { KeyRings } from '../registers/key-rings.service.js';
import { readCampaign } from './campaign.queries.js';
import { CurrentRelay } from './current-relay.service.js';
import { campaignMail } from './mails/campaign-mail.js';
import { SigningKeys } from './signing-keys.service.js';

/** A campaign rendered once, to be filled in and signed per recipient. */
export interface CampaignMessage {
  outcome: 'ready';
  /** The envelope's sender. */
  from: string;
  /** The whole message for one recipient, the same on every attempt. */
  make(recipient: { to: string; deliveryId: string; subscriptionId: string }): Promise<Buffer>;
}

/** Nothing may be sent as things are; `why` is a code that the pages put into words. */
export interface RefusedMessage {
  outcome: 'refused';
  why: string;
}

/** Renders a campaign: once for everybody, with one place for each recipient's own link. */
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
    const mail = campaignMail({ ...campaign, list: campaign.listName, organisation });
    const own = (label: string, id: string) =>
      createHmac('sha256', linkKey).update(`${label}|${id}`).digest('hex').slice(0, 32);
    const template = await MessageTemplate.compile({
      from: { name: campaign.senderName, address: campaign.senderAddress },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      date: campaign.startsAt ?? new Date(),
      boundary: own('boundary', campaign.id),
      listId: { phrase: campaign.listName, id: `${campaign.listSlug}.list.${new URL(publicUrl).hostname}` },
      helpAddress: organisation.email,
      headers: {
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'List-Post': 'NO',
        Precedence: 'list',
        'X-Auto-Response-Suppress': 'OOF, AutoReply',
        'Content-Language': campaign.locale,
      },
    });
    return {
      outcome: 'ready',
      from: campaign.senderAddress,
      make: async ({ to, deliveryId, subscriptionId }) => {
        const message = template.render({
          to,
          messageId: `${own('message-id', deliveryId)}@${domain}`,
          leaveUrl: `${publicUrl}/u/${deriveToken(linkKey, 'unsubscribe', subscriptionId, campaign.listId)}`,
        });
        if (signing.outcome === 'unsigned') return message;
        return Buffer.concat([await signing.signer.sign(message), message]);
      },
    };
  }
}
