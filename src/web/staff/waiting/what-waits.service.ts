import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { badlyReceived } from '../../../campaigns/came-back.queries.js';
import { campaignsThatWait } from '../../../campaigns/waiting-campaigns.queries.js';
import { welcomesThatStand } from '../../../campaigns/welcome.queries.js';
import type { Formats } from '../../../platform/i18n/formats.js';
import type { House } from '../../../registers/house.queries.js';
import { registersThatGo } from '../../../registers/register-deletion.queries.js';
import { relaysInUse } from '../../../registers/relays.queries.js';
import { type Grant, mayDo, maySomewhere } from '../../../staff/policy.js';
import { rightsDue } from '../../../staff/privacy-work.queries.js';
import { proposalsThatWait } from '../../../staff/waiting-proposals.queries.js';
import { importsToPropose } from '../../../subscriptions/moving-in/imports.queries.js';
import type { Waiting } from '../../pages/waiting.js';
import { signingDomains } from '../signing-domains.js';
import { inboxCounts } from '../../../inbound/inbox/inbox.queries.js';
import { waitingMail } from './waiting-mail.js';
import { waitingCampaigns, waitingWelcomes } from './waiting-campaigns.js';
import {
  waitingDeletions,
  waitingImports,
  waitingRestore,
  waitingRights,
  waitingSending,
} from './waiting-house.js';
import { waitingProposals } from './waiting-proposals.js';
import { waitingReturns } from './waiting-returns.js';

/** What waits for one member of staff: what they may do something about, and nothing else. The most urgent first. */
@Injectable()
export class WhatWaits {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  async of(
    member: { id: string; grants: readonly Grant[] },
    { mode, restore }: Pick<House, 'mode' | 'restore'>,
    says: Formats,
  ): Promise<Waiting[]> {
    const { database } = this;
    const { grants } = member;
    const sends = mayDo(grants, 'manage-sending');
    const live = sends && mode === 'live';
    const stops = maySomewhere(grants, 'stop-campaign');
    const [campaigns, bad, welcomes, proposals, imports, going, due, relays, domains, mail] =
      await Promise.all([
        stops ? campaignsThatWait(database) : [],
        stops ? badlyReceived(database) : [],
        maySomewhere(grants, 'manage-list') ? welcomesThatStand(database) : [],
        maySomewhere(grants, 'approve') ? proposalsThatWait(database) : [],
        maySomewhere(grants, 'manage-list') ? importsToPropose(database) : [],
        maySomewhere(grants, 'delete-register') ? registersThatGo(database) : [],
        mayDo(grants, 'handle-rights') ? rightsDue(database) : undefined,
        live ? relaysInUse(database) : undefined,
        live ? signingDomains(database) : [],
        maySomewhere(grants, 'answer-mail') ? inboxCounts(database) : [],
      ]);
    const { standing, ready, unsure } = waitingCampaigns(grants, campaigns);
    const rights = waitingRights(due, says);
    return [
      ...waitingRestore(sends ? restore : null),
      ...standing,
      ...waitingReturns(grants, bad),
      ...waitingWelcomes(grants, welcomes),
      ...rights.over,
      ...waitingMail(grants, mail, says),
      ...waitingDeletions(grants, going, says),
      ...waitingSending(relays, domains),
      ...waitingProposals(member, proposals),
      ...rights.soon,
      ...ready,
      ...unsure,
      ...waitingImports(grants, imports),
    ];
  }
}
