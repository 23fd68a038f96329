import { spawnSync } from 'node:child_process';
import { existsSync, lchownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PostgresBinaries } from './postgres-binaries.js';
import { Refusal } from './refusal.js';
import { isRoot, userIds, type UserIds } from './unprivileged.js';

/** As whom PostgreSQL runs. It refuses to run as root. */
export interface PostgresUser {
  /** The user to spawn as; undefined when it runs as whoever started Jatakk. */
  spawnAs?: UserIds;
  /** A command to put before the program, with its arguments. */
  through: string[];
  /** To whom its files belong. */
  owner: UserIds;
  /** For the operator, such as `user postgres`. */
  words: string;
}

const LIKELY = ['postgres', '_postgres', 'nobody'];

/**
 * Finds a user who may run PostgreSQL on `folder` (which need not exist) inside `parent` (which does).
 * As root that is whoever owns the folder already, else the first of the usual users who can reach both
 * the programs and the folder; where nobody can, such as in a home closed to others, root's own files
 * from inside a user namespace, where it is not root. The owner of the folder then remembers the choice.
 */
export function choosePostgresUser(binaries: PostgresBinaries, parent: string, folder: string): PostgresUser {
  const candidates = isRoot() ? candidatesForRoot(folder) : [ourselves()];
  for (const candidate of candidates) {
    if (!canRun(candidate, binaries, parent)) continue;
    if (existsSync(folder)) giveTo(candidate, folder);
    return candidate;
  }
  if (spawnSync(binaries.postgres, ['--version'], { cwd: '/' }).status !== 0) {
    throw new Refusal(
      'The bundled PostgreSQL does not run on this system. Set DATABASE_URL to a PostgreSQL 15 or newer instead.',
    );
  }
  throw new Refusal(
    'PostgreSQL does not run as root, no other user can reach its files here, and this system allows no user ' +
      'namespace. Start Jatakk as an ordinary user, move it out of a closed folder (to /opt/jatakk, say), or set DATABASE_URL.',
  );
}

function ourselves(): PostgresUser {
  const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  return { through: [], owner, words: 'your own user' };
}

function candidatesForRoot(folder: string): PostgresUser[] {
  const users = LIKELY.flatMap((name) => {
    const ids = userIds(name);
    return ids && ids.uid > 0 ? [{ name, ids }] : [];
  });
  const asUsers = users.map(({ name, ids }) => ordinary(ids, `user ${name}`));
  const inNamespace = users.slice(0, 1).map(({ ids }) => namespaced(ids));
  if (!existsSync(folder)) return [...asUsers, ...inNamespace];
  const { uid, gid } = statSync(folder);
  if (uid === 0) return [...inNamespace, ...asUsers];
  const name = users.find(({ ids }) => ids.uid === uid)?.name ?? String(uid);
  return [ordinary({ uid, gid }, `user ${name}`), ...asUsers, ...inNamespace];
}

function ordinary(ids: UserIds, words: string): PostgresUser {
  return { spawnAs: ids, through: [], owner: ids, words };
}

/** Inside, the process is `ids`, without any capability; outside, its files are root's. */
function namespaced({ uid, gid }: UserIds): PostgresUser {
  return {
    through: ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'],
    owner: { uid: 0, gid: 0 },
    words: 'root without its powers, in a user namespace',
  };
}

/** Whether the candidate can walk into the folder and run the program: tried, since modes do not tell all. */
function canRun({ spawnAs, through }: PostgresUser, { postgres }: PostgresBinaries, parent: string): boolean {
  const [program, ...args] = [
    ...through,
    '/bin/sh',
    '-c',
    'cd "$1" && test "$(id -u)" -ne 0 && exec "$2" --version',
    'sh',
    parent,
    postgres,
  ];
  return spawnSync(program, args, { cwd: '/', stdio: 'ignore', ...spawnAs }).status === 0;
}

/** Makes the folder and all in it the user's, where it is not. */
function giveTo({ owner }: PostgresUser, folder: string): void {
  const { uid } = statSync(folder);
  if (uid === owner.uid) return;
  if (!isRoot()) {
    throw new Refusal(
      `${folder} belongs to user ${uid}. Start Jatakk as that user, or as root if it was root who did.`,
    );
  }
  // The folder itself comes last: should this be cut off, the next start begins again.
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(folder, entry), owner.uid, owner.gid);
  }
  lchownSync(folder, owner.uid, owner.gid);
}
