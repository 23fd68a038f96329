import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { addsImage, photo } from '../support/images.js';
import { Person } from '../support/person.js';

/** A register is dressed, and a text kept to begin with, in a real browser under the pages' own policy. */
describe('dressing a register', () => {
  let house: TestHouse;
  let browser: Browser;
  let page: Page;
  let list: ListIds;
  let kari: Person;

  beforeAll(async () => {
    [house, browser] = await Promise.all([TestHouse.open(), launchChromium()]);
    await house.setUp();
    list = await house.makeList(await house.makeRegister('publikum', 'Publikum'), 'dans');
    await addsImage(house.staff, list.registerId, await photo(1200, 300), { alt: 'Fjellhallen' });
    kari = await Person.at(browser, house.url);
    page = kari.page;
    await page.goto(`${house.url}/staff/sign-in`);
    await kari.types({
      'E-postadresse': 'kari@fjellhallen.example',
      Passord: 'fire ord som ingen gjetter',
    });
    await kari.press('Logg inn');
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  const letter = (title: string) => page.frameLocator(`iframe[title="${title}"]`);
  const colourOf = (title: string) =>
    letter(title)
      .getByRole('link', { name: 'Meld deg på' })
      .evaluate((link) => getComputedStyle(link).backgroundColor);

  test('what is chosen is shown at once, light and dark, and kept by a press', async () => {
    await page.goto(`${house.url}/staff/registers/${list.registerId}`);
    await page.getByRole('link', { name: 'Utseende' }).click();
    expect(await colourOf('Lys, datamaskin')).toBe('rgb(15, 92, 85)');
    await page.getByLabel('Farge', { exact: true }).fill('#8c1d40');
    await page.getByText('#8c1d40 har kontrast').waitFor();
    expect(await colourOf('Lys, telefon')).toBe('rgb(140, 29, 64)');
    await page.getByRole('radio', { name: 'Fjellhallen' }).check();
    await letter('Mørk, datamaskin').getByAltText('Fjellhallen').waitFor();
    const paper = await letter('Mørk, datamaskin')
      .locator('body')
      .evaluate((body) => getComputedStyle(body).backgroundColor);
    expect(paper).toBe('rgb(20, 25, 26)');
    const drawn = await letter('Lys, datamaskin')
      .getByAltText('Fjellhallen')
      .evaluate((image: HTMLImageElement) => image.decode().then(() => [image.width, image.naturalWidth]));
    expect(drawn).toEqual([240, 600]);
    await page.getByRole('button', { name: 'Lagre utseendet' }).click();
    await page.getByText('Lagret.').waitFor();
    expect(await page.getByLabel('Farge', { exact: true }).inputValue()).toBe('#8c1d40');
  });

  test('a colour that is too faint is said to be before it is kept, and its neighbour is one press away', async () => {
    await page.getByLabel('Farge', { exact: true }).fill('#f2a900');
    await page.getByRole('button', { name: 'Lagre med den nærmeste' }).click();
    await page.getByText('Lagret.').waitFor();
    expect(await page.getByLabel('Farge', { exact: true }).inputValue()).toBe('#8d6300');
  });

  test('a campaign is kept as a template and begun with', async () => {
    const draft = await house.writes(list, 'Oktober', 'Hei.');
    await page.goto(`${house.url}/staff/registers/${list.registerId}/campaigns/${draft}`);
    await page.getByRole('link', { name: 'Lagre som mal' }).click();
    await page.getByLabel('Navn på malen').fill('Månedsbrevet');
    await page.getByRole('button', { name: 'Lagre malen' }).click();
    await page.getByRole('link', { name: 'Begynn med denne Månedsbrevet' }).click();
    expect(await page.getByLabel('En av våre egne maler').isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Begynn å skrive' }).click();
    await page.getByLabel('Emne').waitFor();
    expect(await page.getByLabel('Emne').inputValue()).toBe('Oktober');
  });

  test('nothing of it was kept from the browser by the policy', () => {
    expect(kari.complaints).toEqual([]);
  });
});
