import { InjectQueue, Processor } from '@nestjs/bullmq';
import { Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Job, Queue } from 'bullmq';
import type { DataSource } from 'typeorm';
import { QUEUES } from '../platform/queue/queue-names.js';
import { reportQueueErrors } from '../platform/queue/report-queue-errors.js';
import { ReportingWorker } from './reporting-worker.js';

type Recurring = 'forget-unconfirmed';

const HOUR_MS = 3_600_000;

/** Every recurring job, in this one file. The poll is none of them: it must go on when the queue is gone. */
@Processor(QUEUES.schedule)
export class ScheduleProcessor extends ReportingWorker implements OnApplicationBootstrap {
  constructor(
    @InjectQueue(QUEUES.schedule) private readonly schedule: Queue,
    @InjectDataSource() private readonly database: DataSource,
  ) {
    super();
    reportQueueErrors(new Logger('schedule'), schedule);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#every('forget-unconfirmed', HOUR_MS);
  }

  protected override async work(job: Job): Promise<void> {
    switch (job.name as Recurring) {
      case 'forget-unconfirmed':
        await this.database.query('delete from jatakk.leave_undo where until < clock_timestamp()');
        await this.database.query('select jatakk.forget_unconfirmed()');
    }
  }

  async #every(name: Recurring, everyMs: number): Promise<void> {
    await this.schedule.upsertJobScheduler(name, { every: everyMs }, { name });
  }
}
