import { InjectQueue, Processor } from '@nestjs/bullmq';
import { Inject, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Job, Queue } from 'bullmq';
import type { DataSource } from 'typeorm';
import type { KeeperSettings } from '../platform/config/settings.js';
import { QUEUES } from '../platform/queue/queue-names.js';
import { reportQueueErrors } from '../platform/queue/report-queue-errors.js';
import { ReportingWorker } from './reporting-worker.js';
import { FindWork } from './find-work.service.js';
import { KEEPER_SETTINGS } from './tokens.js';

type Recurring = 'poll' | 'forget-unconfirmed';

const HOUR_MS = 3_600_000;

/** Every recurring job, in this one file. */
@Processor(QUEUES.schedule)
export class ScheduleProcessor extends ReportingWorker implements OnApplicationBootstrap {
  constructor(
    @InjectQueue(QUEUES.schedule) private readonly schedule: Queue,
    @InjectDataSource() private readonly database: DataSource,
    @Inject(KEEPER_SETTINGS) private readonly settings: KeeperSettings,
    private readonly finding: FindWork,
  ) {
    super();
    reportQueueErrors(new Logger('schedule'), schedule);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#every('poll', this.settings.POLL_SECONDS * 1000);
    await this.#every('forget-unconfirmed', HOUR_MS);
  }

  protected override async work(job: Job): Promise<void> {
    switch (job.name as Recurring) {
      case 'poll':
        return this.finding.find();
      case 'forget-unconfirmed':
        await this.database.query('delete from jatakk.leave_undo where until < clock_timestamp()');
        await this.database.query('select jatakk.forget_unconfirmed()');
    }
  }

  async #every(name: Recurring, everyMs: number): Promise<void> {
    await this.schedule.upsertJobScheduler(name, { every: everyMs }, { name });
  }
}
