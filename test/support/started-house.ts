import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.js';
import { freePort } from './free-port.js';

const START = join(process.cwd(), 'dist/start.js');
const CLI = join(process.cwd(), 'dist/cli.js');

/** A whole house as an operator has it: `node dist/start.js` with folders of its own. */
export class StartedHouse {
  private constructor(
    private readonly process: ChildProcess,
    private readonly env: NodeJS.ProcessEnv,
    readonly folder: string,
    readonly url: string,
    /** The link that sets it up, as printed. */
    readonly setupUrl: string,
  ) {}

  /** @param folder one that another was stopped in, to be started again */
  static async start(
    env: Record<string, string> = {},
    folder = mkdtempSync(join(tmpdir(), 'jatakk-test-')),
  ): Promise<StartedHouse> {
    // Started by root, the database belongs to another user, who must be able to walk to it.
    chmodSync(folder, 0o711);
    const port = await freePort();
    const ownEnv = {
      PATH: process.env.PATH,
      HOME: folder,
      PORT: String(port),
      RECEIVER_PORT: '0',
      JATAKK_DATA: join(folder, 'data'),
      JATAKK_SECRETS: join(folder, 'secrets'),
      DNS_RESOLVER: 'off',
      ...env,
    };
    const child = spawn(process.execPath, [START], {
      env: ownEnv,
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
        return said.includes('Ctrl-C') && (/http:\/\/\S+\/setup\/[\w-]{43}/.exec(said)?.[0] ?? 'none');
      },
      60_000,
    );
    return new StartedHouse(child, ownEnv, folder, `http://localhost:${port}`, setupUrl);
  }

  /** One of the operator's commands beside it: what it printed, and how it ended. */
  run(args: string[], input = ''): Promise<{ code: number | null; said: string }> {
    return runCli(this.env, args, input);
  }

  /** @param keepFolder to start another in it */
  async stop({ keepFolder = false } = {}): Promise<void> {
    // One that was stopped from the same terminal, or fell over, is gone already.
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = once(this.process, 'close');
      this.process.kill('SIGTERM');
      await ended;
    }
    if (!keepFolder) rmSync(this.folder, { recursive: true, force: true });
  }
}

/** `jatakk <args>` with an environment of its own. */
export async function runCli(
  env: NodeJS.ProcessEnv,
  args: string[],
  input = '',
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}
