import { execFileSync } from 'node:child_process';

/** A user, and the group it acts in. */
export interface UserIds {
  uid: number;
  gid: number;
}

/** Whether this process may become any user. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The numbers of a user given by name or number; undefined when the system knows no such name. */
export function userIds(nameOrNumber: string): UserIds | undefined {
  if (/^\d+$/.test(nameOrNumber)) return { uid: Number(nameOrNumber), gid: Number(nameOrNumber) };
  const number = (option: string) =>
    Number(
      execFileSync('id', [option, '--', nameOrNumber], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
  try {
    return { uid: number('-u'), gid: number('-g') };
  } catch {
    return undefined;
  }
}

/**
 * Gives up root for good: this process becomes the given user, in that one group, with no way back.
 * It can open no file by name afterwards that lies under a folder closed to that user (the program
 * itself may), so everything must have been imported. Does nothing when the process is not root.
 */
export function dropPrivileges({ uid, gid }: UserIds): void {
  if (!isRoot()) return;
  if (uid === 0 || gid === 0) throw new Error('Cannot drop to root.');
  process.setgroups!([]);
  process.setgid!(gid);
  process.setuid!(uid);
  process.umask(0o077);
  if (process.getuid!() !== uid || process.getgid!() !== gid || mayReturnToRoot()) {
    throw new Error('Root was not given up.');
  }
}

function mayReturnToRoot(): boolean {
  try {
    process.setuid!(0);
    return true;
  } catch {
    return false;
  }
}
