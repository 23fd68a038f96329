import { OnWorkerEvent, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import { faultCode } from '../platform/fault-code.js';

/** A worker whose faults are in the log by their code; the rows still say what is to be done, so nothing is lost. */
export abstract class ReportingWorker extends WorkerHost {
  readonly #log = new Logger('queue');

  @OnWorkerEvent('failed')
  onFailed(job: Job | undefined, error: Error): void {
    this.#log.error(`a job of ${job?.queueName ?? 'a queue'} failed (${faultCode(error)})`);
  }

  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.#log.warn(`the queue is away (${faultCode(error)})`);
  }
}
