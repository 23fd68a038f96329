import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { clockTimeOf } from '../../src/platform/i18n/clock-time.js';
import { formats, TIME_ZONE } from '../../src/platform/i18n/formats.js';
import { launchChromium } from '../support/chromium.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { overflow } from '../support/pictures.js';
import { Person } from '../support/person.js';

const DAY_MS = 86_400_000;

/** On a phone: choosing when, thinking otherwise, and seeing it all in one place. */
describe('a chosen start', () => {
  let house: TestHouse;
  let browser: Browser;
  let list: ListIds;
  let kari: Person;
  let path: string;

  beforeAll(async () => {
    [house, browser] = await Promise.all([TestHouse.open({ undoSeconds: 300 }), launchChromium()]);
    await house.setUp();
    list = await house.makeList(await house.makeRegister('publikum', 'Publikum'), 'dans', 'Dans');
    await house.joins(list, 'ingrid@example.org');
    path = `/staff/registers/${list.registerId}/campaigns/${await house.writes(list, 'Høstens danseforestillinger')}`;
    kari = await Person.at(browser, house.url, {
      viewport: { width: 320, height: 640 },
      isMobile: true,
      hasTouch: true,
    });
    await kari.page.goto('/staff/sign-in');
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

  const state = () => house.campaignState(path.split('/').at(-1)!);

  async function chooses(summary: string, { day, time }: { day: string; time: string }, button: string) {
    const open = kari.page.locator('details[open]', { hasText: summary });
    if ((await open.count()) === 0) await kari.page.getByText(summary).click();
    await kari.page.getByLabel('Dag', { exact: true }).fill(day);
    await kari.page.getByLabel('Klokkeslett').fill(time);
    await kari.press(button);
  }

  test('that will not do is refused, with what was chosen still there', async () => {
    await kari.page.goto(path);
    await chooses('Velg når den skal sendes', { day: '2020-01-06', time: '09:30' }, 'Send da');
    await kari.page.getByText('Dette tidspunktet er over.').waitFor();
    expect(await kari.page.getByLabel('Dag', { exact: true }).inputValue()).toBe('2020-01-06');
    expect(await kari.page.getByLabel('Klokkeslett').inputValue()).toBe('09:30');
    expect(await state()).toBe('draft');
  });

  test('is shown, moved, found in the queue and taken back', async () => {
    const first = new Date(Math.ceil(Date.now() / DAY_MS) * DAY_MS + 7 * DAY_MS);
    await chooses('Velg når den skal sendes', clockTimeOf(first, TIME_ZONE), 'Send da');
    await kari.page.getByText('Tidspunktet er satt.').waitFor();
    const second = new Date(first.getTime() + DAY_MS);
    await chooses('Flytt til et annet tidspunkt', clockTimeOf(second, TIME_ZONE), 'Flytt');
    const at = formats('nb', TIME_ZONE).dateTime(second);
    await kari.page.getByText(`Sendes ${at}`).first().waitFor();
    expect(await overflow(kari.page)).toBe(0);

    await kari.page.goto('/staff/queue');
    await kari.page.getByText(`Begynner ${at}.`).waitFor();
    expect(await overflow(kari.page)).toBe(0);
    expect(await kari.page.getByRole('button', { name: 'Send nå i stedet' }).count()).toBe(1);
    await kari.press('Ta den tilbake');
    await kari.page.getByText('Utsendingen er trukket tilbake.').waitFor();
    expect(await state()).toBe('draft');
  });

  test('the queue goes on by itself while something is sent, and lets whoever reads it be', async () => {
    await house.stopKeeper();
    const id = await house.writes(list, 'Vinterens danseforestillinger');
    const query = (sql: string) => house.database.owner.query(sql, [id]);
    await query(`insert into jatakk.delivery_tally values ($1, 'queued', 40)`);
    await query(`update jatakk.campaign set state = 'sending', started_at = now() where id = $1`);
    await kari.page.goto('/staff/queue');
    await kari.page.getByText('0 av 40').waitFor();
    const pause = kari.page.getByRole('button', { name: 'Sett på pause' });
    await pause.focus();
    await query(`insert into jatakk.delivery_tally values ($1, 'queued', -30), ($1, 'accepted', 30)`);
    await kari.page.getByText('30 av 40').waitFor();
    expect(await pause.evaluate((button) => button === document.activeElement)).toBe(true);
    await query(`update jatakk.campaign set state = 'sent', finished_at = now() where id = $1`);
    await pause.waitFor({ state: 'detached' });
    expect(await kari.page.getByText('av 40').count()).toBe(0);
    expect(kari.complaints).toEqual([]);
  }, 240_000);
});
