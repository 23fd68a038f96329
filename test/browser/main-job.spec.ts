import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/chromium.js';
import { Person } from '../support/person.js';
import { StartedHouse } from '../support/started-house.js';
import { until } from '../support/until.js';

const PASSWORD = 'fire ord som ingen gjetter';
const PHONE = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  javaScriptEnabled: false,
};
const LIST = 'Danseforestillinger';
const SUBJECT = 'November: to danseforestillinger';

/** The main job, done by people in a real browser with a house started as an operator starts it. */
describe('the main job', () => {
  let house: StartedHouse;
  let browser: Browser;
  let kari: Person;
  let ingrid: Person;
  let publicLink = '';
  const people: Person[] = [];
  const arrives = async (options = {}) => {
    const person = await Person.at(browser, house.url, options);
    people.push(person);
    return person;
  };

  beforeAll(async () => {
    [house, browser] = await Promise.all([
      StartedHouse.start({ UNDO_SECONDS: '3', POLL_SECONDS: '1' }),
      launchChromium(),
    ]);
    kari = await arrives();
    ingrid = await arrives(PHONE);
    // A whole house is made from nothing, which a busy machine takes its time for.
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await house.stop();
  });

  test('the operator opens the printed link and sets up with the example', async () => {
    await kari.page.goto(house.setupUrl);
    await kari.types({
      Navn: 'Fjellhallen',
      Organisasjonsnummer: '974760673',
      Postadresse: 'Fjellveien 1\n0001 Oslo',
      'E-postadresse for spørsmål': 'post@fjellhallen.example',
      'E-postadresse for personvern': 'personvern@fjellhallen.example',
      'Navnet ditt': 'Kari Nordmann',
      'E-postadressen din': 'kari@fjellhallen.example',
      Passord: PASSWORD,
    });
    await kari.aside(() => kari.ticks('Fyll med et eksempel'));
    await kari.press('Sett opp');
    expect(await kari.heading()).toBe('Fjellhallen');
    expect(await kari.page.getByRole('status').innerText()).toBe('Alt er satt opp. Velkommen.');
    await kari.page.goto(house.setupUrl);
    expect(await kari.page.getByRole('status').innerText()).toContain('Lenken er brukt');
    await kari.page.goto('/staff');
  });

  test('she makes a register and a list with its purpose, and finds the link to share', async () => {
    await kari.follow('Nytt register');
    await kari.types({ 'Navn på registeret': 'Publikum', 'Kortnavn i nettadressen': 'publikum' });
    await kari.press('Lag registeret');
    expect(await kari.heading()).toBe('Publikum');
    await kari.follow('Ny liste');
    await kari.types({
      Liste: LIST,
      'Kortnavn i nettadressen': 'dans',
      Avsendernavn: 'Fjellhallen',
      Avsenderadresse: 'dans@fjellhallen.example',
      'Formål (Norsk)': 'Nye danseforestillinger, og når billettene legges ut.',
      'Hvor ofte (Norsk)': 'Omtrent én gang i måneden.',
      'Formål (English)': 'New dance performances, and when tickets go on sale.',
      'Hvor ofte (English)': 'About once a month.',
    });
    await kari.page.locator('#preview').getByText('Nye danseforestillinger').waitFor();
    await kari.ticks('Én er nok');
    await kari.press('Lag listen');
    expect(await kari.heading()).toBe(LIST);
    publicLink = await kari.page.getByRole('link', { name: /\/lists\/dans$/ }).innerText();
    expect(publicLink).toBe(`${house.url}/lists/dans`);
  });

  test('a visitor signs up on a phone without JavaScript, and confirms', async () => {
    await ingrid.page.goto(publicLink);
    expect(await ingrid.heading()).toBe(`${LIST} på e-post`);
    await ingrid.types({ 'E-postadressen din': 'ingrid@example.org' });
    // Quicker than a person: it asks for a moment, and keeps what was typed.
    await until('the form is taken', async () => {
      await ingrid.press('Ja takk, meld meg på');
      if ((await ingrid.heading()) === 'Nå gjenstår ett trykk') return true;
      expect(await ingrid.page.getByLabel('E-postadressen din').inputValue()).toBe('ingrid@example.org');
      return false;
    });
    expect(await ingrid.page.locator('.typed').innerText()).toBe('ingrid@example.org');

    await ingrid.opensMail('ingrid@example.org', `Bekreft påmeldingen til ${LIST}`);
    await ingrid.followsInMail('Ja takk, det stemmer');
    expect(await ingrid.heading()).toBe(`Bekreft: ${LIST}`);
    await ingrid.press('Ja takk, det stemmer');
    expect(await ingrid.heading()).toBe(`Takk. Nå er du med på ${LIST}`);
    await ingrid.opensMail('ingrid@example.org', `Bekreft påmeldingen til ${LIST}`);
    await ingrid.followsInMail('Ja takk, det stemmer');
    expect(await ingrid.heading()).toBe(`Du er allerede med på ${LIST}`);
  });

  test('another signs up with the keyboard alone, seeing where he is', async () => {
    const per = await arrives();
    const focus = () =>
      per.page.evaluate(() => {
        const here = document.activeElement!;
        const name = here.id || here.getAttribute('name') || here.textContent.trim();
        return { name, ring: parseFloat(getComputedStyle(here).outlineWidth) >= 2 };
      });
    await per.page.goto('/registers/nyhetsbrev');
    const visited: string[] = [];
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 12; presses += 1) {
        await per.page.keyboard.press('Tab');
        const here = await focus();
        visited.push(here.name);
        expect(here).toEqual({ name: here.name, ring: true });
        if (here.name === name) return;
      }
      throw new Error(`${name} cannot be reached by Tab: ${visited.join(', ')}`);
    };
    await tabTo('list-hostprogrammet');
    await per.page.keyboard.press('Space');
    await tabTo('address');
    await per.page.keyboard.type('per@example.org', { delay: 150 });
    await tabTo('Ja takk, meld meg på');
    expect(visited).toEqual([
      'Hopp til innholdet',
      'Se postkassen',
      'Fjellhallen',
      'English',
      'list-barn-og-familie',
      'list-hostprogrammet',
      'address',
      'Ja takk, meld meg på',
    ]);
    await per.page.keyboard.press('Enter');
    await per.page.waitForFunction(() => document.title.startsWith('Nå gjenstår ett trykk'));
    expect(await per.page.getByText('Høstprogrammet').count()).toBe(1);
  });

  test('she writes a campaign and sees it as she types, and sends herself a test', async () => {
    await kari.page.reload();
    expect(await kari.page.locator('.big strong').innerText()).toBe('1');
    await kari.follow('Ny utsending');
    await kari.ticks('Jeg skriver heller i Markdown');
    await kari.press('Begynn å skrive');
    await kari.types({
      Emne: SUBJECT,
      'Forhåndstekst (valgfri)': 'Billettene legges ut fredag.',
      Tekst: '# To kvelder i november\n\nDet blir **dans** begge kveldene.',
    });
    const letter = kari.page.locator('#preview .letter');
    await letter.getByRole('heading', { name: 'To kvelder i november' }).waitFor();
    expect(await letter.locator('strong').innerText()).toBe('dans');
    await kari.aside(async () => {
      await kari.press('Lagre');
      await kari.press('Lagre og send test til meg');
    });
    expect(await kari.page.getByRole('status').innerText()).toBe('Testen er sendt til deg.');
    const editor = kari.page.url();
    await kari.opensMail('kari@fjellhallen.example', `[Test] ${SUBJECT}`);
    const mail = kari.page.frameLocator('iframe.mail');
    expect(await mail.getByRole('heading', { name: 'To kvelder i november' }).count()).toBe(1);
    expect(await mail.getByText('Dette er en test').count()).toBe(1);
    await kari.page.goto(editor);
  });

  test('she sends it, changes her mind, sends again, and watches it go', async () => {
    await kari.press('Lagre og gå videre');
    await kari.aside(async () => {
      await kari.press('Send til én');
      await kari.press('Angre');
    });
    expect(await kari.page.getByRole('status').innerText()).toBe(
      'Utsendingen er trukket tilbake. Ingen har fått den.',
    );
    await kari.press('Send til én');
    expect(await kari.page.locator('.steps [aria-current]').innerText()).toMatch(/^Sendes kl\./);
    // Nobody reloads: the page does.
    await kari.page.locator('.steps .done', { hasText: 'Sendt' }).waitFor({ timeout: 40_000 });
    expect(await kari.page.locator('.big strong').innerText()).toBe('1');
    expect(await kari.page.getByText('av 1 er overlevert til videre utsending').count()).toBe(1);
    // From the printed link to here, as docs/first-campaign.md tells it.
    expect(kari.effort).toEqual({ clicks: 11, fields: 21, characters: 501 });
  }, 240_000);

  test('the visitor reads it, leaves with one button, comes back, and leaves again', async () => {
    await ingrid.opensMail('ingrid@example.org', SUBJECT);
    const mail = ingrid.page.frameLocator('iframe.mail');
    expect(await mail.getByRole('heading', { name: 'To kvelder i november' }).count()).toBe(1);
    await ingrid.followsInMail('Meld deg av');
    const wayOut = ingrid.page.url();
    expect(await ingrid.heading()).toBe(`Vil du slutte å få ${LIST}?`);
    await ingrid.press('Ja, meld meg av');
    expect(await ingrid.heading()).toBe(`Du er meldt av ${LIST}`);
    await ingrid.press('Angre');
    expect(await ingrid.heading()).toBe(`Du er med på ${LIST} igjen`);
    await ingrid.page.goto(wayOut);
    await ingrid.press('Ja, meld meg av');
    expect(await ingrid.heading()).toBe(`Du er meldt av ${LIST}`);
  });

  test('a colleague is invited, chooses a password and signs in, in English if he likes', async () => {
    await kari.follow('Medarbeidere');
    await kari.types({ Navn: 'Olav Strand', 'E-postadresse': 'olav@fjellhallen.example' });
    await kari.press('Send invitasjon');
    expect(await kari.page.getByRole('status').innerText()).toBe('Invitasjonen er på vei.');

    const olav = await arrives();
    await olav.opensMail('olav@fjellhallen.example', 'Fjellhallen har invitert deg til Jatakk');
    await olav.followsInMail('Velg passord');
    await olav.types({ Passord: 'et annet passord med ord' });
    await olav.press('Lagre passordet');
    await olav.types({ 'E-postadresse': 'olav@fjellhallen.example', Passord: 'et annet passord med ord' });
    await olav.press('Logg inn');
    expect(await olav.heading()).toBe('Fjellhallen');
    await olav.press('English');
    await olav.follow('Staff');
    expect(await olav.heading()).toBe('Staff');
    expect(await olav.page.getByRole('button', { name: 'Send invitation' }).count()).toBe(0);
    await olav.press('Sign out');
    expect(await olav.heading()).toBe('Logg inn');
  });

  test('nobody’s browser had anything to complain of, or asked anybody else for anything', () => {
    expect(people).toHaveLength(4);
    expect(people.flatMap(({ complaints }) => complaints)).toEqual([]);
    expect(new Set(people.flatMap(({ hosts }) => [...hosts]))).toEqual(new Set([new URL(house.url).host]));
  });
});
