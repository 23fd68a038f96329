import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LogFile } from './log-file.js';
import type { MigrationOrder, MigrationWord } from './migrate-process.js';
import { Refusal } from './refusal.js';

/**
 * Brings the database up to date in a process of its own: what migrations load would otherwise stay
 * in memory for as long as the house stands.
 */
export function runMigrations(
  order: MigrationOrder,
  around: { log: LogFile; say: (line: string) => void; signal: AbortSignal },
): Promise<void> {
  const child = fork(fileURLToPath(new URL('./migrate-process.js', import.meta.url)), [], {
    env: { PATH: process.env.PATH, TZ: 'UTC' },
    execArgv: [],
    detached: true,
    stdio: ['ignore', around.log.fd, around.log.fd, 'ipc'],
    signal: around.signal,
  });
  child.send(order, () => undefined);
  return new Promise((resolve, reject) => {
    child.on('message', (word: MigrationWord) => {
      if (word.type === 'line') around.say(word.line);
      else if (word.type === 'done') resolve();
      else reject(new Refusal(word.message));
    });
    child.once('error', () => reject(new Refusal('The database could not be brought up to date.')));
    child.once('exit', () =>
      reject(new Refusal(`The database could not be brought up to date. ${around.log.path} says why.`)),
    );
  });
}
