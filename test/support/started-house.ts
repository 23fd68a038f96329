import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.js';

const START = join(process.cwd(), 'dist/start.js');

/** A whole house as an operator has it: `node dist/start.js` with folders of its own. */
export class StartedHouse {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    readonly url: string,
    /** The link that sets it up, as printed. */
    readonly setupUrl: string,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<StartedHouse> {
    const folder = mkdtempSync(join(tmpdir(), 'jatakk-test-'));
    // Started by root, the database belongs to another user, who must be able to walk to it.
    chmodSync(folder, 0o711);
    const port = await freePort();
    const child = spawn(process.execPath, [START], {
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        PORT: String(port),
        JATAKK_DATA: join(folder, 'data'),
        JATAKK_SECRETS: join(folder, 'secrets'),
        DNS_RESOLVER: 'off',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    }
    const setupUrl = await until(
      'the house starts and prints its link',
      () => {
        if (child.exitCode !== null) throw new Error(`The start ended: ${said}`);
        return said.includes('Ctrl-C') && /http:\/\/\S+\/setup\/[\w-]{43}/.exec(said)?.[0];
      },
      25_000,
    );
    return new StartedHouse(child, folder, `http://localhost:${port}`, setupUrl);
  }

  async stop(): Promise<void> {
    const ended = once(this.process, 'close');
    this.process.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
