import { readWebSettings } from './platform/config/settings.js';
import { parseSecret, readSecretFile, readSetting } from './platform/config/read-secret.js';
import {
  announceFailed,
  announceLive,
  announceReady,
  onStop,
  receiveHandover,
} from './platform/embedded/handover.js';
import { dropPrivileges } from './platform/embedded/unprivileged.js';
import { startWeb } from './web/start-web.js';

/** The web process: HTTP. It is never given the key that opens an address. */
async function main(): Promise<void> {
  const handover = await receiveHandover();
  const settings = readWebSettings(process.env);
  const databaseUrl = handover?.databaseUrl ?? readSetting(process.env, 'WEB_DATABASE_URL');
  if (!databaseUrl) throw new Error('WEB_DATABASE_URL or WEB_DATABASE_URL_FILE is not set.');
  const secret = parseSecret(handover?.secret ?? readSecretFile(process.env, 'WEB_SECRET'), 'WEB_SECRET');
  if (handover?.dropTo) dropPrivileges(handover.dropTo);
  const web = await startWeb({
    settings,
    databaseUrl,
    secret,
    mailboxDir: handover?.mailboxDir ?? process.env.MAILBOX_DIR,
    onLive: announceLive,
  });
  onStop(() => web.close());
  announceReady();
}

main().catch(async (error: unknown) => {
  const message = error instanceof Error ? error.message : 'web could not start';
  process.stderr.write(`web: ${message}\n`);
  await announceFailed(message);
  process.exit(1);
});
