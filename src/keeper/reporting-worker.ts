import { OnWorkerEvent, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import { faultCode } from '../platform/fault-code.js';

/** What the queue keeps of a failed job: a code. Messages of libraries repeat what they were given. */
class JobFault extends Error {
  constructor(code: string) {
    super(code);
    this.name = 'JobFault';
    this.stack = '';
  }
}

/** A worker whose faults are known by their code only; the rows still say what is to be done, so nothing is lost. */
export abstract class ReportingWorker<Data = object> extends WorkerHost {
  readonly #log = new Logger('queue');

  protected abstract work(job: Job<Data>): Promise<void>;

  override async process(job: Job<Data>): Promise<void> {
    try {
      await this.work(job);
    } catch (error) {
      this.#log.error(`a job of ${job.queueName} failed (${faultCode(error)})`);
      throw new JobFault(faultCode(error));
    }
  }

  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.#log.warn(`the queue is away (${faultCode(error)})`);
  }
}
