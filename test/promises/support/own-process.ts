import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PerRole, urlSetting } from '../../../src/platform/database/runtime-roles.js';

/** A process of ours as it is started by itself: its own file, environment, role, and secret in a file. */
export interface OwnProcess {
  child: ChildProcess;
  /** Everything it has printed so far. */
  said: () => string;
  /** Its exit code. */
  ended: Promise<number | null>;
  stop(): Promise<void>;
}

const running = new Set<OwnProcess>();

/** Ends what a failed attack may have left running. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((each) => each.stop()));
}

const ROLES = {
  web: ['web', 'survey', 'traffic'],
  keeper: ['keeper', 'survey'],
  receiver: ['receiver'],
} as const;

export function startAlone(
  name: 'web' | 'keeper' | 'receiver',
  settings: { databaseUrls: PerRole<string>; secret: Buffer; env: Record<string, string> },
): OwnProcess {
  const folder = mkdtempSync(join(tmpdir(), 'jatakk-alone-'));
  const upper = name.toUpperCase();
  writeFileSync(join(folder, 'secret'), settings.secret.toString('base64url'), { mode: 0o600 });
  const roles = ROLES[name];
  const urls: Record<string, string> = {};
  for (const role of roles) {
    urls[`${urlSetting(role)}_FILE`] = join(folder, role);
    writeFileSync(join(folder, role), settings.databaseUrls[role], { mode: 0o600 });
  }
  const child = spawn(process.execPath, [join(process.cwd(), `dist/${name}.js`)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      DNS_RESOLVER: 'off',
      FORM_MINIMUM_SECONDS: '0',
      SKIP_CRASH_WAIT: '1',
      POLL_SECONDS: '1',
      [`${upper}_SECRET_FILE`]: join(folder, 'secret'),
      ...urls,
      ...settings.env,
    },
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => {
    rmSync(folder, { recursive: true, force: true });
    running.delete(own);
    return code as number | null;
  });
  const own: OwnProcess = {
    child,
    said: () => text,
    ended,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
  running.add(own);
  return own;
}
