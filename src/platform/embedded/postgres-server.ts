import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { DataFolder } from './data-folder.js';
import { BackOff } from './back-off.js';
import { tailOf, type LogFile } from './log-file.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { OWNER_ROLE } from './postgres-cluster.js';
import { clearPostgresLeftover, stopServer } from './postgres-leftover.js';
import type { PostgresUser } from './postgres-user.js';
import { identityOf, type ProcessIdentity } from './process-identity.js';
import { readTextIfThere } from './private-file.js';
import { Refusal } from './refusal.js';
import { spawnPostgres } from './spawn-postgres.js';

const START_TIMEOUT = 60_000;

/** A PostgreSQL of our own, reached only through its socket. Should it die, it is started again. */
export class PostgresServer {
  private identity?: ProcessIdentity;
  private stopping = false;
  private readonly backOff = new BackOff();

  constructor(
    private readonly options: {
      binaries: PostgresBinaries;
      user: PostgresUser;
      folder: DataFolder;
      socketFolder: string;
      log: LogFile;
      say: (line: string) => void;
    },
  ) {}

  /** The URL of a database for a role, in the form that pg, TypeORM and BullMQ read. */
  url(database: string, role: string, password: string): string {
    const host = encodeURIComponent(this.options.socketFolder);
    return `postgres://${role}:${encodeURIComponent(password)}@/${database}?host=${host}&port=5432`;
  }

  ownerUrl(database: string, password: string): string {
    return this.url(database, OWNER_ROLE, password);
  }

  /** Starts the server and answers when it takes connections. */
  async start(): Promise<void> {
    const { binaries, user, folder, log, say } = this.options;
    if (await clearPostgresLeftover(folder.postgres)) say('Stopped a PostgreSQL that an earlier run left.');
    const logStart = log.size();
    const child = spawnPostgres(user, binaries.postgres, this.arguments(), { log: log.fd });
    this.identity = child.pid ? identityOf(child.pid) : undefined;
    const ended = new Promise<'ended'>((resolve) => {
      child.once('exit', () => resolve('ended'));
      child.once('error', () => resolve('ended'));
    });
    const outcome = await Promise.race([ended, this.readiness(child, folder)]);
    if (this.stopping) return;
    if (outcome !== 'ready') {
      throw new Refusal(`PostgreSQL did not start. ${log.path} says:\n${tailOf(log, logStart)}`);
    }
    void ended.then(() => this.revive());
  }

  /** Stops the server; sessions are cut off, what is committed stays. */
  async stop(hurry: () => boolean): Promise<void> {
    this.stopping = true;
    const patience = Date.now() + 2_000;
    if (this.identity) await stopServer(this.identity, 30_000, () => hurry() && Date.now() > patience);
  }

  private async readiness(child: ChildProcess, folder: DataFolder): Promise<'ready' | 'late'> {
    const deadline = Date.now() + START_TIMEOUT;
    while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
      // Line 1 is the pid, line 8 the state (PostgreSQL's miscadmin.h, LOCK_FILE_LINE_*).
      const lines = readTextIfThere(join(folder.postgres, 'postmaster.pid'))?.split('\n') ?? [];
      if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return 'ready';
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    return 'late';
  }

  private async revive(): Promise<void> {
    if (!this.stopping) this.options.say('PostgreSQL ended unexpectedly; it is started again.');
    while (!this.stopping) {
      await this.backOff.wait();
      if (this.stopping) return;
      try {
        await this.start();
        this.options.say('PostgreSQL runs again.');
        return;
      } catch {
        // The log has the reason; the next attempt comes later.
      }
    }
  }

  private arguments(): string[] {
    const { folder, socketFolder } = this.options;
    const settings = {
      listen_addresses: '',
      unix_socket_directories: socketFolder,
      port: '5432',
      cluster_name: 'jatakk',
      // A log that can hold no address: no statement, no parameter, no value quoted in an error.
      log_statement: 'none',
      log_parameter_max_length: '0',
      log_parameter_max_length_on_error: '0',
      log_min_duration_statement: '-1',
      log_min_error_statement: 'panic',
      log_min_messages: 'log',
      log_error_verbosity: 'terse',
      log_destination: 'stderr',
      logging_collector: 'off',
      log_checkpoints: 'off',
      log_timezone: 'UTC',
      timezone: 'UTC',
      // One organisation's house on one machine.
      shared_buffers: '64MB',
      max_connections: '80',
      max_wal_size: '512MB',
      jit: 'off',
      huge_pages: 'off',
      io_method: 'sync',
      max_logical_replication_workers: '0',
    };
    return [
      '-D',
      folder.postgres,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ];
  }
}
