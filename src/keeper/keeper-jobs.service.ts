import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, Logger } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { faultCode } from '../platform/fault-code.js';
import { QUEUES } from '../platform/queue/queue-names.js';
import { reportQueueErrors } from '../platform/queue/report-queue-errors.js';
import { OpenArrivals } from './arrivals/open-arrivals.service.js';
import { AtWork } from './at-work.service.js';
import { DispatchCampaign } from './dispatch-campaign.service.js';
import { EnterRecords } from './records/enter-records.service.js';
import { OpenIntake } from './open-intake.service.js';
import { SendNotices } from './send-notices.service.js';

/** A piece of work: sealed forms to open, notices to send, or one campaign's due deliveries. */
export type KeeperJob = { work: 'intake' | 'notices' } | { work: `campaign ${string}`; campaignId: string };

/**
 * What needs no queue. Entering answers takes a moment, and somebody may wait for their receipt; of what has come every
 * keeper takes what no other has in hand.
 */
export type UnqueuedJob = { work: 'records' | 'arrivals' };

/** The keeper's work, put on the queue, or done here and now. */
@Injectable()
export class KeeperJobs {
  readonly #log = new Logger('work');

  constructor(
    private readonly atWork: AtWork,
    private readonly opening: OpenIntake,
    private readonly sending: SendNotices,
    private readonly dispatching: DispatchCampaign,
    private readonly entering: EnterRecords,
    private readonly arriving: OpenArrivals,
    @InjectQueue(QUEUES.intake) private readonly intake: Queue,
    @InjectQueue(QUEUES.notices) private readonly notices: Queue,
    @InjectQueue(QUEUES.campaigns) private readonly campaigns: Queue,
  ) {
    reportQueueErrors(this.#log, intake, notices, campaigns);
  }

  /** Not waited for: with the queue away this would hang, and the next poll does the work itself. */
  enqueue(job: KeeperJob): void {
    this.#add(job).catch((error: unknown) => {
      this.#log.warn(`a job could not be queued (${faultCode(error)})`);
    });
  }

  /** Without the queue. Faults are told by their code; the rows still say what is to be done. */
  async doHere(job: KeeperJob | UnqueuedJob): Promise<void> {
    try {
      await this.do(job);
    } catch (error) {
      this.#log.error(`${job.work} failed (${faultCode(error)})`);
    }
  }

  do(job: KeeperJob | UnqueuedJob): Promise<void> {
    return this.atWork.run(job.work, async () => {
      if ('campaignId' in job) await this.dispatching.dispatch(job.campaignId);
      else if (job.work === 'notices') await this.sending.drain();
      else if (job.work === 'records') await this.entering.drain();
      else if (job.work === 'arrivals') await this.#arrive();
      // Their confirmations follow at once.
      else if ((await this.opening.drain()) > 0) void this.doHere({ work: 'notices' });
    });
  }

  /** Whoever has left by mail is told so, and their answer is entered. */
  async #arrive(): Promise<void> {
    if ((await this.arriving.drain()) === 0) return;
    void this.doHere({ work: 'notices' });
    void this.doHere({ work: 'records' });
  }

  #add(job: KeeperJob): Promise<unknown> {
    if ('campaignId' in job) {
      const { campaignId } = job;
      // One job for a campaign at a time is enough; it looks again itself until nothing is due.
      return this.campaigns.add('dispatch', { campaignId }, { deduplication: { id: campaignId } });
    }
    return job.work === 'intake' ? this.intake.add('open', {}) : this.notices.add('send', {});
  }
}
