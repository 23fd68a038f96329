import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { AXE, violations } from '../support/axe.js';
import { launchChromium } from '../support/chromium.js';
import { colleague, COLLEAGUE_PASSWORD } from '../support/colleague.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { lookAt, overflow, photograph, VIEWS } from '../support/pictures.js';
import { KARI, WritingDesk } from '../support/writing-desk.js';

const OLA = { address: 'ola@fjellhallen.example', password: COLLEAGUE_PASSWORD };

describe('a draft is kept', () => {
  let house: TestHouse;
  let browser: Browser;
  let list: ListIds;
  let kari: WritingDesk;

  beforeAll(async () => {
    [house, browser] = await Promise.all([TestHouse.open(), launchChromium()]);
    await house.setUp();
    list = await house.makeList(await house.makeRegister('publikum', 'Publikum'), 'dans', 'Dans');
    await colleague(house);
    kari = await WritingDesk.at(house, list, browser);
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  test('a moment after it was written; a tab that is killed then has lost nothing', async () => {
    const id = await kari.begins();
    await kari.page.getByLabel('Emne').fill('Det vi ikke vil miste');
    await kari.text.click();
    await kari.types('Alt dette er skrevet.');
    await kari.page.getByText('Ikke lagret ennå').waitFor();
    await kari.isSaved();
    expect(await kari.page.locator('.save-line').innerText()).toMatch(/^Lagret \d\d\.\d\d$/);
    const tools = await kari.page.context().newCDPSession(kari.page);
    void tools.send('Page.crash').catch(() => undefined);
    await kari.page.waitForEvent('crash');
    await kari.person.close();

    kari = await WritingDesk.at(house, list, browser);
    await kari.opens(id);
    expect(await kari.text.innerText()).toBe('Alt dette er skrevet.');
    expect(await kari.page.getByLabel('Emne').inputValue()).toBe('Det vi ikke vil miste');
  });

  test('and when the page is left at once', async () => {
    const id = await kari.begins();
    await kari.types('Skrevet i siste øyeblikk');
    await kari.page.goto('/staff');
    await kari.keptWith(id, 'siste øyeblikk');
  });

  test('without contact it says so, keeps it here, and saves it when there is contact again', async () => {
    const id = await kari.begins();
    const context = kari.page.context();
    await context.setOffline(true);
    await kari.types('Uten nett');
    await kari.page.getByText('vi fikk ikke kontakt').waitFor();
    expect(await kari.page.locator('.save-line').innerText()).toBe('Ikke lagret ennå');
    await context.setOffline(false);
    await kari.isSaved();
    expect(await kari.page.getByText('vi fikk ikke kontakt').count()).toBe(0);
    await kari.keptWith(id, 'Uten nett');
    kari.person.complaints.splice(0);
  }, 240_000);

  test('signed out meanwhile: nothing typed is lost, and it goes on after signing in in another tab', async () => {
    const id = await kari.begins();
    await kari.types('Før. ');
    await kari.isSaved();
    await house.database.owner.query('delete from jatakk.staff_session');
    await kari.types('Etter.');
    await kari.page.getByText('du er ikke logget inn lenger').waitFor();
    const tab = await kari.page.context().newPage();
    await tab.goto('/staff/sign-in');
    await tab.getByLabel('E-postadresse').fill(KARI.address);
    await tab.getByLabel('Passord').fill(KARI.password);
    await tab.getByRole('button', { name: 'Logg inn' }).click();
    await tab.waitForURL(/\/staff$/);
    await tab.close();
    await kari.person.press('Prøv igjen');
    await kari.isSaved();
    await kari.keptWith(id, 'Før. Etter.');
    kari.person.complaints.splice(0);
  });

  test('two in one draft: the second is told, and nothing is written over in silence', async () => {
    const ola = await WritingDesk.at(house, list, browser, OLA);
    const id = await kari.begins();
    await kari.types('Karis begynnelse.');
    await kari.isSaved();
    await ola.opens(id);
    await ola.keys('Control+End');
    await ola.types(' Olas tillegg.');
    await ola.isSaved();
    await kari.types(' Karis fortsettelse.');
    await kari.page.getByText(/^Ola Medarbeider endret utkastet \d\d\.\d\d/).waitFor();
    await kari.keptWith(id, 'Olas tillegg');
    await kari.person.press('Behold mitt');
    await kari.isSaved();
    await kari.keptWith(id, 'Karis fortsettelse');

    await kari.page.getByRole('link', { name: 'Tidligere versjoner' }).click();
    await kari.page
      .getByRole('row', { name: /Ola Medarbeider/ })
      .getByRole('link')
      .click();
    await kari.page.frameLocator('iframe.mail').getByText('Olas tillegg.').waitFor();
    await kari.person.press('Hent denne fram igjen');
    await kari.page.getByText('Versjonen er hentet fram.').waitFor();
    expect(await kari.text.innerText()).toBe('Karis begynnelse. Olas tillegg.');
    // That somebody had written meanwhile (409) is noted by the browser as a fault, and is none.
    expect(kari.person.complaints.filter((words) => !/409/.test(words))).toEqual([]);
    kari.person.complaints.splice(0);
    await ola.person.close();
  }, 240_000);

  test('without JavaScript it says so, and what was written stays', async () => {
    const id = await kari.begins('En kort melding');
    await kari.isSaved().catch(() => undefined);
    const before = JSON.stringify(await kari.kept(id));
    const state = await kari.page.context().storageState();
    const context = await browser.newContext({
      baseURL: house.url,
      javaScriptEnabled: false,
      storageState: state,
    });
    const page = await context.newPage();
    await page.goto(`/staff/registers/${list.registerId}/campaigns/${id}/edit`);
    await page.getByText('Uten det kan teksten ikke endres her.').waitFor();
    await page.getByLabel('Emne').fill('Nytt emne');
    await page.getByRole('button', { name: 'Gå videre' }).click();
    await page.waitForURL(/\?done=saved/);
    expect(JSON.stringify(await kari.kept(id))).toBe(before);
    await context.close();
  });

  test('the browser had nothing to complain of', () => {
    expect(kari.person.complaints).toEqual([]);
  });

  test('everybody can use the editor: by day, at night and on the narrowest phone', async () => {
    const id = await kari.begins('Et nyhetsbrev');
    await kari.page.getByLabel('Emne').fill('Oktober i Fjellhallen');
    await kari.isSaved();
    const state = await kari.page.context().storageState();
    // Only so that axe can be put into the page.
    const context = await browser.newContext({
      baseURL: house.url,
      bypassCSP: true,
      locale: 'nb-NO',
      storageState: state,
    });
    const page = await context.newPage();
    await page.goto(`/staff/registers/${list.registerId}/campaigns/${id}/edit`);
    await page.locator('iframe.mail:not(.coming)').waitFor();
    await page.evaluate(AXE);
    const look = async (name: string) => {
      for (const view of VIEWS) {
        await lookAt(page, view);
        await photograph(page, `editor ${name}`, view);
        const found = await violations(page);
        expect({ name, view: view.name, overflow: await overflow(page), found }).toEqual({
          name,
          view: view.name,
          overflow: 0,
          found: [],
        });
      }
    };
    await look('as it opens');
    await page.locator('.card-button').first().click();
    await look('with a button chosen');
    await page.getByRole('button', { name: 'Sett inn', exact: true }).click();
    await look('with its menu');
    await page.keyboard.press('Escape');
    await page.locator('#editor-text p').first().click();
    await page.keyboard.press('Control+k');
    await look('asking for a link');
    await context.close();
  }, 240_000);
});
