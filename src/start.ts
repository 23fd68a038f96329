import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { backUpFirst, backupWords, newestSecret } from './platform/embedded/back-up-first.js';
import { claimFolder } from './platform/embedded/claim-folder.js';
import { Closing, closeOnSignals } from './platform/embedded/closing.js';
import { dataFolderId, holdsCluster, openDataFolder } from './platform/embedded/data-folder.js';
import { readHouseSettings } from './platform/embedded/house-settings.js';
import {
  holdsKeys,
  makeSetupPath,
  readInstallation,
  readRestoreQuestion,
} from './platform/embedded/installation.js';
import { openKeeperState } from './platform/embedded/keeper-state.js';
import { openLogFile } from './platform/embedded/log-file.js';
import { NightlyBackup } from './platform/embedded/nightly-backup.js';
import { openGivenDatabase, openOwnDatabase } from './platform/embedded/open-database.js';
import { asOwner } from './platform/embedded/owner-database.js';
import { requireFreePort } from './platform/embedded/ports.js';
import { raiseProcesses } from './platform/embedded/raise-processes.js';
import { Refusal } from './platform/embedded/refusal.js';
import { runBackup } from './platform/embedded/run-backup.js';
import { runMigrations } from './platform/embedded/run-migrations.js';
import { openSecrets, secretsFolderPath } from './platform/embedded/secrets-folder.js';
import { startedLines } from './platform/embedded/tell-started.js';

const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '..');
const say = (line: string) => void process.stdout.write(`${line}\n`);
const closing = new Closing();

try {
  await raiseHouse();
} catch (error) {
  // While closing, whatever was under way falls over: that is no news.
  if (!closing.signal.aborted) {
    process.stderr.write(`${error instanceof Refusal ? error.message : String((error as Error).stack)}\n`);
    await closing.run();
    process.exit(1);
  }
}

/** Raises the whole house on this machine: database, migrations, mailbox, keeper, web, receiver. */
async function raiseHouse(): Promise<void> {
  const settings = readHouseSettings(process.env, projectRoot);
  const { databaseUrl } = settings;
  const folder = openDataFolder(settings.dataPath);
  closeOnSignals(closing, say);
  const run = await claimFolder(folder, closing, say);
  await requireFreePort(settings.port, settings.host);
  const { receiver } = settings;
  if (receiver.port) await requireFreePort(receiver.port, receiver.host, 'RECEIVER_PORT');

  const sealedBefore = databaseUrl ? await asOwner(databaseUrl, holdsKeys) : holdsCluster(folder);
  const secrets = openSecrets(secretsFolderPath(process.env, dataFolderId(folder)), sealedBefore);
  const database = databaseUrl
    ? openGivenDatabase({ ...settings, databaseUrl }, folder)
    : await openOwnDatabase(folder, run, closing, say);

  const log = openLogFile(join(folder.logs, 'jatakk.log'));
  const { ownerUrl, passwords } = database;
  const order = {
    ownerUrl,
    passwords,
    undoSeconds: settings.undoSeconds,
    trustsProvider: settings.trustsProvider,
  };
  const backUp = (onlyBeforeMigrations: boolean) =>
    runBackup(
      {
        ownerUrl,
        secret: newestSecret(secrets),
        houseId: dataFolderId(folder),
        ...settings.backups,
        onlyBeforeMigrations,
      },
      { log, signal: closing.signal },
    );
  await backUpFirst(settings, () => backUp(true), say);
  await runMigrations(order, { log, say, signal: closing.signal });

  const { mode, publicUrl: storedUrl } = await asOwner(ownerUrl, readInstallation);
  const publicUrl = storedUrl ?? settings.publicUrl ?? `http://localhost:${settings.port}`;
  await raiseProcesses({
    projectRoot,
    settings,
    folder,
    secrets,
    keeperState: openKeeperState(settings, secrets),
    database,
    publicUrl,
    live: mode === 'live',
    log,
    say,
    run,
    closing,
  });

  const nightly = new NightlyBackup({ settings: settings.backups, make: () => backUp(false), say });
  nightly.begin();
  closing.add(() => nightly.end());

  const setupPath = await asOwner(ownerUrl, makeSetupPath);
  if (closing.signal.aborted) return;
  const lines = startedLines({
    publicUrl,
    mode,
    database: database.words,
    dataFolder: folder.root,
    secretsFolder: secrets.folder,
    backups: backupWords(settings.backups),
    users: settings.users,
    receiver: settings.receiver,
    setupUrl: setupPath && publicUrl + setupPath,
    restoreQuestion: await asOwner(ownerUrl, readRestoreQuestion),
  });
  lines.forEach(say);
}
