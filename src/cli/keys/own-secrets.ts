import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataFolderId, openDataFolder } from '../../platform/embedded/data-folder.js';
import { readHouseSettings } from '../../platform/embedded/house-settings.js';
import { secretsFolderPath } from '../../platform/embedded/secrets-folder.js';

const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Where the secrets of the house that `npm start` raises lie, and the id of its data folder. */
export interface OwnSecrets {
  folder: string;
  keeperFile: string;
  webFile: string;
  dataId: string | undefined;
}

/** Undefined where there is no such house, as in compose. */
export function findOwnSecrets(env: NodeJS.ProcessEnv): OwnSecrets | undefined {
  const { dataPath } = readHouseSettings(env, projectRoot);
  if (!existsSync(join(dataPath, 'id')) && !env.JATAKK_SECRETS) return undefined;
  const dataId = existsSync(join(dataPath, 'id')) ? dataFolderId(openDataFolder(dataPath)) : undefined;
  const folder = secretsFolderPath(env, dataId);
  return {
    folder,
    keeperFile: join(folder, 'keeper.secret'),
    webFile: join(folder, 'web.secret'),
    dataId,
  };
}
