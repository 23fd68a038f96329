import { chownSync, lchownSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { HouseSettings } from './house-settings.js';
import { Refusal } from './refusal.js';
import { JOURNAL } from '../journal/journal-folder.js';
import type { Secrets } from './secrets-folder.js';
import { isRoot } from './unprivileged.js';

/** The file in which a keeper notes the highest counter that it has seen in the database. */
export const COUNTER_FILE = 'heartbeat';

/**
 * The folder in which the keeper notes what its database must not fall behind: `KEEPER_STATE`, or one beside its
 * secret, made and given to its user. It is not in the data folder: put back from a copy, that would bring along a
 * note as old as itself.
 */
export function openKeeperState(
  { keeperStatePath, users }: Pick<HouseSettings, 'keeperStatePath' | 'users'>,
  secrets: Pick<Secrets, 'folder'>,
): string {
  const folder = keeperStatePath ?? join(secrets.folder, 'keeper-state');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (users && isRoot()) {
      const { uid, gid } = users.keeper;
      chownSync(folder, uid, gid);
      // Not what a link points to: whoever holds the keeper could have put it there, and this runs as root.
      for (const path of notesIn(folder)) lchownSync(path, uid, gid);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Refusal(
      `The keeper's notes cannot be kept in ${folder} (${code}). KEEPER_STATE may name another folder.`,
    );
  }
  return folder;
}

/** The journal's days too: what was brought from another machine came as root's. */
function notesIn(folder: string): string[] {
  const journal = join(folder, JOURNAL);
  const within = (path: string) => readdirSync(path).map((name) => join(path, name));
  const isFolder = lstatSync(journal, { throwIfNoEntry: false })?.isDirectory();
  return [...within(folder), ...(isFolder ? within(journal) : [])];
}
