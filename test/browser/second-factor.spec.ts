import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generate } from 'otplib';
import type { Browser, CDPSession } from 'playwright-core';
import { launchChromium } from '../support/chromium.js';
import { TestHouse } from '../support/house.js';
import { Person } from '../support/person.js';
import { until } from '../support/until.js';

const OLA = { address: 'ola@fjellhallen.example', password: 'fem helt andre ord sammen' };

/** A colleague's way in, in a real browser with an authenticator of its own. */
describe('two things to sign in with', () => {
  let house: TestHouse;
  let browser: Browser;
  let ola: Person;
  let device: CDPSession;
  let secret = '';
  let codes: string[] = [];

  beforeAll(async () => {
    [house, browser] = await Promise.all([TestHouse.open(), launchChromium()]);
    await house.setUp();
    await house.staff.submit('/staff/members', '/staff/members', {
      name: 'Ola Strand',
      address: OLA.address,
      role: 'editor',
    });
    ola = await Person.at(browser, house.url);
    device = await ola.page.context().newCDPSession(ola.page);
    await device.send('WebAuthn.enable');
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  const addDevice = (isUserVerified = true) =>
    device.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasUserVerification: true,
        hasResidentKey: true,
        isUserVerified,
        automaticPresenceSimulation: true,
      },
    });

  async function signsIn(): Promise<void> {
    await ola.page.goto('/staff/sign-in');
    await ola.types({ 'E-postadresse': OLA.address, Passord: OLA.password });
    await ola.press('Logg inn');
  }

  const signsOut = () => ola.page.getByRole('button', { name: 'Logg ut', exact: true }).first().click();
  const code = async () => {
    await house.database.owner.query('update jatakk.staff_totp set last_step = 0');
    return generate({ secret });
  };

  test('an invitation is answered with a password, which is pasted', async () => {
    const mail = await until('the invitation', () => house.sink.to(OLA.address).at(-1));
    await ola.page.goto(/\/invitation\/[\w-]{43}/.exec(mail.parsed.text!)![0]);
    await ola.types({ Passord: 'passordpassord1' });
    await ola.press('Lagre passordet');
    expect(await ola.page.getByRole('alert').or(ola.page.locator('.error')).first().innerText()).toContain(
      'blant dem som gjettes først',
    );
    await ola.page.getByLabel('Passord', { exact: true }).evaluate((field, text) => {
      field.focus();
      document.execCommand('insertText', false, text);
    }, OLA.password);
    await ola.press('Lagre passordet');
    await signsIn();
    expect(await ola.heading()).toBe('Fjellhallen');
  });

  test('an app is connected by a picture, after the password once more, and brings codes for paper', async () => {
    await ola.page.goto('/staff/account');
    await ola.press('Knytt til en app');
    expect(await ola.heading()).toBe('Er det deg?');
    await ola.types({ 'Passordet ditt': OLA.password });
    await ola.press('Bekreft og gå videre');
    await ola.page.locator('.qr svg path').first().waitFor();
    secret = (await ola.page.locator('code').innerText()).replaceAll(' ', '');
    await ola.types({ Engangskode: await generate({ secret }) });
    await ola.press('Ta appen i bruk');
    expect(await ola.heading()).toBe('Koder til gjenoppretting');
    codes = await ola.page.locator('.codes code').allInnerTexts();
    expect(codes).toHaveLength(10);
  });

  test('password and code sign in', async () => {
    await ola.page.goto('/staff');
    await signsOut();
    await signsIn();
    expect(await ola.heading()).toBe('Et steg til');
    await ola.types({ Engangskode: await code() });
    await ola.press('Logg inn');
    expect(await ola.heading()).toBe('Fjellhallen');
  });

  test('a passkey is made by the browser, and signs in without a code', async () => {
    await addDevice();
    await ola.page.goto('/staff/account');
    await ola.follow('Legg til en passnøkkel');
    await ola.types({ 'Navn på passnøkkelen': 'Jobbmaskinen' });
    await ola.press('Lag passnøkkelen');
    await ola.page.getByText('Jobbmaskinen').first().waitFor();
    await signsOut();
    await signsIn();
    expect(await ola.heading()).toBe('Et steg til');
    await ola.press('Logg inn');
    await ola.page.getByRole('heading', { name: 'Fjellhallen', level: 1 }).waitFor();
  });

  test('whoever has lost app and passkey gets in with a code from paper', async () => {
    await signsOut();
    await signsIn();
    await ola.page.getByText('Har du mistet det du logger inn med?').click();
    await ola.types({ Gjenopprettingskode: codes[0]! });
    await ola.press('Logg inn');
    expect(await ola.heading()).toBe('Fjellhallen');
    await ola.page.goto('/staff/account');
    expect(await ola.page.getByText('9 koder igjen.').count()).toBe(1);
  });

  test('the browser had nothing to complain of', () => {
    expect(ola.complaints.filter((text) => !/status of 403/.test(text))).toEqual([]);
    expect([...ola.hosts]).toEqual([new URL(house.url).host]);
  });
});
