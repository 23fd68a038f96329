import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Refusal } from './refusal.js';
import { shortOpenFolder } from './socket-folder.js';
import type { UserIds } from './unprivileged.js';

/** How a program of ours is run so that it can still load parts of itself once it has given up root. */
export interface OwnFiles {
  /** A command to put before the program, with its arguments. */
  through: string[];
  /** Where the compiled programs lie for it. */
  dist: string;
}

const PARTS = ['dist', 'node_modules'];
const PREFIX = 'jatakk-view-';

/**
 * Where the users cannot walk to our files, such as in a home closed to others, the programs see them in another
 * place: mounted there in a namespace of their own, which ends with them. Nothing outside them changes, but for an
 * empty folder: `onFolder` gets its path, to have it removed afterwards.
 */
export function openOwnFiles(
  projectRoot: string,
  users: UserIds[],
  onFolder: (path: string) => void,
): OwnFiles {
  const asTheyAre = { through: [], dist: join(projectRoot, 'dist') };
  if (users.every((user) => canRead(asTheyAre, user))) return asTheyAre;
  const folder = mkdtempSync(join(shortOpenFolder(), PREFIX));
  onFolder(folder);
  chmodSync(folder, 0o711);
  for (const part of PARTS) mkdirSync(join(folder, part));
  copyFileSync(join(projectRoot, 'package.json'), join(folder, 'package.json'));
  chmodSync(join(folder, 'package.json'), 0o644);
  const script =
    'for part in dist node_modules; do mount --bind "$1/$part" "$2/$part" || exit 1; done; shift 2; exec "$@"';
  const mounted = {
    through: ['unshare', '--mount', '--', '/bin/sh', '-c', script, 'sh', projectRoot, folder],
    dist: join(folder, 'dist'),
  };
  if (users.every((user) => canRead(mounted, user))) return mounted;
  throw new Refusal(
    `Started by root, parts of Jatakk run as other users, and these cannot read Jatakk's own files in ${projectRoot}. ` +
      'Move it to a folder open to all (/opt/jatakk, say; `chmod -R go+rX` opens its files), or start it as an ordinary user.',
  );
}

/** Removes such a folder, also one that a killed run left: only what is empty, so that no mount is ever followed. */
export function removeView(folder: string): void {
  if (!basename(folder).startsWith(PREFIX)) return;
  rmSync(join(folder, 'package.json'), { force: true });
  for (const each of [...PARTS.map((part) => join(folder, part)), folder]) {
    try {
      rmdirSync(each);
    } catch {
      // In use, or gone; an empty folder among the temporary files does no harm.
    }
  }
}

/** Tried by doing it: a program becomes the user and reads a file of each part. */
function canRead({ through, dist }: OwnFiles, { uid, gid }: UserIds): boolean {
  const attempt = `
    process.setgroups([]); process.setgid(${gid}); process.setuid(${uid});
    for (const file of process.argv.slice(1)) require('node:fs').readFileSync(file);`;
  const files = [
    join(dist, 'web.js'),
    join(dist, 'platform/embedded/handover.js'),
    join(dist, '../node_modules/pg/package.json'),
  ];
  const [program, ...args] = [...through, process.execPath, '-e', attempt, ...files];
  return spawnSync(program!, args, { cwd: '/', stdio: 'ignore' }).status === 0;
}
