import { importTyped } from '../../scripts/import-typed.mjs';

/** The Chromium of the tests. @returns {Promise<import('playwright-core').Browser>} */
export async function launchChromium() {
  const { launchChromium: launch } = await importTyped('test/support/chromium.ts');
  return launch();
}
