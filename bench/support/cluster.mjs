import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { built } from './built.mjs';
import { treeCpuSeconds } from './process-usage.mjs';

const DATABASE = 'jatakk';

/**
 * A PostgreSQL of its own in a temporary folder, made and started by the very code that `npm start` uses: its
 * settings, fsync included, are those of a house in production.
 * @typedef {Awaited<ReturnType<typeof openCluster>>} Cluster
 */

/**
 * Makes the cluster, starts it and runs the migrations.
 * @param {object} [options]
 * @param {number} [options.undoSeconds] between pressing send and the start of a campaign
 * @param {string[]} [options.conf] further lines for postgresql.conf; the house's own settings go before them
 * @param {(line: string) => void} [options.say] told what PostgreSQL does by itself
 */
export async function openCluster({ undoSeconds = 0, conf = [], say = () => undefined } = {}) {
  const embedded = await parts();
  const root = mkdtempSync(join(tmpdir(), 'jatakk-bench-'));
  // As root, PostgreSQL runs as another user, who must be able to walk through.
  if (process.getuid?.() === 0) chmodSync(root, 0o711);
  const folder = embedded.openDataFolder(join(root, 'data'));
  const binaries = await embedded.findPostgresBinaries();
  const user = embedded.choosePostgresUser(binaries, folder.root, folder.postgres);
  const log = embedded.openLogFile(join(folder.logs, 'postgres.log'));
  const passwords = embedded.databasePasswords(folder);
  await embedded.createCluster({
    binaries,
    user,
    folder,
    ownerPassword: passwords.owner,
    log,
    signal: new AbortController().signal,
  });
  appendFileSync(join(folder.postgres, 'postgresql.conf'), ['', ...conf, ''].join('\n'));
  const socketFolder = embedded.makeSocketFolder(user.owner);
  const makeServer = () => new embedded.PostgresServer({ binaries, user, folder, socketFolder, log, say });
  let server = makeServer();
  await server.start();
  const stateDir = join(root, 'keeper');
  mkdirSync(stateDir, { mode: 0o700 });
  const ownerUrl = server.ownerUrl(DATABASE, passwords.owner);
  await embedded.ensureDatabase(server.ownerUrl('postgres', passwords.owner), DATABASE);
  await embedded.migrate({
    ownerUrl,
    passwords,
    undoSeconds,
    log: () => undefined,
  });

  const urls = Object.fromEntries(
    ['web', 'keeper', 'receiver', 'survey', 'traffic'].map((role) => [
      role,
      server.url(DATABASE, `jatakk_${role}`, passwords[role]),
    ]),
  );

  const remove = () => {
    embedded.removeSocketFolder(socketFolder);
    rmSync(root, { recursive: true, force: true });
  };
  // Whatever ends this process, nothing of it stays behind.
  const abandon = () => {
    process.kill(pid(), 'SIGQUIT');
    remove();
  };
  process.once('exit', abandon);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

  const pid = () => Number(readFileSync(join(folder.postgres, 'postmaster.pid'), 'utf8').split('\n')[0]);
  return {
    ownerUrl,
    webUrl: urls.web,
    keeperUrl: urls.keeper,
    /** As startWeb and startKeeper take them. */
    urls,
    dataDir: folder.postgres,
    /** For its keepers, all of them: where they note how far this database has come. */
    stateDir,
    logFile: log.path,
    /** Beside the house's database: what is made here is none of a runtime role's rights. */
    maintenanceUrl: server.ownerUrl('postgres', passwords.owner),
    /** Of the server that runs now. */
    get pid() {
      return pid();
    },
    /** A client signed in as the owner; its closing is the caller's. @param {string} [url] */
    async connect(url = ownerUrl) {
      const client = new pg.Client({ connectionString: url });
      client.on('error', () => undefined);
      await client.connect();
      return client;
    },
    /** CPU seconds of the server and all its processes since it was started; NaN where there is no /proc. */
    cpuSeconds: () => treeCpuSeconds(pid()),
    /** As `pg_ctl stop -m immediate`: no process gets to finish anything, the next start recovers. */
    async stopImmediate() {
      process.kill(pid(), 'SIGQUIT');
      await server.stop(() => false);
    },
    /** Starts it again, after a stop. */
    async start() {
      server = makeServer();
      await server.start();
    },
    /** Stops it and removes everything. */
    async close() {
      process.off('exit', abandon);
      await server.stop(() => true);
      remove();
    },
  };
}

async function parts() {
  const modules = await Promise.all(
    [
      'embedded/data-folder',
      'embedded/log-file',
      'embedded/owner-database',
      'embedded/postgres-binaries',
      'embedded/postgres-cluster',
      'embedded/postgres-server',
      'embedded/postgres-user',
      'embedded/socket-folder',
      'database/migrate',
    ].map((name) => built(`platform/${name}.js`)),
  );
  return Object.assign({}, ...modules);
}
