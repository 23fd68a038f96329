import { InjectQueue } from '@nestjs/bullmq';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Queue } from 'bullmq';
import type { DataSource } from 'typeorm';
import { campaignsWithWork, recoverDeliveries } from '../deliveries/delivery.queries.js';
import type { KeeperSettings } from '../platform/config/settings.js';
import { DoorbellListener } from '../platform/database/doorbell.js';
import { faultCode } from '../platform/fault-code.js';
import { QUEUES } from '../platform/queue/queue-names.js';
import { reportQueueErrors } from '../platform/queue/report-queue-errors.js';
import { KeyRings } from '../registers/key-rings.service.js';
import { CurrentRelay } from './current-relay.service.js';
import { RestoreGuard } from './restore-guard.service.js';
import { DATABASE_URL, KEEPER_SETTINGS } from './tokens.js';

const GATHER_MS = 20;

/**
 * Turns what the rows say into jobs: when the bell rings, and on every poll, so that losing the whole queue loses
 * nothing. The poll is a timer of its own, since the queue's scheduler would be gone with the queue.
 */
@Injectable()
export class FindWork implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('work');
  readonly #bell: DoorbellListener;
  #gathering: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    private readonly relay: CurrentRelay,
    private readonly restores: RestoreGuard,
    @InjectQueue(QUEUES.intake) private readonly intake: Queue,
    @InjectQueue(QUEUES.notices) private readonly notices: Queue,
    @InjectQueue(QUEUES.campaigns) private readonly campaigns: Queue,
    @Inject(KEEPER_SETTINGS) private readonly settings: KeeperSettings,
    @Inject(DATABASE_URL) databaseUrl: string,
  ) {
    this.#bell = new DoorbellListener(databaseUrl, () => this.#soon());
    reportQueueErrors(this.#log, intake, notices, campaigns);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#bell.open();
    this.#poll = setInterval(() => this.#soon(), this.settings.POLL_SECONDS * 1000);
    this.#soon();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#poll);
    clearTimeout(this.#gathering);
    await this.#bell.close();
  }

  async find(): Promise<void> {
    this.relay.forget();
    // A house that went live from a shell is noticed here at the latest.
    await this.relay.relay();
    await this.rings.makeMissing();
    if (!(await this.restores.look())) return;
    if (await this.#some('jatakk.intake where not quarantined')) await this.intake.add('open', {});
    if (await this.#some(NOTICE_WORK)) await this.notices.add('send', {});
    // Of every campaign: one that is paused, held or cancelled has no job that would do it.
    await recoverDeliveries(this.database);
    for (const campaignId of await campaignsWithWork(this.database)) {
      // One job for a campaign at a time is enough; it looks again itself until nothing is due.
      await this.campaigns.add('dispatch', { campaignId }, { deduplication: { id: campaignId } });
    }
  }

  #soon(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.find().catch((error: unknown) => {
        this.#log.warn(`could not look for work (${faultCode(error)}): looking again at the next poll`);
      });
    }, GATHER_MS);
  }

  async #some(from: string): Promise<boolean> {
    const rows = (await this.database.query(`select exists (select 1 from ${from}) as some`)) as {
      some: boolean;
    }[];
    return rows[0]!.some;
  }
}

const NOTICE_WORK = `jatakk.notice where (state = 'queued' and not_before <= clock_timestamp())
  or (state in ('claimed', 'handed') and lease_until < clock_timestamp())
  or (state = 'unknown' and not repeated and handed_at < clock_timestamp() - interval '2 minutes')`;
