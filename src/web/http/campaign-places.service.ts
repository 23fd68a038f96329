import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { z } from 'zod';

const id = z.uuid();

/** On which list a campaign is: whoever works on single lists reaches the campaigns of those alone. */
@Injectable()
export class CampaignPlaces {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  async listOf(registerId: string | undefined, campaignId: string): Promise<string | undefined> {
    if (!id.safeParse(registerId).success || !id.safeParse(campaignId).success) return undefined;
    const rows = (await this.database.query(
      'select list_id from jatakk.campaign where register_id = $1 and id = $2',
      [registerId, campaignId],
    )) as { list_id: string }[];
    return rows[0]?.list_id;
  }
}
