import { Processor } from '@nestjs/bullmq';
import { QUEUES } from '../platform/queue/queue-names.js';
import { KeeperJobs } from './keeper-jobs.service.js';
import { ReportingWorker } from './reporting-worker.js';

/** Opens the sealed forms, then has their confirmations sent. */
@Processor(QUEUES.intake)
export class IntakeProcessor extends ReportingWorker {
  constructor(private readonly jobs: KeeperJobs) {
    super();
  }

  protected override async work(): Promise<void> {
    await this.jobs.do({ work: 'intake' });
  }
}
