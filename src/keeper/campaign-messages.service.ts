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

/** A campaign rendered once, to be filled in per recipient. */
export interface CampaignMessage {
  /** The envelope's sender. */
  from: string;
  render(recipient: { to: string; deliveryId: string; subscriptionId: string }): Buffer;
}

/** Renders a campaign: once for everybody, with one place for each recipient's own link. */
@Injectable()
export class CampaignMessages {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    private readonly relay: CurrentRelay,
  ) {}

  /** Undefined while the organisation has no name and address to sign with: nothing is sent then. */
  async compile(campaignId: string): Promise<CampaignMessage | undefined> {
    const { organisation } = await readHouse(this.database);
    if (!organisation) return undefined;
    const campaign = await readCampaign(this.database, campaignId);
    const ring = await this.rings.ring(campaign.registerId);
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
    const domain = campaign.senderAddress.split('@').at(-1);
    return {
      from: campaign.senderAddress,
      render: ({ to, deliveryId, subscriptionId }) =>
        template.render({
          to,
          messageId: `${own('message-id', deliveryId)}@${domain}`,
          leaveUrl: `${publicUrl}/u/${deriveToken(linkKey, 'unsubscribe', subscriptionId, campaign.listId)}`,
        }),
    };
  }
}
