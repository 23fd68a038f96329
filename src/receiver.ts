import { readDatabaseUrls } from './platform/config/read-database-urls.js';
import { parseSecret, readSecretFile } from './platform/config/read-secret.js';
import { readMailbox, readReceiverSettings, readTlsFiles } from './platform/config/receiver-settings.js';
import { runProcess } from './platform/embedded/run-process.js';
import { dropPrivileges } from './platform/embedded/unprivileged.js';
import { startReceiver } from './receiver/start-receiver.js';

/** The receiver process: it reads mail of strangers and seals it. Of the keys it has those of return paths alone. */
await runProcess('receiver', async (handover) => {
  const settings = readReceiverSettings(process.env);
  const databaseUrls = readDatabaseUrls(process.env, ['receiver'] as const, handover?.databaseUrls);
  const secret = parseSecret(
    handover?.secret ?? readSecretFile(process.env, 'RECEIVER_SECRET'),
    'RECEIVER_SECRET',
  );
  // As the secret: read while they still may be.
  const [tls, mailbox] = [readTlsFiles(settings), readMailbox(settings)];
  if (handover?.dropTo) dropPrivileges(handover.dropTo);
  const receiver = await startReceiver({ settings, databaseUrls, secret, tls, mailbox });
  return () => receiver.close();
});
