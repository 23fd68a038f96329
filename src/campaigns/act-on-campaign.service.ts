import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Catalogue } from '../consent/catalogue.service.js';
import { Doorbell } from '../platform/database/doorbell.js';
import type { CampaignState } from './campaign.entity.js';
import { refusalIn } from './refusal-in.js';

export type CampaignAct = 'send' | 'undo' | 'pause' | 'resume' | 'cancel';

/** What came of an act. Unless it is done nothing has changed. */
export type ActAnswer =
  | { outcome: 'done'; state: CampaignState }
  /** It cannot go out as it is; `why` is a code that the pages put into words. */
  | { outcome: 'refused'; why: string }
  /** The act does not apply to the state that the campaign is in. */
  | { outcome: 'not-now' };

/** What a person does to a campaign. The database knows which act applies in which state. */
@Injectable()
export class ActOnCampaign {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly doorbell: Doorbell,
    private readonly catalogue: Catalogue,
  ) {}

  async act(campaignId: string, act: CampaignAct): Promise<ActAnswer> {
    const rows = (await this.database.query('select jatakk.act_on_campaign($1, $2) as became', [
      campaignId,
      act,
    ])) as { became: string | null }[];
    const became = rows[0]?.became ?? null;
    if (became === null) return { outcome: 'not-now' };
    const why = refusalIn(became);
    if (why !== undefined) return { outcome: 'refused', why };
    // With its last word a list closes, and opens again when that is taken back.
    this.catalogue.forget();
    this.doorbell.ring();
    return { outcome: 'done', state: became as CampaignState };
  }
}
