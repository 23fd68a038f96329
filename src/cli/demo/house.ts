import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A whole Jatakk of its own, in a folder that is thrown away, sending to a given mail server. */
export class ThrowAwayHouse {
  private constructor(
    readonly url: string,
    /** The path of the one-time set-up link. */
    readonly setupPath: string,
    /** Where it takes mail in, on this machine. */
    readonly receiverPort: number,
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  static async start(sinkPort: number): Promise<ThrowAwayHouse> {
    const folder = mkdtempSync(join(tmpdir(), 'jatakk-demo-'));
    const [port, receiverPort] = [await freePort(), await freePort()];
    const child = spawn(process.execPath, [fileURLToPath(new URL('../../start.js', import.meta.url))], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        LANG: process.env.LANG,
        TMPDIR: process.env.TMPDIR,
        PORT: String(port),
        RECEIVER_PORT: String(receiverPort),
        JATAKK_DATA: join(folder, 'data'),
        JATAKK_SECRETS: join(folder, 'secrets'),
        JATAKK_TRIAL_RELAY: `smtp://127.0.0.1:${sinkPort}`,
        UNDO_SECONDS: '0',
        FORM_MINIMUM_SECONDS: '0',
        SIGN_UPS_PER_CLIENT: '1000',
        RELAY_CONNECTIONS: '20',
        POLL_SECONDS: '2',
        ...(process.env.REDIS_URL && { REDIS_URL: process.env.REDIS_URL }),
      },
    });
    const setupUrl = new URL(await setUpLink(child));
    return new ThrowAwayHouse(setupUrl.origin, setupUrl.pathname, receiverPort, child, folder);
  }

  /** As the owner of its database, which only whoever runs it can be. */
  get ownerUrl(): string {
    const read = (name: string) =>
      JSON.parse(readFileSync(join(this.folder, 'data', name), 'utf8')) as Record<string, string>;
    const host = encodeURIComponent(read('run.json').socketFolder!);
    return `postgres://jatakk_owner:${read('passwords.json').owner}@/jatakk?host=${host}&port=5432`;
  }

  /** Ends it. The folder goes too, unless somebody has to look at what went wrong: then its path is returned. */
  async stop({ keepFolder }: { keepFolder: boolean }): Promise<string> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = new Promise((resolve) => this.process.once('exit', resolve));
      this.process.kill('SIGTERM');
      await ended;
    }
    if (!keepFolder) rmSync(this.folder, { recursive: true, force: true });
    return this.folder;
  }
}

function setUpLink(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      const link = /https?:\/\/\S+\/setup\/[\w-]{43}/.exec(said)?.[0];
      if (link) resolve(link);
    };
    child.stdout!.on('data', read);
    child.stderr!.on('data', read);
    child.once('exit', (code) =>
      reject(new Error(`Jatakk ended with ${code} instead of starting:\n${said}`)),
    );
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
