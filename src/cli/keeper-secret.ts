import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseSecret, readSecretFile } from '../platform/config/read-secret.js';
import { readTextIfThere } from '../platform/embedded/private-file.js';
import { LostSecret, secretsFolderPath } from '../platform/embedded/secrets-folder.js';

/** The keeper's secret: in `KEEPER_SECRET_FILE`, or in the folder of keys that goes with the data folder's id. */
export function readKeeperSecret(env: NodeJS.ProcessEnv, houseId: string | undefined): Buffer {
  if (env.KEEPER_SECRET_FILE) return parseSecret(readSecretFile(env, 'KEEPER_SECRET'), 'KEEPER_SECRET');
  const file = join(secretsFolderPath(env, houseId), 'keeper.secret');
  if (!existsSync(file)) throw new LostSecret(file);
  return parseSecret(readTextIfThere(file) ?? '', file);
}
