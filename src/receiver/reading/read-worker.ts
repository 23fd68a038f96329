import { parentPort } from 'node:worker_threads';
import { readMessage } from './read-message.js';
import type { ReadingJob } from './reading.js';

/** The thread in which mail of strangers is read. It has no secret, no setting and no way to the database. */
parentPort!.on('message', (job: ReadingJob) => {
  readMessage(job).then(
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    (reading) => parentPort!.postMessage(reading),
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    () => parentPort!.postMessage(undefined),
  );
});
