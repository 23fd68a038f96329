import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/chromium.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { Person } from '../support/person.js';

const ADDRESS = 'ingrid.kanari@example.org';

/** Somebody calls and asks: looked up, and done for them, in a real browser without a mouse and without JavaScript. */
describe('looking somebody up', () => {
  let house: TestHouse;
  let browser: Browser;
  let kari: Person;
  let list: ListIds;

  beforeAll(async () => {
    [house, browser] = await Promise.all([TestHouse.open(), launchChromium()]);
    await house.setUp();
    list = await house.makeList(
      await house.makeRegister('publikum', 'Publikum'),
      'dans',
      'Danseforestillinger',
    );
    await house.joins(list, ADDRESS);
    kari = await Person.at(browser, house.url, { javaScriptEnabled: false });
    await kari.page.goto(`${house.url}/staff/sign-in`);
    await kari.types({
      'E-postadresse': 'kari@fjellhallen.example',
      Passord: 'fire ord som ingen gjetter',
    });
    await kari.press('Logg inn');
  });
  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  const where = () => new URL(kari.page.url());

  test('she types the address and why, and is shown how it stands; the address bar and the tab tell nothing', async () => {
    await kari.page.goto(`${house.url}/staff/look-up`);
    await kari.types({ 'E-postadressen': ADDRESS, 'Hvorfor du slår opp': 'Ringte og ville slutte' });
    await kari.press('Slå opp');
    expect(await kari.heading()).toBe(ADDRESS);
    expect(where().pathname + where().search + where().hash).toBe('/staff/look-up');
    expect(await kari.page.title()).toBe('Slå opp en person · Jatakk');
  });

  test('she ends the subscription by keyboard alone, behind a fold that says what it means', async () => {
    const fold = kari.page.getByText('Avslutt', { exact: true });
    const button = kari.page.getByRole('button', { name: 'Avslutt Danseforestillinger for personen' });
    expect(await button.isVisible()).toBe(false);
    await fold.focus();
    await kari.page.keyboard.press('Enter');
    expect(await button.isVisible()).toBe(true);
    await kari.page.keyboard.press('Tab');
    await kari.page.keyboard.press('Enter');
    await kari.page.waitForURL('**/staff/look-up/end');
    expect(await kari.page.getByRole('status').innerText()).toContain('Abonnementet er avsluttet.');
    expect(await kari.page.getByText('Ikke med lenger.').isVisible()).toBe(true);
  });

  test('going back, and looking at the form again, shows nobody’s address', async () => {
    await kari.page.goto(`${house.url}/staff`);
    const back = await kari.page.goBack().then(
      () => 'shown',
      (error: Error) => error.message,
    );
    // The browser asks whether to send the form once more, instead of showing what it has not kept.
    expect(back).toContain('ERR_CACHE_MISS');
    const beside = await kari.page.context().newPage();
    await beside.goto(`${house.url}/staff/look-up`);
    for (const field of ['E-postadressen', 'Hvorfor du slår opp'])
      expect(await beside.getByLabel(field).inputValue()).toBe('');
    expect(await beside.content()).not.toContain(ADDRESS);
  });
});
