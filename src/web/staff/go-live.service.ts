import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { goLive, isPublicUrl, relayLetsIn } from '../../registers/go-live.js';
import type { FormErrors } from '../pages/field.js';
import { EndTrial } from '../http/end-trial.service.js';
import { faults } from './fields.js';
import type { GoLiveField } from './pages/go-live-page.js';
import { relayFaults, relayIn } from './relay-form.js';

export type GoLiveValues = Record<GoLiveField, string>;

/** What is wrong with the particulars of going live, per field. `word` is what must be typed to mean it. */
export function goLiveFaults(values: GoLiveValues, word: string): FormErrors<GoLiveField> {
  return {
    ...faults<GoLiveField>({
      publicUrl: isPublicUrl(values.publicUrl) ? undefined : { key: 'go-live.public-url-error' },
    }),
    ...relayFaults(values),
    ...faults<GoLiveField>({
      word:
        values.word.trim().toLowerCase() === word.toLowerCase()
          ? undefined
          : { key: 'go-live.word-error', params: { word } },
    }),
  };
}

/** The switch from trial to live: once, for good. */
@Injectable()
export class GoLive {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly trial: EndTrial,
  ) {}

  /** Whether the relay lets us in, tried before anything changes. */
  async reaches(values: GoLiveValues): Promise<boolean> {
    return relayLetsIn({ publicUrl: values.publicUrl, relay: relayIn(values) });
  }

  /** False when the house is live already, or has no organisation. */
  async go(values: GoLiveValues): Promise<boolean> {
    const done = await goLive(this.database, { publicUrl: values.publicUrl, relay: relayIn(values) });
    if (done) await this.trial.endIfLive();
    return done;
  }
}
