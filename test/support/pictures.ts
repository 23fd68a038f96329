import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const FOLDER = join(process.cwd(), 'pictures');
const README_FOLDER = join(process.cwd(), 'docs/pictures');

/** How a page is looked at: by daylight, at night, and on the narrowest phone (WCAG 2.2, 1.4.10). */
export const VIEWS = [
  { name: 'light', colorScheme: 'light', width: 1280, height: 900 },
  { name: 'dark', colorScheme: 'dark', width: 1280, height: 900 },
  { name: 'phone', colorScheme: 'light', width: 320, height: 640 },
] as const;

export type View = (typeof VIEWS)[number];

export async function lookAt(page: Page, { colorScheme, width, height }: View): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height });
}

/** Writes the whole page to `pictures/<name>.<view>.png`, which git ignores. */
export async function photograph(page: Page, name: string, view: View): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const file = `${name.replaceAll(/[ ,]+/g, '-')}.${view.name}.png`;
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const { height } = await page.evaluate(() => ({ height: document.documentElement.scrollHeight }));
  const devTools = await page.context().newCDPSession(page);
  const { data } = await devTools.send('Page.captureScreenshot', {
    captureBeyondViewport: true,
    optimizeForSpeed: true,
    clip: { x: 0, y: 0, width: view.width, height: Math.max(height, view.height), scale: 1 },
  });
  await devTools.detach();
  writeFileSync(join(FOLDER, file), data, 'base64');
}

/** By how many pixels the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** The pictures that README.md shows, by the name of the page; made anew only when JATAKK_README_PICTURES=1. */
export const README_PICTURES: Readonly<Record<string, { file: string; height: number }>> =
  process.env.JATAKK_README_PICTURES === '1'
    ? {
        'sign-up to several': { file: 'sign-up.png', height: 1090 },
        'campaign sending': { file: 'campaign.png', height: 760 },
      }
    : {};

/** What fits the window, sharp on a fine screen. The context wants `deviceScaleFactor: 1.25`. */
export async function photographForReadme(
  page: Page,
  { file, height }: { file: string; height: number },
): Promise<void> {
  mkdirSync(README_FOLDER, { recursive: true });
  await page.setViewportSize({ width: 1120, height });
  await page.screenshot({ path: join(README_FOLDER, file), animations: 'disabled' });
}
