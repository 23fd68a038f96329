import { type PerRole, type RuntimeRole, urlSetting } from '../database/runtime-roles.js';
import { readSetting } from './read-secret.js';

/**
 * The connection URLs of the roles that a process works as: as they were handed over, or else each from its setting.
 * @throws Error naming the setting that is missing
 */
export function readDatabaseUrls<R extends RuntimeRole>(
  env: NodeJS.ProcessEnv,
  roles: readonly R[],
  handed: Partial<PerRole<string>> = {},
): Record<R, string> {
  const found = roles.map((role) => {
    const url = handed[role] ?? readSetting(env, urlSetting(role));
    if (!url) throw new Error(`${urlSetting(role)} or ${urlSetting(role)}_FILE is not set.`);
    return [role, url] as const;
  });
  return Object.fromEntries(found) as Record<R, string>;
}
