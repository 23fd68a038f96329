import type { Logger } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { faultCode } from '../fault-code.js';

/** A queue's own connection comes back by itself. Without a listener BullMQ prints the whole connection instead. */
export function reportQueueErrors(log: Logger, ...queues: Queue[]): void {
  for (const queue of queues) {
    queue.on('error', (error) => log.warn(`the queue is away (${faultCode(error)})`));
  }
}
