/* oxlint-disable unicorn/require-post-message-target-origin -- a thread, not a window */
// Stands for a reader that a message has overpowered: the message says how.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ message }) => {
  const what = Buffer.from(message).toString();
  if (what === 'never') for (;;);
  if (what === 'memory') for (const held = []; ;) held.push(Array.from({ length: 100_000 }, () => ({})));
  if (what === 'throw') throw new Error(what);
  if (what === 'exit') process.exit(0);
  parentPort.postMessage({ tokens: [what], env: { ...process.env } });
});
