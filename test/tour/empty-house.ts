import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { claimFolder } from '../../src/platform/embedded/claim-folder.js';
import { Closing } from '../../src/platform/embedded/closing.js';
import { dataFolderId, openDataFolder } from '../../src/platform/embedded/data-folder.js';
import { openLogFile } from '../../src/platform/embedded/log-file.js';
import { openOwnDatabase } from '../../src/platform/embedded/open-database.js';
import { runMigrations } from '../../src/platform/embedded/run-migrations.js';
import { openSecrets } from '../../src/platform/embedded/secrets-folder.js';

/** A house that nobody has been in: its database stands alone, with every migration run and nothing else in it. */
export interface EmptyHouse {
  ownerUrl: string;
  /** A client signed in as the database's owner; it ends with the house. */
  owner: pg.Client;
  /** 32 bytes each. */
  secrets: { keeper: Buffer; web: Buffer };
}

const say = () => undefined;

/**
 * Makes a new folder for a house, raises its database by the code of `npm start`, has `work` done in it and stops it
 * again. Answers the folder, which is gone once `whole` has closed, and what `work` does.
 */
export async function inEmptyHouse<T>(
  whole: Closing,
  work: (house: EmptyHouse) => Promise<T>,
): Promise<{ folder: string; made: T }> {
  const folder = mkdtempSync(join(tmpdir(), 'jatakk-tour-'));
  whole.add(() => rmSync(folder, { recursive: true, force: true }));
  // Started by root, the database belongs to another user, who must be able to walk to it.
  chmodSync(folder, 0o711);
  const closing = new Closing();
  whole.add((hurry) => {
    if (hurry()) closing.hurry();
    return closing.run();
  });
  try {
    const data = openDataFolder(join(folder, 'data'));
    const run = await claimFolder(data, closing, say);
    dataFolderId(data);
    const { keeper, web } = openSecrets(join(folder, 'secrets'), false);
    const { ownerUrl, passwords } = await openOwnDatabase(data, run, closing, say);
    const log = openLogFile(join(data.logs, 'jatakk.log'));
    const order = { ownerUrl, passwords, undoSeconds: 300, trustsProvider: false };
    await runMigrations(order, { log, say, signal: closing.signal });
    const owner = new pg.Client({ connectionString: ownerUrl });
    owner.on('error', () => undefined);
    await owner.connect();
    closing.add(() => owner.end());
    const made = await work({ ownerUrl, owner, secrets: { keeper: bytesOf(keeper), web: bytesOf(web) } });
    return { folder, made };
  } finally {
    await closing.run();
  }
}

function bytesOf(secret: string): Buffer {
  return Buffer.from(secret.trim(), 'base64url');
}
