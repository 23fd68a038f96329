// npm run tour: a throw-away Jatakk with a year behind it. See docs/tour.md.
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'node_modules/.cache');
const outfile = join(folder, `jatakk-tour-${process.pid}.mjs`);

// It is typed as the tests are and uses what they use. Of the program it takes what was built: that is what runs.
mkdirSync(folder, { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ['test/tour/main.ts'],
  outfile,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
  sourcemap: 'inline',
  tsconfig: 'test/tsconfig.json',
  plugins: [{ name: 'of the build', setup: takeBuilt }],
});
const { tour } = await import(pathToFileURL(outfile).href);
// Read whole by now: whatever ends the tour, it is not left behind.
rmSync(outfile, { force: true });
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
