import { copyFileSync, fstatSync, ftruncateSync, openSync, readSync, rmSync } from 'node:fs';

/** A log that processes write to directly, through `fd`: it goes on when the process that opened it has died. */
export interface LogFile {
  path: string;
  fd: number;
  /** Bytes in it now. */
  size: () => number;
}

const LARGEST = 10 * 1024 * 1024;

/** Opens a log for appending. Beyond 10 MB it is moved to `<path>.1`, in place, since its writers keep it open. */
export function openLogFile(path: string): LogFile {
  const fd = openSync(path, 'a+', 0o600);
  const size = () => fstatSync(fd).size;
  const rotate = () => {
    if (size() < LARGEST) return;
    try {
      copyFileSync(path, `${path}.1`);
    } catch {
      // Not even on a full disk does a log grow without end, or take the house down: the older lines go.
      rmSync(`${path}.1`, { force: true });
    }
    ftruncateSync(fd, 0);
  };
  rotate();
  setInterval(rotate, 60_000).unref();
  return { path, fd, size };
}

/** The last lines written since the log had `from` bytes, at most 2 kB. */
export function tailOf(log: LogFile, from: number): string {
  const end = log.size();
  const start = Math.max(from, end - 2_048);
  const text = Buffer.alloc(Math.max(0, end - start));
  readSync(log.fd, text, 0, text.length, start);
  return text.toString('utf8').trim();
}
