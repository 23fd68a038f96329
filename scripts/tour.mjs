// npm run tour: a throw-away Jatakk with a year behind it. See docs/tour.md.
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { importTyped } from './import-typed.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

// It is typed as the tests are and uses what they use. Of the program it takes what was built: that is what runs.
const { tour } = await importTyped('test/tour/main.ts', [{ name: 'of the build', setup: takeBuilt }]);
process.exitCode = await tour(process.argv.slice(2));

/** @param {import('esbuild').PluginBuild} building */
function takeBuilt(building) {
  const source = join(root, 'src') + sep;
  building.onResolve({ filter: /\/src\/.*\.js$/ }, ({ path, resolveDir }) => {
    const file = join(resolveDir, path);
    if (!file.startsWith(source)) return undefined;
    return { path: pathToFileURL(join(root, 'dist', file.slice(source.length))).href, external: true };
  });
}
