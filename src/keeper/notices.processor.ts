import { Processor } from '@nestjs/bullmq';
import { QUEUES } from '../platform/queue/queue-names.js';
import { KeeperJobs } from './keeper-jobs.service.js';
import { ReportingWorker } from './reporting-worker.js';

/** The notice lane: nothing a campaign does can stand in its way. */
@Processor(QUEUES.notices)
export class NoticesProcessor extends ReportingWorker {
  constructor(private readonly jobs: KeeperJobs) {
    super();
  }

  protected override async work(): Promise<void> {
    await this.jobs.do({ work: 'notices' });
  }
}
