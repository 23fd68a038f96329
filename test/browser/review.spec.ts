import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, CDPSession } from 'playwright-core';
import { launchChromium } from '../support/chromium.js';
import { colleague, COLLEAGUE_PASSWORD } from '../support/colleague.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { Person } from '../support/person.js';

/** One writes at a desk, another approves on a phone, with a passkey. */
describe('two pairs of eyes', () => {
  let house: TestHouse;
  let browser: Browser;
  let list: ListIds;
  let kari: Person;
  let ola: Person;
  let device: CDPSession;

  beforeAll(async () => {
    [house, browser] = await Promise.all([TestHouse.open(), launchChromium()]);
    await house.setUp();
    list = await house.makeList(await house.makeRegister('publikum', 'Publikum'), 'dans', 'Dans', 2);
    await house.joins(list, 'ingrid@example.org');
    await colleague(house);
    [kari, ola] = await Promise.all([
      Person.at(browser, house.url),
      Person.at(browser, house.url, {
        viewport: { width: 390, height: 844 },
        isMobile: true,
        hasTouch: true,
      }),
    ]);
    device = await ola.page.context().newCDPSession(ola.page);
    await device.send('WebAuthn.enable');
    await device.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasUserVerification: true,
        hasResidentKey: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  async function signsIn(who: Person, address: string, password: string): Promise<void> {
    await who.page.goto('/staff/sign-in');
    await who.types({ 'E-postadresse': address, Passord: password });
    await who.press('Logg inn');
  }

  const states = async () => {
    const { rows } = await house.database.owner.query('select state from jatakk.campaign');
    return (rows as { state: string }[]).map(({ state }) => state);
  };

  test('one writes it and asks for approval', async () => {
    await signsIn(kari, 'kari@fjellhallen.example', 'fire ord som ingen gjetter');
    const id = await house.writes(
      list,
      'Høstens danseforestillinger',
      '# Hei\n\n[Billetter](https://fjellhallen.example/dans)',
    );
    await kari.page.goto(`/staff/registers/${list.registerId}/campaigns/${id}`);
    expect(await kari.page.getByRole('button', { name: /^Send til/ }).count()).toBe(0);
    await kari.types({ 'Noe den som leser, bør vite?': 'Se særlig på datoene.' });
    await kari.press('Be om godkjenning');
    await kari.page.getByText('Den er lagt fram.').waitFor();
  });

  test('the other makes a passkey, reads exactly what goes out, and approves with one touch', async () => {
    await signsIn(ola, 'ola@fjellhallen.example', COLLEAGUE_PASSWORD);
    await ola.page.goto('/staff/account');
    await ola.page.getByRole('link', { name: 'Legg til en passnøkkel' }).click();
    await ola.types({ 'Passordet ditt': COLLEAGUE_PASSWORD });
    await ola.press('Bekreft og gå videre');
    await ola.types({ 'Navn på passnøkkelen': 'Telefonen' });
    await ola.press('Lag passnøkkelen');
    await ola.page.getByRole('heading', { name: 'Koder til gjenoppretting' }).waitFor();

    await ola.page.goto('/staff');
    await ola.page.getByRole('link', { name: 'Les og svar' }).click();
    expect(await ola.heading()).toBe('Les det som skal ut');
    expect(await ola.page.getByText('Se særlig på datoene.').count()).toBe(1);
    const message = ola.page.frameLocator('iframe.mail');
    await message.getByRole('link', { name: 'Billetter' }).waitFor();
    expect(await ola.page.locator('.links code').first().innerText()).toBe(
      'https://fjellhallen.example/dans',
    );
    await ola.press('Godkjenn');
    await ola.page.getByText('Den er godkjent, og kan sendes.').waitFor();
    expect(await states()).toEqual(['approved']);
    const { rows } = await house.database.owner.query(
      `select method, octet_length(credential_id) > 0 as signed from jatakk.proposal`,
    );
    expect(rows).toEqual([{ method: 'passkey', signed: true }]);
  });

  test('an edit makes it a draft again, and it says why; read anew, what has changed is marked', async () => {
    await kari.page.reload();
    await kari.page.getByText('Godkjent av Ola Medarbeider').first().waitFor();
    await kari.page.getByRole('link', { name: 'Rediger' }).click();
    await kari.page.getByLabel('Emne').fill('Høstens beste danseforestillinger');
    await kari.press('Lagre og gå videre');
    await kari.page.getByText('Godkjenningen gjelder ikke lenger.').waitFor();
    expect(await states()).toEqual(['draft']);
    await kari.press('Be om godkjenning');
    await ola.page.goto('/staff');
    await ola.page.getByRole('link', { name: 'Les og svar' }).click();
    expect(await ola.page.locator('.changed-text ins').allInnerTexts()).toEqual(['beste ']);
    await ola.press('Godkjenn');
    await ola.page.getByText('Den er godkjent, og kan sendes.').waitFor();
    await kari.page.reload();
    await kari.press('Send til én');
    await kari.page.getByText('Sendt').first().waitFor();
  });

  test('the browsers had nothing to complain of', () => {
    expect([kari.complaints, ola.complaints]).toEqual([[], []]);
    expect([...kari.hosts, ...ola.hosts].filter((host) => host !== new URL(house.url).host)).toEqual([]);
  });
});
