import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that cannot be mistaken for a later one with the same number: its pid and when it began. */
export interface ProcessIdentity {
  pid: number;
  /** Opaque; equal only for the same process of the same boot. */
  started: string;
}

const UNREADABLE = 'unreadable';

/** Who this process is. */
export function ownIdentity(): ProcessIdentity {
  return identityOf(process.pid) ?? { pid: process.pid, started: UNREADABLE };
}

/** The identity of a process that runs now; undefined when there is none, or only its remains (a zombie). */
export function identityOf(pid: number): ProcessIdentity | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const started = process.platform === 'linux' ? startedOnLinux(pid) : startedElsewhere(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether exactly this process still runs. A process that hides its start counts as running. */
export function isRunning(identity: ProcessIdentity): boolean {
  const now = identityOf(identity.pid);
  return now !== undefined && (now.started === identity.started || now.started === UNREADABLE);
}

/** Waits until the process has ended, at most `milliseconds`, or until `giveUp`. Answers whether it has. */
export async function hasEnded(
  identity: ProcessIdentity,
  milliseconds: number,
  giveUp = () => false,
): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (isRunning(identity)) {
    if (Date.now() >= deadline || giveUp()) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

/** Sends a signal to exactly this process; does nothing when it has ended or belongs to somebody else. */
export function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  if (!isRunning(identity)) return;
  try {
    process.kill(identity.pid, name);
  } catch {
    // It ended in between, or it is not ours to stop: whoever waits for its end will see.
  }
}

function startedOnLinux(pid: number): string | undefined {
  try {
    // proc(5): the name in brackets may hold anything, so the fields are counted from the last bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${bootId()}:${fields[19]}`;
  } catch {
    return hidesFromUs(pid) ? UNREADABLE : undefined;
  }
}

function startedElsewhere(pid: number): string | undefined {
  try {
    const env = { PATH: process.env.PATH, LC_ALL: 'C' };
    const shown = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { env, encoding: 'utf8' });
    return shown.trim() || undefined;
  } catch {
    return hidesFromUs(pid) ? UNREADABLE : undefined;
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    return '';
  }
}

function hidesFromUs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
