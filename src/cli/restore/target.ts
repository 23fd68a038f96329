import { join } from 'node:path';
import type { PerRole } from '../../platform/database/runtime-roles.js';
import { claimFolder } from '../../platform/embedded/claim-folder.js';
import { Closing, closeOnSignals } from '../../platform/embedded/closing.js';
import { openDataFolder } from '../../platform/embedded/data-folder.js';
import type { HouseSettings } from '../../platform/embedded/house-settings.js';
import { openOwnDatabase } from '../../platform/embedded/open-database.js';
import { writePrivateFile } from '../../platform/embedded/private-file.js';

/** The database that a backup is put into. */
export interface RestoreTarget {
  ownerUrl: string;
  passwords: Partial<PerRole<string>>;
  /** Called once it is sure that nothing is lost by it: the folder takes the name that its keys go by. */
  takeName: () => void;
}

/**
 * The database that `DATABASE_URL` names; without it the PostgreSQL of the data folder, started for this alone, and
 * made where there is none.
 */
export async function withTarget<T>(
  settings: HouseSettings,
  houseId: string | undefined,
  work: (target: RestoreTarget) => Promise<T>,
): Promise<T> {
  if (settings.databaseUrl) {
    return work({ ownerUrl: settings.databaseUrl, passwords: {}, takeName: () => undefined });
  }
  const folder = openDataFolder(settings.dataPath);
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const closing = new Closing();
  closeOnSignals(closing, say);
  try {
    const run = await claimFolder(folder, closing, say);
    const { ownerUrl, passwords } = await openOwnDatabase(folder, run, closing, say);
    const takeName = () => {
      if (houseId) writePrivateFile(join(folder.root, 'id'), `${houseId}\n`);
    };
    return await work({ ownerUrl, passwords, takeName });
  } finally {
    await closing.run();
  }
}
