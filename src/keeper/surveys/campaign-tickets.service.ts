import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import sodium from 'sodium-native';
import type { DataSource } from 'typeorm';
import { linksOf } from '../../campaigns/links-of.js';
import { renderText } from '../../campaigns/render-text.js';
import { surveysIn } from '../../campaigns/survey-links.js';
import { MOST_TICKETS, ticketMark } from '../../platform/rendering/message-template.js';
import { openSurveysOf } from '../../surveys/survey-lists.queries.js';
import { TICKET_NONCE, ticketMessage } from '../../surveys/ticket.js';
import type { CampaignContent } from '../campaign.queries.js';
import { SurveyKeyring } from './survey-keys.service.js';

/** The tickets of one campaign's recipients. */
export interface CampaignTickets {
  /** What stands in the text for a ticket to a survey; undefined for one that is not of this campaign. */
  markOf: (surveyId: string) => string | undefined;
  /** A new ticket for each mark, in order. They are written down nowhere, so nobody knows afterwards whose they were. */
  make(): string[];
}

export type Invitation =
  { outcome: 'ready'; tickets: CampaignTickets | undefined } | { outcome: 'refused'; why: 'survey-not-open' };

/** Whom a campaign invites to answer a survey, and with what. */
@Injectable()
export class SurveyInvitations {
  constructor(
    @InjectDataSource('survey') private readonly surveys: DataSource,
    private readonly keys: SurveyKeyring,
  ) {}

  /**
   * Refused where a text leads to a survey that is not open or not of its list: its readers would come before a closed
   * door. Only an ordinary mailing invites; a correction goes to people who have a ticket already.
   */
  async of(campaign: CampaignContent, publicUrl: string): Promise<Invitation> {
    const { html } = renderText(campaign, { locale: campaign.locale });
    const ids = surveysIn(linksOf(html), publicUrl);
    if (ids.length === 0 || campaign.kind !== 'regular') return { outcome: 'ready', tickets: undefined };
    const open = await openSurveysOf(this.surveys, campaign, ids);
    if (ids.length > MOST_TICKETS || ids.some((id) => !open.has(id)))
      return { outcome: 'refused', why: 'survey-not-open' };
    const signing: { id: string; key: Buffer }[] = [];
    for (const id of ids) {
      const keys = await this.keys.of(id);
      if (!keys) return { outcome: 'refused', why: 'survey-not-open' };
      signing.push({ id, key: keys.ticketKey });
    }
    return {
      outcome: 'ready',
      tickets: {
        markOf: (id) => (ids.includes(id) ? ticketMark(ids.indexOf(id)) : undefined),
        make: () => signing.map(({ id, key }) => makeTicket(id, key)),
      },
    };
  }
}

/** @param key Ed25519, 64 bytes as libsodium has it */
export function makeTicket(surveyId: string, key: Buffer): string {
  const nonce = Buffer.alloc(TICKET_NONCE);
  sodium.randombytes_buf(nonce);
  const signature = Buffer.alloc(sodium.crypto_sign_BYTES);
  sodium.crypto_sign_detached(signature, ticketMessage(surveyId, nonce), key);
  return Buffer.concat([nonce, signature]).toString('base64url');
}
