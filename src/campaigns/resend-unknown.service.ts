import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Doorbell } from '../platform/database/doorbell.js';

/** `other-number`: not as many as the person was told, or none at all. Unless it is `resent` nothing has changed. */
export type ResendAnswer = 'resent' | 'other-number' | 'not-now';

/** Sends once more what may or may not have arrived: only ever because a person who was told how many wants it. */
@Injectable()
export class ResendUnknown {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly doorbell: Doorbell,
  ) {}

  /** @param told how many the person was told that may get it twice */
  async resend(campaignId: string, told: number): Promise<ResendAnswer> {
    const rows = (await this.database.query('select jatakk.resend_unknown($1, $2) as answer', [
      campaignId,
      told,
    ])) as { answer: ResendAnswer }[];
    const { answer } = rows[0]!;
    if (answer === 'resent') this.doorbell.ring();
    return answer;
  }
}
