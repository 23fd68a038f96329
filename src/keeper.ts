import { readDatabaseUrls } from './platform/config/read-database-urls.js';
import { readKeeperSettings } from './platform/config/settings.js';
import { parseSecrets, readSecretFile } from './platform/config/read-secret.js';
import { announceLive, onSecret } from './platform/embedded/handover.js';
import { runProcess } from './platform/embedded/run-process.js';
import { dropPrivileges } from './platform/embedded/unprivileged.js';
import { startKeeper } from './keeper/start-keeper.js';

/** The keeper process: the only one with keys that open. Secrets come by pipe or file. */
await runProcess('keeper', async (handover) => {
  const { stateDir } = handover ?? {};
  const settings = readKeeperSettings({ ...process.env, ...(stateDir && { KEEPER_STATE: stateDir }) });
  const databaseUrls = readDatabaseUrls(process.env, ['keeper', 'survey'] as const, handover?.databaseUrls);
  const secrets = parseSecrets(
    handover?.secret ?? readSecretFile(process.env, 'KEEPER_SECRET'),
    'KEEPER_SECRET',
  );
  if (handover?.dropTo) dropPrivileges(handover.dropTo);
  const trialRelay = process.env.JATAKK_TRIAL_RELAY ?? handover?.relayUrl;
  const keeper = await startKeeper({
    settings,
    databaseUrls,
    secret: secrets.at(-1)!,
    olderSecrets: secrets.slice(0, -1),
    onSecrets: (accept) => onSecret((text) => accept(parseSecrets(text, 'KEEPER_SECRET'))),
    trialRelay,
    onLive: announceLive,
  });
  return () => keeper.close();
});
