import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Doorbell } from '../platform/database/doorbell.js';
import type { CampaignState } from './campaign.entity.js';

export type CampaignAct = 'send' | 'undo' | 'pause' | 'resume' | 'cancel';

/** What a person does to a campaign. The database knows which act applies in which state. */
@Injectable()
export class ActOnCampaign {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly doorbell: Doorbell,
  ) {}

  /** The state it has become; undefined when the act does not apply now, or is refused: then nothing has changed. */
  async act(campaignId: string, act: CampaignAct): Promise<CampaignState | undefined> {
    const rows = (await this.database.query('select jatakk.act_on_campaign($1, $2) as became', [
      campaignId,
      act,
    ])) as { became: CampaignState | `refused:${string}` | null }[];
    const became = rows[0]?.became;
    // Why it is refused the page says already, before anybody presses.
    if (!became || became.startsWith('refused:')) return undefined;
    this.doorbell.ring();
    return became as CampaignState;
  }

  /** Sends a test to its member of staff alone. */
  async sendTest(campaignId: string, staffId: string): Promise<void> {
    await this.database.query('select jatakk.request_campaign_test($1, $2)', [campaignId, staffId]);
    this.doorbell.ring();
  }
}
