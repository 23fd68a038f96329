import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { isUnreadable } from '../campaigns/blocks/read-blocks.js';
import { shownImages } from '../campaigns/images/shown-images.js';
import { placeFault } from '../campaigns/places.js';
import { askedFields } from '../consent/asked-fields.queries.js';
import { deriveToken } from '../platform/sealing/link-token.js';
import { readHouse } from '../registers/house.queries.js';
import { returnDomain } from '../registers/return-domain.queries.js';
import { KeyRings } from '../registers/key-rings.service.js';
import { asApproved } from './approved-content.js';
import { keepLinks, readCampaign } from './campaign.queries.js';
import { composer } from './compose-campaign.js';
import { CurrentRelay } from './current-relay.service.js';
import { deliveryName, markedName } from './notice-names.js';
import { askedAnew, type Personal, type Recipient, sameForAll } from './personal-messages.js';
import { returnPaths } from './return-paths.js';
import { SigningKeys } from './signing-keys.service.js';
import { SurveyInvitations } from './surveys/campaign-tickets.service.js';

/** A campaign rendered once, to be filled in and signed per recipient. */
export interface CampaignMessage {
  outcome: 'ready';
  /** The envelope's sender of one delivery. */
  from(deliveryId: string): string;
  /** Whether what comes back of it comes to us. */
  returns: boolean;
  /** The whole message for one recipient, the same on every attempt but for tickets to surveys, which nobody keeps. */
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
    private readonly invitations: SurveyInvitations,
  ) {}

  /** Refused while there is no organisation to speak for, or its domain cannot be signed for. */
  async compile(campaignId: string): Promise<CampaignMessage | RefusedMessage> {
    const house = await readHouse(this.database);
    if (!house.organisation) return { outcome: 'refused', why: 'no-postal-address' };
    const written = await readCampaign(this.database, campaignId);
    const given = await asApproved(this.database, {
      campaign: written,
      organisation: house.organisation,
      asked: await askedFields(this.database, written.listId),
    });
    const { campaign, organisation, asked } = given;
    const domain = campaign.senderAddress.split('@').at(-1)!;
    const signing = await this.signing.forDomain(domain);
    if (signing.outcome === 'refused') return { outcome: 'refused', why: `unsigned:${signing.why}` };
    const ring = await this.rings.asOf(campaign.registerId, { link: campaign.linkKeyVersion });
    const { key: linkKey, version: linkVersion } = ring.current('link');
    const publicUrl = await this.relay.publicUrl();
    const paths = returnPaths(ring, await returnDomain(this.database));
    // Its draft was copied from another list, or the question has been taken away since.
    const asks = asked.map(({ name }) => name);
    if (placeFault(campaign, asks)) return { outcome: 'refused', why: 'unknown-place' };
    if (isUnreadable(campaign)) return { outcome: 'refused', why: 'unreadable-text' };
    const boundary = deliveryName(linkKey, 'boundary', campaign.id);
    const compose = composer(given, { publicUrl, boundary });
    const invited = await this.invitations.of(campaign, publicUrl);
    if (invited.outcome === 'refused') return invited;
    const personal: Personal =
      campaign.kind === 'reconsent'
        ? await askedAnew({ database: this.database, campaign, organisation, linkKey, publicUrl, compose })
        : await sameForAll({
            campaign,
            organisation,
            asked,
            imageOf: await shownImages(this.database, campaign.registerId, campaign, publicUrl),
            publicUrl,
            compose,
            ...(invited.tickets && { tickets: invited.tickets }),
          });
    // Before the first of them can be followed.
    if (personal.links.length > 0) await keepLinks(this.database, campaign, personal.links);
    return {
      outcome: 'ready',
      from: paths ? (deliveryId) => paths.returned(deliveryId) : () => campaign.senderAddress,
      returns: paths !== undefined,
      hasPlaces: personal.hasPlaces,
      make: async (recipient) => {
        const { template, ...values } = await personal.of(recipient);
        const { to, deliveryId, subscriptionId } = recipient;
        const message = template.render({
          to,
          messageId: `${markedName(ring, linkVersion, deliveryName(linkKey, 'message-id', deliveryId))}@${domain}`,
          leaveUrl: `${publicUrl}/u/${deriveToken(linkKey, 'unsubscribe', subscriptionId, campaign.listId)}`,
          ...(paths && { leaveAddress: paths.leave(subscriptionId) }),
          ...values,
        });
        if (signing.outcome === 'unsigned') return message;
        return Buffer.concat([await signing.signer.sign(message), message]);
      },
    };
  }
}
