import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Catalogue } from '../consent/catalogue.service.js';
import { Doorbell } from '../platform/database/doorbell.js';
import type { ClockTime } from '../platform/i18n/clock-time.js';
import { refusalIn } from './refusal-in.js';

/** Why a time will not do: there is none such, it is over, it is within the time for undoing, it is over a year ahead. */
export const TIME_FAULTS = ['no-such-time', 'time-past', 'time-too-soon', 'time-too-far'] as const;

export type TimeFault = (typeof TIME_FAULTS)[number];

/** `refused`: `why` is a {@link TimeFault}, or a code as `ActOnCampaign` has them. Unless it is scheduled nothing has changed. */
export type ScheduleAnswer =
  | { outcome: 'scheduled'; firstOfTwo: boolean }
  | { outcome: 'refused'; why: string }
  | { outcome: 'not-now' };

/** Has a campaign start at a chosen time, or at another. Which moment a time on the clock is, the database says. */
@Injectable()
export class ScheduleCampaign {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly doorbell: Doorbell,
    private readonly catalogue: Catalogue,
  ) {}

  /** @param timeZone an IANA name, of the clocks that show `at` */
  async schedule(campaignId: string, at: ClockTime, timeZone: string): Promise<ScheduleAnswer> {
    const rows = (await this.database.query('select jatakk.schedule_campaign($1, $2, $3) as became', [
      campaignId,
      `${at.day} ${at.time}`,
      timeZone,
    ])) as { became: string | null }[];
    const became = rows[0]?.became ?? null;
    if (became === null) return { outcome: 'not-now' };
    const why = refusalIn(became);
    if (why !== undefined) return { outcome: 'refused', why };
    this.catalogue.forget();
    this.doorbell.ring();
    return { outcome: 'scheduled', firstOfTwo: became === 'scheduled:first-of-two' };
  }
}
