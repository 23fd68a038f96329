import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** The Chromium of the tests. @returns {Promise<import('playwright-core').Browser>} */
export async function launchChromium() {
  const outfile = join(root, 'node_modules/.cache', `jatakk-chromium-${process.pid}.mjs`);
  mkdirSync(dirname(outfile), { recursive: true });
  await build({
    entryPoints: [join(root, 'test/support/chromium.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  try {
    const { launchChromium: launch } = await import(pathToFileURL(outfile).href);
    return await launch();
  } finally {
    rmSync(outfile, { force: true });
  }
}
