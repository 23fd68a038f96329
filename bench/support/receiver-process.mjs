import { startListening } from './listening-process.mjs';
import { cpuSeconds, memoryMb } from './process-usage.mjs';

/** A receiver, once it listens. @param {import('./listening-process.mjs').Options} options */
export async function startReceiverProcess(options) {
  const settingsAt = (/** @type {number} */ port) => ({
    PUBLIC_URL: 'http://localhost:3000',
    RECEIVER_PORT: String(port),
    RECEIVER_PER_CLIENT: '200',
    RECEIVER_CONNECTIONS: '200',
  });
  const { pid, port, stop } = await startListening('receiver', settingsAt, options);
  return { port, stop, cpuSeconds: () => cpuSeconds(pid), memoryMb: () => memoryMb(pid) };
}
