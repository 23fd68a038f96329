import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  readMailbox,
  readMessage,
  type MailboxMessage,
} from '../../../src/platform/embedded/mailbox-reader.js';
import type { RunRecord } from '../../../src/platform/embedded/run-record.js';
import { HttpClient } from '../../support/http-client.js';
import { until } from '../../support/until.js';
import { freePort } from '../../support/free-port.js';
import { FIRST_FORM } from '../../support/first-form.js';

/** A house as `npm start` raises it, on a folder of its own, saying all it can say in its logs. */
export class StartedHouse {
  #said = '';

  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
  }

  /** @param env settings beside those of every such house */
  static async start(env: Record<string, string> = {}): Promise<StartedHouse> {
    const folder = mkdtempSync(join(tmpdir(), 'jatakk-sweep-'));
    // Started by root, parts of it run as other users: they walk through, and write down their connections.
    chmodSync(folder, 0o711);
    writeFileSync(join(folder, 'connections'), '');
    chmodSync(join(folder, 'connections'), 0o666);
    const port = await freePort();
    const child = spawn(process.execPath, [join(process.cwd(), 'dist/start.js')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        PORT: String(port),
        RECEIVER_PORT: '0',
        JATAKK_DATA: join(folder, 'data'),
        JATAKK_SECRETS: join(folder, 'secrets'),
        JATAKK_CONNECTIONS_FILE: join(folder, 'connections'),
        NODE_OPTIONS: `--import=${pathToFileURL(join(process.cwd(), 'test/promises/support/record-connections.mjs')).href}`,
        LOG_LEVEL: 'debug',
        DNS_RESOLVER: 'off',
        UNDO_SECONDS: '0',
        FORM_MINIMUM_SECONDS: '0',
        SIGN_UPS_PER_CLIENT: '1000',
        POLL_SECONDS: '1',
        ...env,
      },
    });
    const house = new StartedHouse(folder, child, `http://localhost:${port}`);
    await until(
      'the house stands',
      () => {
        if (child.exitCode !== null) throw new Error(`the start ended: ${house.said}`);
        return house.said.includes('Ctrl-C stops everything.');
      },
      90_000,
    );
    return house;
  }

  /** Everything printed so far. */
  get said(): string {
    return this.#said;
  }

  get dataFolder(): string {
    return join(this.folder, 'data');
  }

  get record(): RunRecord {
    return JSON.parse(readFileSync(join(this.dataFolder, 'run.json'), 'utf8')) as RunRecord;
  }

  get ownerUrl(): string {
    const { owner } = JSON.parse(readFileSync(join(this.dataFolder, 'passwords.json'), 'utf8')) as {
      owner: string;
    };
    return `postgres://jatakk_owner:${owner}@/jatakk?host=${encodeURIComponent(this.record.socketFolder!)}&port=5432`;
  }

  get setupPath(): string {
    return /\/setup\/[\w-]{43}/.exec(this.said)![0];
  }

  /** As its first administrator fills in the form; who is asked to come again in a moment does. */
  async setUp(staff: HttpClient, adminAddress: string): Promise<void> {
    const path = this.setupPath;
    const submit = () => staff.submit(path, path, { ...FIRST_FORM, adminAddress });
    await until('the house is set up', async () => {
      const { status } = await submit();
      if (status !== 303 && status !== 503) throw new Error(`set-up: ${status}\n${this.said.slice(-3000)}`);
      return status === 303;
    });
  }

  /** Every connection that a process of the house has opened: which program, to where. */
  get connections(): { from: string; to: string }[] {
    const lines = readFileSync(join(this.folder, 'connections'), 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as { from: string; to: string });
  }

  client(): HttpClient {
    return new HttpClient(this.url);
  }

  /** The messages that have reached the local mailbox for an address. */
  async mailsTo(address: string): Promise<MailboxMessage[]> {
    const folder = join(this.dataFolder, 'mailbox');
    const mine = readMailbox(folder).filter(({ to }) => to.includes(address));
    const mails = await Promise.all(mine.map(({ id }) => readMessage(folder, id)));
    return mails.filter((mail) => mail !== undefined);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'close');
    this.child.kill('SIGTERM');
    await ended;
  }

  async throwAway(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
