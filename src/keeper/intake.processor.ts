import { InjectQueue, Processor } from '@nestjs/bullmq';
import type { Queue } from 'bullmq';
import { QUEUES } from '../platform/queue/queue-names.js';
import { ReportingWorker } from './reporting-worker.js';
import { OpenIntake } from './open-intake.service.js';

/** Opens the sealed forms, then has their confirmations sent. */
@Processor(QUEUES.intake)
export class IntakeProcessor extends ReportingWorker {
  constructor(
    private readonly intake: OpenIntake,
    @InjectQueue(QUEUES.notices) private readonly notices: Queue,
  ) {
    super();
  }

  protected override async work(): Promise<void> {
    if ((await this.intake.drain()) > 0) await this.notices.add('send', {});
  }
}
