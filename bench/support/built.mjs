import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The folder of the built program: `dist` beside this one, or the copy that JATAKK_DIST names. */
export const BUILT = process.env.JATAKK_DIST || fileURLToPath(new URL('../../dist', import.meta.url));

/**
 * Imports a module of the built program: what is measured and seeded with is what would run.
 * @param {string} path inside the build, such as `platform/database/migrate.js`
 */
export async function built(path) {
  return import(pathToFileURL(join(BUILT, path)).href);
}
