import { Processor } from '@nestjs/bullmq';
import { QUEUES } from '../platform/queue/queue-names.js';
import { ReportingWorker } from './reporting-worker.js';
import { SendNotices } from './send-notices.service.js';

/** The notice lane: nothing a campaign does can stand in its way. */
@Processor(QUEUES.notices, { concurrency: 2 })
export class NoticesProcessor extends ReportingWorker {
  constructor(private readonly notices: SendNotices) {
    super();
  }

  protected override async work(): Promise<void> {
    await this.notices.drain();
  }
}
