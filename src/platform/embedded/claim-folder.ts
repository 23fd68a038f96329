import type { Closing } from './closing.js';
import type { DataFolder } from './data-folder.js';
import { Refusal } from './refusal.js';
import { takeRunLock } from './run-lock.js';
import { clearRunLeftover, OwnRunRecord, readRunRecord } from './run-record.js';

/**
 * Makes the data folder ours until we close: refuses while another start holds it, and clears what a killed one left.
 * Answers the record of this run.
 */
export async function claimFolder(
  folder: DataFolder,
  closing: Closing,
  say: (line: string) => void,
): Promise<OwnRunRecord> {
  const lock = await takeRunLock(folder.lockFile);
  if ('heldBy' in lock) {
    const at = readRunRecord(folder.runFile)?.publicUrl;
    throw new Refusal(
      `Jatakk is already running here (pid ${lock.heldBy.pid}${at ? `, ${at}` : ', still starting'}). ` +
        'Two at once on one data folder would not end well; JATAKK_DATA names another folder.',
    );
  }
  closing.add(() => lock.release());
  await clearRunLeftover(folder.runFile, () =>
    say('Waiting for what an earlier run left to end; at most 40 seconds.'),
  );
  const run = new OwnRunRecord(folder.runFile);
  closing.add(() => run.remove());
  return run;
}
