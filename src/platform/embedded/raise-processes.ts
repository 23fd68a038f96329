import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { HouseProcess } from './child-process.js';
import type { Closing } from './closing.js';
import type { DataFolder } from './data-folder.js';
import type { Handover } from './handover.js';
import { childEnvironment, type HouseSettings } from './house-settings.js';
import { openLocalMailbox } from './local-mailbox.js';
import { openOwnFiles, removeView, type OwnFiles } from './own-files.js';
import type { LogFile } from './log-file.js';
import type { OpenDatabase } from './open-database.js';
import type { OwnRunRecord } from './run-record.js';
import type { Secrets } from './secrets-folder.js';
import { WatchedSecrets } from './watched-secrets.js';

/** Milliseconds: what the keeper has begun to hand to the relay is finished. */
const KEEPER_PATIENCE = 35_000;
const WEB_PATIENCE = 10_000;
const RECEIVER_PATIENCE = 10_000;

/** Starts the keeper, then web and the receiver, and on trial the mailbox before them. Answers when all do their work. */
export async function raiseProcesses(given: {
  projectRoot: string;
  settings: HouseSettings;
  folder: DataFolder;
  secrets: Secrets;
  /** The keeper's own folder, made. */
  keeperState: string;
  database: OpenDatabase;
  publicUrl: string;
  live: boolean;
  log: LogFile;
  say: (line: string) => void;
  run: OwnRunRecord;
  closing: Closing;
}): Promise<void> {
  const { projectRoot, settings, folder, secrets, keeperState, database, publicUrl, log, say, run, closing } =
    given;
  const { users } = settings;
  const { urls } = database;
  run.note({ publicUrl });
  const rememberView = (viewFolder: string) => {
    run.note({ viewFolder });
    closing.add(() => removeView(viewFolder));
  };
  const own: OwnFiles = users
    ? openOwnFiles(projectRoot, Object.values(users), rememberView)
    : { through: [], dist: join(projectRoot, 'dist') };

  let live = given.live;
  const mailbox = live ? undefined : await openLocalMailbox(folder.mailbox, users?.web);
  if (mailbox) closing.add(() => mailbox.close());
  run.note({ mailboxPort: mailbox?.port });

  const child = (
    name: 'web' | 'keeper' | 'receiver',
    always: () => Handover,
    onTrial: Partial<Handover>,
  ): HouseProcess =>
    new HouseProcess({
      name,
      through: own.through,
      file: join(own.dist, `${name}.js`),
      env: childEnvironment(process.env, settings.port, publicUrl),
      handover: () => ({ ...always(), ...(live ? {} : onTrial), dropTo: users?.[name] }),
      log,
      say,
      onLive: () => void goLive(),
      onChange: (identity) => run.note({ [name]: identity }),
    });
  const keeperSecrets = new WatchedSecrets(secrets, (secret) => keeper.tell({ type: 'secret', secret }));
  const keeper = child(
    'keeper',
    () => ({
      databaseUrls: { keeper: urls.keeper, survey: urls.survey },
      secret: keeperSecrets.now(),
      stateDir: keeperState,
    }),
    { relayUrl: `smtp://127.0.0.1:${mailbox?.port}` },
  );
  const web = child(
    'web',
    () => ({
      databaseUrls: { web: urls.web, survey: urls.survey, traffic: urls.traffic },
      secret: secrets.web,
    }),
    { mailboxDir: folder.mailbox },
  );
  const receiver = child(
    'receiver',
    () => ({ databaseUrls: { receiver: urls.receiver }, secret: secrets.receiver }),
    {},
  );

  closing.add(() => keeperSecrets.close());

  const goLive = async () => {
    if (live) return;
    live = true;
    for (const process of [keeper, web]) process.tell({ type: 'live' });
    await mailbox?.close();
    rmSync(folder.mailbox, { recursive: true, force: true });
    say('Jatakk is live now. The mailbox is closed for good.');
  };

  for (const [process, patience] of [
    [keeper, KEEPER_PATIENCE],
    [web, WEB_PATIENCE],
    [receiver, RECEIVER_PATIENCE],
  ] as const) {
    closing.signal.throwIfAborted();
    closing.add((hurry) => process.stop(patience, hurry));
    await process.start();
  }
}
