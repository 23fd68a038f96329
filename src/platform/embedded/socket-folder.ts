import { chmodSync, chownSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, parse } from 'node:path';
import type { UserIds } from './unprivileged.js';

const PREFIX = 'jatakk-';
/** A socket's path fits in 104 bytes on macOS and in 108 on Linux, its closing NUL included. */
const LONGEST = 103;

/**
 * Makes the folder for the database's socket, outside the data folder: its path must be short, and every
 * user of the house must be able to walk through it. Whoever reaches the socket still needs a password.
 */
export function makeSocketFolder(owner: UserIds): string {
  const folder = mkdtempSync(join(shortOpenFolder(), PREFIX));
  chmodSync(folder, 0o711);
  chownSync(folder, owner.uid, owner.gid);
  return folder;
}

/** Removes such a folder, also one that a killed run left. Anything else is left alone. */
export function removeSocketFolder(folder: string): void {
  if (!/^jatakk-[A-Za-z0-9]{6}$/.test(basename(folder))) return;
  rmSync(folder, { recursive: true, force: true });
}

/** A folder for temporary files that every user can walk to, with a short path. */
export function shortOpenFolder(): string {
  const fits = (folder: string) =>
    Buffer.byteLength(join(folder, `${PREFIX}XXXXXX`, '.s.PGSQL.5432')) <= LONGEST && openToAll(folder);
  return [tmpdir(), '/tmp', '/var/tmp'].find(fits) ?? tmpdir();
}

/** Whether any user can walk to the folder. Only root starts processes as other users. */
function openToAll(folder: string): boolean {
  if (process.getuid?.() !== 0) return true;
  for (let each = folder; each !== parse(each).root; each = dirname(each)) {
    if ((statSync(each, { throwIfNoEntry: false })?.mode ?? 0) % 2 === 0) return false;
  }
  return true;
}
