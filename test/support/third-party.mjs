import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const REQUIRE = 'jatakk.require';
globalThis[Symbol.for(REQUIRE)] = require;

const lock = createHash('sha256')
  .update(readFileSync(fileURLToPath(new URL('../../package-lock.json', import.meta.url))))
  .digest('hex');

/**
 * For Jest: a package is loaded by Node itself, once for each process and not for each spec file. What Jest sees of it
 * is a line that hands over what Node has loaded. It takes one realm for all (one-realm.mjs).
 */
export default {
  process(source, path, { supportsStaticESM }) {
    const load = `globalThis[Symbol.for(${JSON.stringify(REQUIRE)})](${JSON.stringify(path)})`;
    if (!supportsStaticESM) return { code: `module.exports = ${load};` };
    const lines = Object.keys(require(path))
      .filter((name) => /^[\w$]+$/.test(name))
      .map((name, at) => `const _${at} = loaded.${name};\nexport { _${at} as ${name} };`);
    return { code: [`const loaded = ${load};`, ...lines].join('\n') };
  },

  /** What a package exports may come from another one. */
  getCacheKey(source, path, { supportsStaticESM }) {
    return createHash('sha256').update(`${lock}\0${path}\0${supportsStaticESM}\0${source}`).digest('hex');
  },
};
