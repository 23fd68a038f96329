import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { refusalIn } from './refusal-in.js';

/** `nobody`: there is no other who could approve it. `refused`: it cannot go out; `why` is a code for the pages. */
export type SubmitAnswer =
  { outcome: 'in-review' | 'not-yours' | 'not-now' | 'nobody' } | { outcome: 'refused'; why: string };

/** Puts a draft before a second person, with everything that will go out. */
@Injectable()
export class SubmitCampaign {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** @param note what its author wants to say to whoever reads it; may be empty */
  async submit(session: Buffer, campaignId: string, note: string): Promise<SubmitAnswer> {
    const rows = (await this.database.query('select jatakk.submit_campaign($1, $2, $3) as answer', [
      session,
      campaignId,
      note,
    ])) as { answer: string }[];
    const { answer } = rows[0]!;
    const why = refusalIn(answer);
    if (why !== undefined) return { outcome: 'refused', why };
    return { outcome: answer as Exclude<SubmitAnswer['outcome'], 'refused'> };
  }
}
