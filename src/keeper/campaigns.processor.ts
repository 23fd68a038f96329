import { Processor } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { QUEUES } from '../platform/queue/queue-names.js';
import { ReportingWorker } from './reporting-worker.js';
import { DispatchCampaign } from './dispatch-campaign.service.js';

/** Works on several campaigns at once; the same campaign twice is harmless, the rows say who holds what. */
@Processor(QUEUES.campaigns, { concurrency: 4 })
export class CampaignsProcessor extends ReportingWorker<{ campaignId: string }> {
  constructor(private readonly dispatching: DispatchCampaign) {
    super();
  }

  protected override async work(job: Job<{ campaignId: string }>): Promise<void> {
    await this.dispatching.dispatch(job.data.campaignId);
  }
}
