import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';

const FOLDER = join(process.cwd(), 'pictures');
const README_FOLDER = join(process.cwd(), 'docs/pictures');

/**
 * How a page is looked at: by daylight, at night, on the narrowest phone, and enlarged to 400 % in a window of
 * 1280 × 1024 by somebody who wants nothing to move (WCAG 2.2, 1.4.10).
 */
export const VIEWS = [
  { name: 'light', colorScheme: 'light', width: 1280, height: 900, zoom: 1, reducedMotion: 'no-preference' },
  { name: 'dark', colorScheme: 'dark', width: 1280, height: 900, zoom: 1, reducedMotion: 'no-preference' },
  { name: 'phone', colorScheme: 'light', width: 320, height: 640, zoom: 1, reducedMotion: 'no-preference' },
  { name: 'enlarged', colorScheme: 'light', width: 320, height: 256, zoom: 4, reducedMotion: 'reduce' },
] as const satisfies readonly View[];

export interface View {
  name: string;
  colorScheme: 'light' | 'dark';
  width: number;
  height: number;
  /** Pixels of the screen to one of the page. */
  zoom: number;
  reducedMotion: 'no-preference' | 'reduce';
}

const tools = new WeakMap<Page, Promise<CDPSession>>();

/** The page's own developer tools, opened once. */
export function devTools(page: Page): Promise<CDPSession> {
  const known = tools.get(page) ?? page.context().newCDPSession(page);
  tools.set(page, known);
  return known;
}

export async function lookAt(page: Page, view: View): Promise<void> {
  const { colorScheme, reducedMotion, width, height, zoom } = view;
  await page.emulateMedia({ colorScheme, reducedMotion });
  await (
    await devTools(page)
  ).send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: zoom, mobile: false });
}

/** Writes the whole page to `pictures/<name>.<view>.png`, which git ignores, where JATAKK_PICTURES=1 asks for it. */
export async function photograph(page: Page, name: string, view: View): Promise<void> {
  if (process.env.JATAKK_PICTURES === '1') await savePicture(page, FOLDER, name, view);
}

/** Writes the whole page, looked at as it is, to `<folder>/<name>.<view>.png`. */
export async function savePicture(page: Page, folder: string, name: string, view: View): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const file = `${name.replaceAll(/[ ,]+/g, '-')}.${view.name}.png`;
  const { height } = await page.evaluate(() => ({ height: document.documentElement.scrollHeight }));
  const { data } = await (
    await devTools(page)
  ).send('Page.captureScreenshot', {
    captureBeyondViewport: true,
    optimizeForSpeed: true,
    clip: { x: 0, y: 0, width: view.width, height: Math.max(height, view.height), scale: 1 },
  });
  writeFileSync(join(folder, file), data, 'base64');
}

/** By how many pixels the page is wider than its window, once its letters are there. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(async () => {
    await document.fonts.ready;
    return document.documentElement.scrollWidth - window.innerWidth;
  });
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
