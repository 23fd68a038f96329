import { InjectQueue, Processor } from '@nestjs/bullmq';
import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Job, Queue } from 'bullmq';
import type { DataSource } from 'typeorm';
import { faultCode } from '../platform/fault-code.js';
import { QUEUES } from '../platform/queue/queue-names.js';
import { reportQueueErrors } from '../platform/queue/report-queue-errors.js';
import { senderDomains } from '../registers/sender-domains.queries.js';
import { ForgetDaily } from './forget-daily.service.js';
import { KeepLedgers } from './ledger/keep-ledgers.service.js';
import { NightlyRewrite } from './nightly-rewrite.service.js';
import { ReportingWorker } from './reporting-worker.js';
import { SigningKeys } from './signing-keys.service.js';

type Recurring =
  'end-pauses' | 'forget-unconfirmed' | 'keep-no-longer' | 'check-signing' | 'seal-ledgers' | 'fold-counts';

const HOUR_MS = 3_600_000;
const TEN_MINUTES_MS = 600_000;
const MINUTE_MS = 60_000;

/** Every recurring job, in this one file. The poll is none of them: it must go on when the queue is gone. */
@Processor(QUEUES.schedule)
export class ScheduleProcessor extends ReportingWorker implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('schedule');
  #again: NodeJS.Timeout | undefined;

  constructor(
    @InjectQueue(QUEUES.schedule) private readonly schedule: Queue,
    @InjectDataSource() private readonly database: DataSource,
    private readonly signing: SigningKeys,
    private readonly ledgers: KeepLedgers,
    private readonly forgetting: ForgetDaily,
    private readonly rewriting: NightlyRewrite,
  ) {
    super();
    reportQueueErrors(this.#log, schedule);
  }

  onApplicationBootstrap(): void {
    this.#setUp();
    // A queue that was emptied has forgotten what recurs.
    this.#again = setInterval(() => this.#setUp(), HOUR_MS);
    this.#again.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.#again);
  }

  protected override async work(job: Job): Promise<void> {
    switch (job.name as Recurring) {
      case 'end-pauses':
        await this.database.query('select jatakk.end_pauses()');
        break;
      case 'forget-unconfirmed':
        await this.database.query('delete from jatakk.leave_undo where until < clock_timestamp()');
        await this.database.query('select jatakk.forget_unconfirmed()');
        break;
      case 'keep-no-longer':
        await this.forgetting.forget();
        // Not waited for: of a large register it takes minutes, and others of these jobs recur each minute.
        this.rewriting.start();
        break;
      case 'check-signing':
        // So that the pages know without a message that is refused first.
        for (const domain of await senderDomains(this.database)) await this.signing.forDomain(domain);
        break;
      case 'seal-ledgers':
        // Each is due once a day: looked for each minute, since what was promised was a day.
        await this.ledgers.sealDue();
        break;
      case 'fold-counts':
        await this.database.query('select jatakk.fold_tally()');
        await this.database.query('select jatakk.gather_counts()');
    }
  }

  /** Not waited for: without the queue nothing recurs, and everything else goes on. */
  #setUp(): void {
    Promise.all([
      // So that whoever has paused until today is there for today's first campaign.
      this.#every('end-pauses', TEN_MINUTES_MS),
      this.#every('forget-unconfirmed', HOUR_MS),
      // More often than needed, so that a day on which the queue was lost is made up for: the second look finds nothing.
      this.#every('keep-no-longer', HOUR_MS),
      this.#every('check-signing', TEN_MINUTES_MS),
      this.#every('seal-ledgers', MINUTE_MS),
      this.#every('fold-counts', MINUTE_MS),
    ]).catch((error: unknown) => this.#log.warn(`what recurs could not be queued (${faultCode(error)})`));
  }

  async #every(name: Recurring, everyMs: number): Promise<void> {
    await this.schedule.upsertJobScheduler(name, { every: everyMs }, { name });
  }
}
