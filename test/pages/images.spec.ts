import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/chromium.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { photo } from '../support/images.js';
import { Person } from '../support/person.js';

/** An image on its way into the house, in a real browser without a mouse and without JavaScript. */
describe('adding an image', () => {
  let house: TestHouse;
  let browser: Browser;
  let kari: Person;
  let list: ListIds;
  const folder = mkdtempSync(join(tmpdir(), 'jatakk-image-'));
  const file = join(folder, 'IMG_0042.jpg');

  beforeAll(async () => {
    [house, browser] = await Promise.all([TestHouse.open(), launchChromium()]);
    await house.setUp();
    list = await house.makeList(await house.makeRegister('publikum', 'Publikum'), 'dans');
    writeFileSync(file, await photo(2000, 1500));
    writeFileSync(join(folder, 'notater.txt'), 'Ikke et bilde.');
    kari = await Person.at(browser, house.url, { javaScriptEnabled: false });
    await kari.page.goto(`${house.url}/staff/sign-in`);
    await kari.types({
      'E-postadresse': 'kari@fjellhallen.example',
      Passord: 'fire ord som ingen gjetter',
    });
    await kari.press('Logg inn');
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await house.close();
    rmSync(folder, { recursive: true });
  });

  /** What has the focus, as a screen reader would name it. */
  const focused = () => kari.page.locator(':focus');
  const tabTo = async (name: string) => {
    for (let n = 0; n < 40; n += 1) {
      const label = await focused()
        .evaluate((element) => (element as HTMLInputElement).labels?.[0]?.textContent ?? element.textContent)
        .catch(() => '');
      if (label === name) return;
      await kari.page.keyboard.press('Tab');
    }
    throw new Error(`the keyboard does not reach ${name}`);
  };
  /** A page that has only just come may not listen to the key yet. */
  const choose = async (path: string) => {
    for (let attempt = 1; ; attempt += 1) {
      const asked = kari.page.waitForEvent('filechooser', { timeout: 4_000 });
      await kari.page.keyboard.press('Enter');
      const chooser = await asked.catch((error: unknown) => {
        if (attempt === 3) throw error;
      });
      if (chooser) return chooser.setFiles(path);
    }
  };

  test('from the campaigns, by keyboard: words, file, button', async () => {
    await kari.page.goto(`${house.url}/staff/registers/${list.registerId}/campaigns`);
    await tabTo('Bilder');
    await kari.page.keyboard.press('Enter');
    await kari.page.waitForURL('**/images');
    await tabTo('Hva bildet viser');
    await kari.page.keyboard.type('To dansere i et tomt rom');
    await tabTo('Bildefil');
    await choose(file);
    await tabTo('Legg til bildet');
    await kari.page.keyboard.press('Enter');
    await kari.page.waitForURL('**/images/*?done=image-added');
    expect(await kari.page.getByRole('status').innerText()).toContain('Bildet er lagt til.');
    const image = kari.page.getByRole('img', { name: 'To dansere i et tomt rom' });
    expect(await image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(1200);
  });

  test('she is told in words what would not do, and her own words stay', async () => {
    await kari.page.goto(`${house.url}/staff/registers/${list.registerId}/images`);
    await tabTo('Hva bildet viser');
    await kari.page.keyboard.type('Et notat');
    await tabTo('Bildefil');
    await choose(join(folder, 'notater.txt'));
    await tabTo('Legg til bildet');
    await kari.page.keyboard.press('Enter');
    const alert = kari.page.getByRole('alert');
    expect(await alert.innerText()).toContain('Filen er ikke et bilde av typen JPEG, PNG, WebP eller GIF.');
    expect(await kari.page.getByLabel('Hva bildet viser').inputValue()).toBe('Et notat');
    await alert.getByRole('link').focus();
    await kari.page.keyboard.press('Enter');
    expect(await kari.page.getByLabel('Bildefil').getAttribute('aria-invalid')).toBe('true');
  });

  test('she removes it again, by keyboard', async () => {
    await kari.page.goto(`${house.url}/staff/registers/${list.registerId}/images`);
    await tabTo('To dansere i et tomt rom');
    await kari.page.keyboard.press('Enter');
    await tabTo('Fjern bildet');
    await kari.page.keyboard.press('Enter');
    await kari.page.waitForURL('**/images?done=image-removed');
    expect(await kari.page.getByText('Her er det ingen bilder ennå.').isVisible()).toBe(true);
  });
});
