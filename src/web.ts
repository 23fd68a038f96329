import { readProvider } from './platform/config/provider-settings.js';
import { readDatabaseUrls } from './platform/config/read-database-urls.js';
import { readWebSettings } from './platform/config/settings.js';
import { parseSecret, readSecretFile } from './platform/config/read-secret.js';
import { announceLive } from './platform/embedded/handover.js';
import { runProcess } from './platform/embedded/run-process.js';
import { dropPrivileges } from './platform/embedded/unprivileged.js';
import { startWeb } from './web/start-web.js';

/** The web process: HTTP. It is never given the key that opens an address. */
await runProcess('web', async (handover) => {
  const settings = readWebSettings(process.env);
  const databaseUrls = readDatabaseUrls(
    process.env,
    ['web', 'survey', 'traffic'] as const,
    handover?.databaseUrls,
  );
  const secret = parseSecret(handover?.secret ?? readSecretFile(process.env, 'WEB_SECRET'), 'WEB_SECRET');
  // As the secrets: read while it still may be.
  const provider = readProvider(settings);
  if (handover?.dropTo) dropPrivileges(handover.dropTo);
  const mailboxDir = handover?.mailboxDir ?? process.env.MAILBOX_DIR;
  const web = await startWeb({ settings, databaseUrls, secret, provider, mailboxDir, onLive: announceLive });
  return () => web.close();
});
