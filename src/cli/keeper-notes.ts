import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { parseSecret, readSecretFile } from '../platform/config/read-secret.js';
import { readHouseSettings } from '../platform/embedded/house-settings.js';
import { readTextIfThere } from '../platform/embedded/private-file.js';
import { secretsFolderPath } from '../platform/embedded/secrets-folder.js';
import { projectRoot } from './find-owner.js';

/** Where the keeper of this house keeps its secret and its notes, as far as this user may look. */
export interface KeeperPlaces {
  notes: string | undefined;
  secretFile: string | undefined;
}

export function keeperPlaces(env: NodeJS.ProcessEnv): KeeperPlaces {
  const { dataPath, keeperStatePath } = readHouseSettings(env, projectRoot);
  const id = readTextIfThere(join(dataPath, 'id'));
  const folder = env.JATAKK_SECRETS || id !== undefined ? secretsFolderPath(env, id) : undefined;
  const notes = keeperStatePath ?? (folder && join(folder, 'keeper-state'));
  return {
    notes: notes && isReadable(notes) ? notes : undefined,
    secretFile: folder && join(folder, 'keeper.secret'),
  };
}

/** `KEEPER_SECRET_FILE`, or the secret of the house on the data folder. @throws Error when there is none to be read */
export function keeperSecret(env: NodeJS.ProcessEnv): Buffer {
  if (env.KEEPER_SECRET_FILE) return parseSecret(readSecretFile(env, 'KEEPER_SECRET'), 'KEEPER_SECRET');
  const { secretFile } = keeperPlaces(env);
  const text = secretFile === undefined ? undefined : readTextIfThere(secretFile);
  if (text === undefined)
    throw new Error('KEEPER_SECRET_FILE must name the file that holds the keeper secret.');
  return parseSecret(text, 'The keeper secret');
}

function isReadable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
