import { spawn, type ChildProcess } from 'node:child_process';
import type { PostgresUser } from './postgres-user.js';

/**
 * Starts a PostgreSQL program as its user, with nothing of our environment, and in a session of its own:
 * a Ctrl-C on the terminal is for us to answer, in the right order.
 */
export function spawnPostgres(
  user: PostgresUser,
  program: string,
  args: string[],
  output: { log: number; signal?: AbortSignal },
): ChildProcess {
  const [first, ...rest] = [...user.through, program, ...args];
  return spawn(first!, rest, {
    cwd: '/',
    detached: true,
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', output.log, output.log],
    signal: output.signal,
    ...user.spawnAs,
  });
}
