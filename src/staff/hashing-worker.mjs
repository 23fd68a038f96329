/* oxlint-disable unicorn/require-post-message-target-origin -- a thread, not a window */
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { hashSync, verifySync } from '@node-rs/argon2';

// Linux counts a thread as a process here: this one gives way to whoever shows pages. Elsewhere it would be all of web.
if (process.platform === 'linux') setPriority(0, 10);

parentPort.on('message', ({ id, stored, password, options }) => {
  const from = performance.now();
  try {
    const answer = stored === undefined ? hashSync(password, options) : verifySync(stored, password);
    parentPort.postMessage({ id, answer });
  } catch {
    parentPort.postMessage({ id, failed: true });
  }
  // Rests as long as it has worked, so that no flood of passwords takes more than half a processor. Nobody waits for it
  // who comes alone.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, performance.now() - from);
});
