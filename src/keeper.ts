import { readKeeperSettings } from './platform/config/settings.js';
import { parseSecret, readSecretFile, readSetting } from './platform/config/read-secret.js';
import {
  announceFailed,
  announceLive,
  announceReady,
  onStop,
  receiveHandover,
} from './platform/embedded/handover.js';
import { dropPrivileges } from './platform/embedded/unprivileged.js';
import { startKeeper } from './keeper/start-keeper.js';

/** The keeper process: the only one with keys that open. Secrets come by pipe or file. */
async function main(): Promise<void> {
  const handover = await receiveHandover();
  const settings = readKeeperSettings(process.env);
  const databaseUrl = handover?.databaseUrl ?? readSetting(process.env, 'KEEPER_DATABASE_URL');
  if (!databaseUrl) throw new Error('KEEPER_DATABASE_URL or KEEPER_DATABASE_URL_FILE is not set.');
  const secret = parseSecret(
    handover?.secret ?? readSecretFile(process.env, 'KEEPER_SECRET'),
    'KEEPER_SECRET',
  );
  if (handover?.dropTo) dropPrivileges(handover.dropTo);
  const keeper = await startKeeper({
    settings,
    databaseUrl,
    secret,
    trialRelay: process.env.JATAKK_TRIAL_RELAY ?? handover?.relayUrl,
    onLive: announceLive,
  });
  onStop(() => keeper.close());
  announceReady();
}

main().catch(async (error: unknown) => {
  const message = error instanceof Error ? error.message : 'the keeper could not start';
  process.stderr.write(`keeper: ${message}\n`);
  await announceFailed(message);
  process.exit(1);
});
