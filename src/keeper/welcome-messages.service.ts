import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { isUnreadable } from '../campaigns/blocks/read-blocks.js';
import { shownImages } from '../campaigns/images/shown-images.js';
import { placeFault } from '../campaigns/places.js';
import { askedFields } from '../consent/asked-fields.queries.js';
import { type ClaimedNotice, noticeHandedAt, pinnedIn } from '../notices/notice.queries.js';
import { deriveToken } from '../platform/sealing/link-token.js';
import { OpeningError } from '../platform/sealing/opening-error.js';
import { readHouse } from '../registers/house.queries.js';
import { KeyRings } from '../registers/key-rings.service.js';
import { returnDomain } from '../registers/return-domain.queries.js';
import { type FieldAnswers, openAnswers } from '../subscriptions/field-answers.js';
import { asApproved } from './approved-content.js';
import { readCampaign } from './campaign.queries.js';
import { composer } from './compose-campaign.js';
import { CurrentRelay } from './current-relay.service.js';
import { markedName, noticeName } from './notice-names.js';
import { sameForAll } from './personal-messages.js';
import { returnPaths } from './return-paths.js';
import { SigningKeys } from './signing-keys.service.js';
import { subscriptionOf, welcomeFields } from './welcome.queries.js';

export type WelcomeMessage =
  | { outcome: 'ready'; from: string; message: Buffer }
  /** Nothing may be sent as things are; `why` is a code. `never`: no time makes it better. */
  | { outcome: 'refused'; why: string; never: boolean };

/**
 * A welcome for its one reader: a campaign's message in all but who it is for, with their own way out in it and their own
 * answers in its places. Everything in it follows from the notice, so every attempt is the same message.
 */
@Injectable()
export class WelcomeMessages {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    private readonly relay: CurrentRelay,
    private readonly signing: SigningKeys,
  ) {}

  /** @param notice one that the gate has let through */
  async make(notice: ClaimedNotice, to: string): Promise<WelcomeMessage> {
    const { organisation: house } = await readHouse(this.database);
    if (!house) return { outcome: 'refused', why: 'not-set-up', never: false };
    const written = await readCampaign(this.database, notice.campaign_id!);
    const asked = await askedFields(this.database, written.listId);
    const given = await asApproved(this.database, { campaign: written, organisation: house, asked });
    // The question has been taken away since, or the text cannot be read.
    const asks = given.asked.map(({ name }) => name);
    if (placeFault(given.campaign, asks)) return { outcome: 'refused', why: 'unknown-place', never: true };
    if (isUnreadable(given.campaign)) return { outcome: 'refused', why: 'unreadable-text', never: true };
    const from = given.campaign.senderAddress;
    const domain = from.split('@').at(-1)!;
    const signing = await this.signing.forDomain(domain);
    if (signing.outcome === 'refused') return { outcome: 'refused', why: 'unsigned', never: false };
    const ring = await this.rings.asOf(notice.ring_id, pinnedIn(notice));
    const { key, version } = ring.current('notice');
    const publicUrl = await this.relay.publicUrl();
    const campaign = { ...given.campaign, startsAt: await noticeHandedAt(this.database, notice.id) };
    const personal = await sameForAll({
      ...given,
      campaign,
      imageOf: await shownImages(this.database, campaign.registerId, campaign, publicUrl),
      publicUrl,
      compose: composer(
        { ...given, campaign },
        { publicUrl, boundary: noticeName(key, 'boundary', notice.id) },
      ),
    });
    const subscriptionId = await subscriptionOf(this.database, notice.id);
    const paths = returnPaths(ring, await returnDomain(this.database));
    const answers = personal.hasPlaces ? await this.#answers(notice, subscriptionId) : undefined;
    const recipient = { to, deliveryId: notice.id, fence: notice.fence, subscriptionId, answers };
    const { template, ...values } = await personal.of(recipient);
    const leaveToken = deriveToken(ring.current('link').key, 'unsubscribe', subscriptionId, campaign.listId);
    const plain = template.render({
      to,
      messageId: `${markedName(ring, version, noticeName(key, 'message-id', notice.id))}@${domain}`,
      leaveUrl: `${publicUrl}/u/${leaveToken}`,
      ...(paths && { leaveAddress: paths.leave(subscriptionId) }),
      ...values,
    });
    const message =
      signing.outcome === 'sign' ? Buffer.concat([await signing.signer.sign(plain), plain]) : plain;
    return { outcome: 'ready', from, message };
  }

  /** Undefined for none, and where they cannot be opened: then it goes with the words for whoever has not answered. */
  async #answers(notice: ClaimedNotice, rowId: string): Promise<FieldAnswers | undefined> {
    const sealed = await welcomeFields(this.database, notice.id, notice.fence);
    if (!sealed) return undefined;
    const { fields, key_version: keyVersion, row_key: rowKey } = sealed;
    try {
      const ring = await this.rings.having(notice.ring_id, 'rest', keyVersion);
      return openAnswers(ring, { rowId, fields, keyVersion, rowKey });
    } catch (error) {
      if (!(error instanceof OpeningError)) throw error;
      return undefined;
    }
  }
}
