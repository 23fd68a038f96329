import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { RunRecord } from '../../src/platform/embedded/run-record.js';
import { until } from './until.js';
import { freePort } from './free-port.js';

/** A house as `npm start` raises it, which can be stopped, have its data folder put back, and be started again. */
export class RestartableHouse {
  readonly folder = mkdtempSync(join(tmpdir(), 'jatakk-restart-'));
  readonly data = join(this.folder, 'data');
  /** What the last start has printed. */
  said = '';
  #child: ChildProcess | undefined;

  private constructor(
    private readonly port: number,
    private readonly env: Record<string, string>,
  ) {
    // Started by root, parts of it run as other users: they walk through.
    chmodSync(this.folder, 0o711);
  }

  static async make(env: Record<string, string>): Promise<RestartableHouse> {
    return new RestartableHouse(await freePort(), env);
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  async start(): Promise<void> {
    this.said = '';
    const child = spawn(process.execPath, [join(process.cwd(), 'dist/start.js')], {
      env: this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    }
    await until(
      'the house stands',
      () => {
        if (child.exitCode !== null) throw new Error(`The start ended: ${this.said}`);
        return this.said.includes('Ctrl-C stops everything.');
      },
      90_000,
    );
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'close');
    child.kill('SIGTERM');
    await ended;
  }

  /** Copies the data folder of a stopped house, with its owners and rights, as `cp -a` does. */
  async copyData(from: string, to: string): Promise<void> {
    rmSync(to, { recursive: true, force: true });
    await promisify(execFile)('cp', ['-a', from, to]);
  }

  /** `jatakk …` beside the house. Answers what it printed. */
  async command(...args: string[]): Promise<string> {
    const cli = join(process.cwd(), 'dist/cli.js');
    const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args], {
      env: this.environment(),
    });
    return stdout;
  }

  /** One statement as the database's owner. */
  async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const read = (name: string) => JSON.parse(readFileSync(join(this.data, name), 'utf8')) as unknown;
    const { owner } = read('passwords.json') as { owner: string };
    const { socketFolder } = read('run.json') as RunRecord;
    const client = new pg.Client({
      host: socketFolder!,
      port: 5432,
      database: 'jatakk',
      user: 'jatakk_owner',
      password: owner,
    });
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  async throwAway(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** That of its start, and of the commands beside it. */
  environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      HOME: this.folder,
      PORT: String(this.port),
      RECEIVER_PORT: '0',
      JATAKK_DATA: this.data,
      JATAKK_SECRETS: join(this.folder, 'secrets'),
      DNS_RESOLVER: 'off',
      UNDO_SECONDS: '0',
      FORM_MINIMUM_SECONDS: '0',
      SIGN_UPS_PER_CLIENT: '1000',
      POLL_SECONDS: '0.3',
      ...this.env,
    };
  }
}
