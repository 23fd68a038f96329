import { mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * A TypeScript file of the tests and all that it imports, for a program that Node runs as it is. Packages are Node's own.
 * @param {string} file as seen from the root
 * @param {import('esbuild').Plugin[]} [plugins]
 * @returns {Promise<any>} what it exports
 */
export async function importTyped(file, plugins = []) {
  const outfile = join(root, 'node_modules/.cache', `jatakk-${basename(file, '.ts')}-${process.pid}.mjs`);
  mkdirSync(dirname(outfile), { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: [file],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
    sourcemap: 'inline',
    tsconfig: 'test/tsconfig.json',
    plugins,
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    // Read whole by now: whatever ends the program, it is not left behind.
    rmSync(outfile, { force: true });
  }
}
