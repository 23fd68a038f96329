import { Processor } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { QUEUES } from '../platform/queue/queue-names.js';
import { KeeperJobs } from './keeper-jobs.service.js';
import { ReportingWorker } from './reporting-worker.js';

/** Works on several campaigns at once; the same campaign twice is harmless, the rows say who holds what. */
@Processor(QUEUES.campaigns, { concurrency: 4 })
export class CampaignsProcessor extends ReportingWorker<{ campaignId: string }> {
  constructor(private readonly jobs: KeeperJobs) {
    super();
  }

  protected override async work({ data: { campaignId } }: Job<{ campaignId: string }>): Promise<void> {
    await this.jobs.do({ work: `campaign ${campaignId}`, campaignId });
  }
}
