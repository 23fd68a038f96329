import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseSecret, readSecretFile } from '../platform/config/read-secret.js';
import { readTextIfThere } from '../platform/embedded/private-file.js';
import { LostSecret, secretsFolderPath } from '../platform/embedded/secrets-folder.js';

/**
 * The keeper's secrets, the newest first: in `KEEPER_SECRET_FILE`, or in the folder of keys that goes with the data
 * folder's id. While the secret is changed there are two, one a line, the newest last.
 */
export function readKeeperSecrets(env: NodeJS.ProcessEnv, houseId: string | undefined): Buffer[] {
  if (env.KEEPER_SECRET_FILE) return parsed(readSecretFile(env, 'KEEPER_SECRET'), 'KEEPER_SECRET');
  const file = join(secretsFolderPath(env, houseId), 'keeper.secret');
  if (!existsSync(file)) throw new LostSecret(file);
  return parsed(readTextIfThere(file) ?? '', file);
}

function parsed(text: string, name: string): Buffer[] {
  return text
    .split('\n')
    .map((line) => parseSecret(line, name))
    .toReversed();
}
