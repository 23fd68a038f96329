import {
  copyFileSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';

/** A log that processes write to directly, through `fd`: it goes on when the process that opened it has died. */
export interface LogFile {
  path: string;
  fd: number;
  /** Bytes in it now. */
  size: () => number;
}

const LARGEST = 10 * 1024 * 1024;

/** No line is older: each file holds at most half of it, and there are two. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

/**
 * Opens a log for appending. Beyond 10 MB or 15 days it is moved to `<path>.1`, in place, since its writers keep it open.
 * After 30 days a line is gone.
 */
export function openLogFile(path: string): LogFile {
  const fd = openSync(path, 'a+', 0o600);
  const size = () => fstatSync(fd).size;
  /** When its first line was written, at the earliest: when the older ones were put beside it. */
  let began = statSync(`${path}.1`, { throwIfNoEntry: false })?.mtimeMs ?? fstatSync(fd).birthtimeMs;
  const rotate = () => {
    const age = Date.now() - began;
    if (size() < LARGEST && age < KEPT_MS / 2) return;
    try {
      // The house stood still for so long that when each line was written is not known.
      if (age >= KEPT_MS) writeFileSync(`${path}.1`, '', { mode: 0o600 });
      else copyFileSync(path, `${path}.1`);
      utimesSync(`${path}.1`, new Date(), new Date());
    } catch {
      // Not even on a full disk does a log grow without end, or take the house down: the older lines go.
      rmSync(`${path}.1`, { force: true });
    }
    ftruncateSync(fd, 0);
    began = Date.now();
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
