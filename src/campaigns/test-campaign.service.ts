import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Doorbell } from '../platform/database/doorbell.js';

/** `not-theirs`: one of them may not see the campaign. Unless it is `asked` nothing has been sent. */
export type TestAnswer = 'asked' | 'not-yours' | 'nobody' | 'too-many' | 'not-theirs' | 'too-often';

/** As many as one test goes to. The database has the same number. */
export const MOST_READERS = 5;

/** Sends a test of a campaign to members of staff: chosen by who they are, never by an address. */
@Injectable()
export class TestCampaign {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly doorbell: Doorbell,
  ) {}

  /** @param to ids of members; whoever asks may be among them */
  async send(session: Buffer, campaignId: string, to: readonly string[]): Promise<TestAnswer> {
    const rows = (await this.database.query(
      'select jatakk.request_campaign_tests($1, $2, $3::uuid[]) as answer',
      [session, campaignId, [...to]],
    )) as { answer: TestAnswer }[];
    const { answer } = rows[0]!;
    if (answer === 'asked') this.doorbell.ring();
    return answer;
  }
}
