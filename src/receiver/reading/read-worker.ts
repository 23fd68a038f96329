import { parentPort } from 'node:worker_threads';
import { readMessage } from './read-message.js';
import type { Reading, ReadingJob } from './reading.js';

/**
 * The thread in which mail of strangers is read, one message after the other, and answered in that order. It has no secret,
 * no setting and no way to the database.
 */
let before: Promise<void> = Promise.resolve();
parentPort!.on('message', (job: ReadingJob) => {
  before = before.then(async () => answer(await readMessage(job).catch(() => undefined)));
});

function answer(reading: Reading | undefined): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort!.postMessage(reading);
}
