import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { readTextIfThere, writePrivateFile } from './private-file.js';
import { Refusal } from './refusal.js';

/** 32 random bytes each, base64url. */
export interface Secrets {
  folder: string;
  /** Opens everything people gave. Only the keeper gets it. While it is changed two, one a line, the newest last. */
  keeper: string;
  /** Signs sessions and forms. */
  web: string;
  /** What it is handed to check return paths with is sealed to this. A new one does as well. */
  receiver: string;
}

/**
 * The folder that holds the keys of a data folder: `JATAKK_SECRETS`, or one named after the data
 * folder's id in the user's configuration. It is not in the data folder, so that a copy of the
 * data is not a copy of the keys.
 */
export function secretsFolderPath(env: NodeJS.ProcessEnv, id: string | undefined): string {
  if (env.JATAKK_SECRETS) return resolve(env.JATAKK_SECRETS);
  if (id === undefined) {
    throw new Refusal(
      "The data folder's file `id`, which says where its keys lie, is missing. " +
        'Put it back from a backup, or name the folder that holds keeper.secret in JATAKK_SECRETS.',
    );
  }
  return join(resolve(env.XDG_CONFIG_HOME || join(homedir(), '.config')), 'jatakk', id);
}

/** Reads the secrets, and makes them once, before there is anything to open: `sealedDataExists` forbids it. */
export function openSecrets(folder: string, sealedDataExists: boolean): Secrets {
  const keeperFile = join(folder, 'keeper.secret');
  if (sealedDataExists && !existsSync(keeperFile)) throw new LostSecret(keeperFile);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return {
      folder,
      keeper: readOrMake(keeperFile, 2),
      web: readOrMake(join(folder, 'web.secret')),
      receiver: readOrMake(join(folder, 'receiver.secret')),
    };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Refusal(
      `The keys cannot be kept in ${folder} (${code}). JATAKK_SECRETS may name another folder.`,
    );
  }
}

/** Everything in the database is sealed under a secret that is not where it should be. */
export class LostSecret extends Refusal {
  constructor(file: string) {
    super(
      `The keeper's secret is missing: expected at ${file}. ` +
        'Without it nothing in this installation can ever be opened, and a new one would not help, so none is made. ' +
        'Put it back from its backup or from its recovery sheet (jatakk keys from-sheet), or name the folder it lies ' +
        'in with JATAKK_SECRETS.',
    );
  }
}

/** @param most how many secrets, one a line, it may hold */
function readOrMake(file: string, most = 1): string {
  const known = readTextIfThere(file);
  if (known === undefined) {
    const value = randomBytes(32).toString('base64url');
    writePrivateFile(file, `${value}\n`);
    return value;
  }
  const lines = known.split('\n');
  if (lines.length > most || !lines.every(isSecret)) {
    throw new Refusal(
      `${file} does not hold a secret of 32 bytes. Put it back from its backup, or from its recovery sheet.`,
    );
  }
  if (statSync(file).mode & 0o077) chmodSync(file, 0o600);
  return known;
}

function isSecret(text: string): boolean {
  return /^[\w-]{43}$/.test(text) && Buffer.from(text, 'base64url').length === 32;
}

/** What the keeper's file holds now; undefined while it holds nothing that is whole. */
export function readKeeperSecrets(folder: string): string | undefined {
  const text = readTextIfThere(join(folder, 'keeper.secret'));
  return text?.split('\n').every(isSecret) ? text : undefined;
}
