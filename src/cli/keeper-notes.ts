import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { readHouseSettings } from '../platform/embedded/house-settings.js';
import { readTextIfThere } from '../platform/embedded/private-file.js';
import { secretsFolderPath } from '../platform/embedded/secrets-folder.js';
import { projectRoot } from './find-owner.js';

/** The folder in which the keeper of this house takes its notes; undefined when this user may not look there. */
export function keeperNotes(env: NodeJS.ProcessEnv): string | undefined {
  const { dataPath, keeperStatePath } = readHouseSettings(env, projectRoot);
  const id = readTextIfThere(join(dataPath, 'id'));
  const beside =
    env.JATAKK_SECRETS || id !== undefined ? join(secretsFolderPath(env, id), 'keeper-state') : undefined;
  const folder = keeperStatePath ?? beside;
  try {
    if (folder !== undefined) accessSync(folder, constants.R_OK | constants.X_OK);
    return folder;
  } catch {
    return undefined;
  }
}
