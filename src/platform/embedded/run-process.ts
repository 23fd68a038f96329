import { announceFailed, announceReady, type Handover, onStop, receiveHandover } from './handover.js';

/**
 * The life of one process of the house: takes what it is handed, begins, tells when it is ready, and ends when asked.
 * @param begin starts the work, and returns what ends it
 */
export async function runProcess(
  name: string,
  begin: (handover: Handover | undefined) => Promise<() => Promise<void>>,
): Promise<void> {
  try {
    const end = await begin(await receiveHandover());
    onStop(end);
    announceReady();
  } catch (error) {
    const message = error instanceof Error ? error.message : `${name} could not start`;
    process.stderr.write(`${name}: ${message}\n`);
    await announceFailed(message);
    process.exit(1);
  }
}
