import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BackupError } from '../backup/backup-error.js';
import type { BackupErrand, BackupWord } from './backup-process.js';
import type { LogFile } from './log-file.js';

/**
 * Makes a backup in a process of its own, beside the house: what it loads is gone with it, and nobody waits for it.
 * Answers the file of the data, or undefined when there was no need. @throws BackupError in words for the operator
 */
export function runBackup(
  errand: BackupErrand,
  around: { log: LogFile; signal: AbortSignal },
): Promise<string | undefined> {
  const child = fork(fileURLToPath(new URL('./backup-process.js', import.meta.url)), [], {
    env: { PATH: process.env.PATH, TZ: 'UTC' },
    execArgv: [],
    detached: true,
    stdio: ['ignore', around.log.fd, around.log.fd, 'ipc'],
    signal: around.signal,
  });
  child.send(errand, () => undefined);
  return new Promise((resolve, reject) => {
    child.on('message', (word: BackupWord) => {
      if (word.type === 'done') resolve(word.made?.dataFile);
      else reject(new BackupError(word.message));
    });
    child.once('error', () => reject(new BackupError('The backup could not be begun.')));
    child.once('exit', () => reject(new BackupError(`The backup ended early. ${around.log.path} says why.`)));
  });
}
