import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.js';

export interface RunLock {
  release: () => void;
}

/**
 * Takes the lock file for as long as this process lives, or names the process that holds it.
 * The file names its holder by pid and start, so one left by a killed process frees itself,
 * even when its pid has been given to another program since.
 */
export async function takeRunLock(path: string): Promise<RunLock | { heldBy: ProcessIdentity }> {
  const own = JSON.stringify({ ...ownIdentity(), nonce: randomUUID() });
  for (;;) {
    if (create(path, own)) return { release: () => releaseOwn(path, own) };
    const found = await readSettled(path);
    if (found === undefined) continue;
    const holder = parseHolder(found);
    if (holder && isRunning(holder)) return { heldBy: holder };
    clearStale(path, found);
  }
}

function create(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The file's text, once its writer (who creates it first) has had time to finish it. */
async function readSettled(path: string): Promise<string | undefined> {
  for (let attempt = 0; ; attempt++) {
    const text = readIfThere(path);
    if (text === undefined || parseHolder(text) || attempt === 10) return text;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Moves a stale lock away, and puts it back if it turns out that somebody had just renewed it. */
function clearStale(path: string, stale: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, path);
  } catch {
    // Somebody else cleared it, or already holds it: the next round sees.
  } finally {
    rmSync(aside, { force: true });
  }
}

function releaseOwn(path: string, own: string): void {
  if (readIfThere(path) === own) rmSync(path, { force: true });
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseHolder(text: string): ProcessIdentity | undefined {
  try {
    const { pid, started } = JSON.parse(text) as Partial<ProcessIdentity>;
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
}
