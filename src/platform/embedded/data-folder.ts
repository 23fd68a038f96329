import { randomBytes, randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readTextIfThere, writePrivateFile } from './private-file.js';
import { type PerRole, perRole, RUNTIME_ROLES } from '../database/runtime-roles.js';
import { Refusal } from './refusal.js';

/** Where one installation keeps everything but its keys. All paths are absolute. */
export interface DataFolder {
  root: string;
  /** The database cluster. */
  postgres: string;
  logs: string;
  /** Mail caught on trial. */
  mailbox: string;
  passwordsFile: string;
  /** Says who holds the folder; there while Jatakk runs. */
  lockFile: string;
  /** Says what runs where; there while Jatakk runs. */
  runFile: string;
}

/** Passwords of the database roles, base64url. */
export interface DatabasePasswords extends PerRole<string> {
  owner: string;
}

/** Opens the data folder at `path`, and makes what is missing of it. */
export function openDataFolder(path: string): DataFolder {
  const root = resolve(path);
  const folder: DataFolder = {
    root,
    postgres: join(root, 'postgres'),
    logs: join(root, 'logs'),
    mailbox: join(root, 'mailbox'),
    passwordsFile: join(root, 'passwords.json'),
    lockFile: join(root, 'lock'),
    runFile: join(root, 'run.json'),
  };
  try {
    // Run by root, PostgreSQL belongs to another user, who must be able to walk through to its part.
    mkdirSync(root, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    mkdirSync(folder.logs, { recursive: true, mode: 0o700 });
    accessSync(root, constants.W_OK | constants.X_OK);
    accessSync(folder.logs, constants.W_OK | constants.X_OK);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new Refusal(
      `The data folder ${root} cannot be written (${why}). Start as the user it belongs to, or name another place in JATAKK_DATA.`,
    );
  }
  requireOwn(folder);
  return folder;
}

/** Another user's files beside ours would lock both of us out sooner or later. */
function requireOwn({ root }: DataFolder): void {
  const owner = statSync(join(root, 'id'), { throwIfNoEntry: false })?.uid;
  if (owner === undefined || process.getuid === undefined || owner === process.getuid()) return;
  throw new Refusal(
    `The data folder ${root} belongs to user ${owner}. Start as that user, or name another place in JATAKK_DATA.`,
  );
}

/** Whether the folder holds a database already. It gets its name only when it is whole. */
export function holdsCluster(folder: DataFolder): boolean {
  return existsSync(folder.postgres);
}

/** The name (a random UUID) by which the folder's keys are found; made with the folder. */
export function dataFolderId(folder: DataFolder): string | undefined {
  const file = join(folder.root, 'id');
  const known = readTextIfThere(file);
  if (known !== undefined) {
    if (/^[0-9a-f-]{36}$/.test(known)) return known;
    throw new Refusal(`${file} does not hold an id. Put it back from a backup.`);
  }
  if (holdsCluster(folder)) return undefined;
  const id = randomUUID();
  writePrivateFile(file, `${id}\n`);
  return id;
}

/** The passwords of the database roles; made once, with the database. */
export function databasePasswords(folder: DataFolder): DatabasePasswords {
  const known = readTextIfThere(folder.passwordsFile);
  if (known === undefined) {
    if (holdsCluster(folder)) {
      throw new Refusal(
        `${folder.passwordsFile} is missing, and the database in ${folder.postgres} opens only with it. ` +
          'Put it back from a backup.',
      );
    }
    return keepPasswords(folder, { owner: password(), ...perRole(password) });
  }
  try {
    const read = JSON.parse(known) as Record<string, unknown>;
    const { owner, web, keeper } = read;
    if (typeof owner === 'string' && typeof web === 'string' && typeof keeper === 'string') {
      // A role that came with a later version has none yet.
      const missing = RUNTIME_ROLES.filter((role) => typeof read[role] !== 'string');
      const made = Object.fromEntries(missing.map((role) => [role, password()]));
      const all = { ...read, ...made } as unknown as DatabasePasswords;
      return missing.length > 0 ? keepPasswords(folder, all) : all;
    }
  } catch {
    // Told below; the parser's own words would show a piece of the file.
  }
  throw new Refusal(`${folder.passwordsFile} cannot be read as passwords. Put it back from a backup.`);
}

function keepPasswords(folder: DataFolder, passwords: DatabasePasswords): DatabasePasswords {
  writePrivateFile(folder.passwordsFile, `${JSON.stringify(passwords)}\n`);
  return passwords;
}

function password(): string {
  return randomBytes(24).toString('base64url');
}
