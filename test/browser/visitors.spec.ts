import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { AGENTS, cell, chooses, running } from '../support/beacons.js';
import { launchChromium } from '../support/chromium.js';
import { TestHouse } from '../support/house.js';
import { OtherSite } from '../support/other-site.js';
import { until } from '../support/until.js';

const KEY = 'jatakk-counted';

let house: TestHouse;
let browser: Browser;
let site: OtherSite;
let host: string;
let url: string;

/** A site of the organisation's, on another port: another origin, with a policy of its own. */
beforeAll(async () => {
  [house, browser] = await Promise.all([TestHouse.open(), launchChromium()]);
  await house.setUp();
  site = await OtherSite.open(`<script defer src="${house.url}/t.js"></script>`, {
    'content-security-policy': `default-src 'none'; script-src ${house.url}; connect-src ${house.url}`,
  });
  host = `www.fjellhallen.localhost:${new URL(site.url).port}`;
  url = `http://${host}`;
}, 120_000);
afterAll(async () => {
  await browser.close();
  await site.close();
  await house.close();
});

/** As at the beginning of a day, with visitors asked. */
beforeEach(async () => {
  await running(house);
  await house.database.owner.query('truncate traffic.running');
  await asks(true);
});

const asks = (yes: boolean) => chooses(house, { sites: host, ...(yes && { asking: host }) });
const counted = async (measure: string) => cell(await running(house), host, measure, 'total', '~all');

interface Visitor {
  context: BrowserContext;
  page: Page;
  card: Locator;
  /** What devices said of themselves, and how often a page was told of. */
  said: string[];
  faults: string[];
  kept: () => Promise<string | null>;
  /** Opens a page and waits until all that comes of it has come. */
  opens: (path?: string) => Promise<void>;
  /** From now on it is this day. */
  day: (day: string) => Promise<void>;
}

const there: BrowserContext[] = [];
afterEach(async () => {
  for (const context of there.splice(0)) await context.close();
});

async function visitor({ lang = 'nb-NO', before = '', width = 1280 } = {}): Promise<Visitor> {
  const context = await browser.newContext({
    userAgent: AGENTS.firefox,
    locale: lang,
    viewport: { width, height: 700 },
  });
  there.push(context);
  if (before) await context.addInitScript(before);
  const page = await context.newPage();
  const device = await context.newCDPSession(page);
  await device.send('Network.enable');
  await device.send('Network.setCacheDisabled', { cacheDisabled: true });
  const said: string[] = [];
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
  context.on('request', (request) => {
    if (request.url() === `${house.url}/t`) said.push(request.postData() ?? '');
    // Whoever does not answer is told nothing of who asks: neither a cookie, nor which page.
    if (request.url().startsWith(`${house.url}/v`)) {
      expect(request.method()).toBe('GET');
      expect(request.headers()['cookie']).toBeUndefined();
    }
  });
  const card = page.getByRole('complementary', { name: 'Spørsmål fra Fjellhallen' });
  return {
    context,
    page,
    card,
    said,
    faults,
    kept: () => page.evaluate((key) => localStorage.getItem(key), KEY),
    async opens(path = '/program') {
      await page.goto(url + path);
      await page.waitForLoadState('networkidle');
    },
    async day(day) {
      await page.clock.setFixedTime(new Date(`${day}T12:00:00+01:00`));
    },
  };
}

const ofDevices = ({ said }: Visitor) => said.filter((line) => line.startsWith('~'));

test('where it is not switched on nobody is asked, nothing is kept, and the script for it is not loaded', async () => {
  await asks(false);
  const one = await visitor();
  const urls: string[] = [];
  one.context.on('request', (request) => urls.push(request.url()));
  await one.opens();
  expect(await one.card.count()).toBe(0);
  expect(await one.page.evaluate('[localStorage.length, sessionStorage.length, document.cookie]')).toEqual([
    0,
    0,
    '',
  ]);
  expect(urls.filter((one) => one.includes('/v.js'))).toEqual([]);
  expect(one.said).toEqual(['/program\n']);
});

test('who is asked and does not answer leaves nothing; who refuses is asked no more for 13 months, and never counted', async () => {
  const one = await visitor();
  await one.day('2026-11-30');
  await one.opens();
  await one.card.waitFor();
  expect(await one.kept()).toBeNull();
  await one.card.getByRole('button', { name: 'Nei takk' }).click();
  expect(await one.card.count()).toBe(0);
  expect(await one.kept()).toBe('no 2026-11');
  expect(await one.page.evaluate('Object.keys(localStorage)')).toEqual([KEY]);
  await one.day('2027-11-30');
  await one.opens();
  expect(await one.card.count()).toBe(0);
  // In December it would be more than 13 months old.
  await one.day('2027-12-01');
  await one.opens();
  await one.card.waitFor();
  expect(await one.kept()).toBeNull();
  expect(ofDevices(one)).toEqual([]);
  expect(await counted('devices')).toBe(0);
  expect(one.faults).toEqual([]);
});

test('who says yes is counted once a day and once a month, by words that are the same from everybody, until 13 months are over', async () => {
  const one = await visitor();
  await one.day('2026-11-29');
  await one.opens();
  await one.card.getByRole('button', { name: 'Ja, tell meg' }).click();
  expect(await one.kept()).toBe('yes 2026-11 2026-11-29');
  for (const path of ['/program', '/om-oss', '/program']) await one.opens(path);
  expect(ofDevices(one)).toEqual(['~month']);
  await one.day('2026-11-30');
  for (const path of ['/program', '/om-oss']) await one.opens(path);
  expect(await one.kept()).toBe('yes 2026-11 2026-11-30');
  expect(ofDevices(one)).toEqual(['~month', '~day']);
  await one.day('2026-12-24');
  await one.opens();
  await one.day('2027-11-30');
  await one.opens();
  expect(ofDevices(one)).toEqual(['~month', '~day', '~month', '~month']);
  expect(await one.card.count()).toBe(0);
  await one.day('2027-12-01');
  await one.opens();
  await one.card.waitFor();
  expect(await one.kept()).toBeNull();
  expect(ofDevices(one)).toHaveLength(4);
  await until('all has arrived', async () => (await counted('devices')) === 4);
  expect(await counted('new-devices')).toBe(3);
  expect(one.faults).toEqual([]);
});

test('midnight is that of whoever reads the numbers, wherever the device is', async () => {
  const one = await visitor();
  await one.page.clock.setFixedTime(new Date('2026-11-30T23:30:00Z'));
  await one.opens();
  await one.card.getByRole('button', { name: 'Ja, tell meg' }).click();
  expect(await one.kept()).toBe('yes 2026-12 2026-12-01');
});

test('an answer is changed as easily as it was given: one press after a link on the site', async () => {
  const one = await visitor();
  await one.day('2026-11-30');
  await one.opens();
  await one.card.getByRole('button', { name: 'Ja, tell meg' }).click();
  await one.opens('/#jatakk');
  // Whoever asked for it has the focus there; Escape leaves all as it is.
  const no = one.card.getByRole('button', { name: 'Nei takk' });
  await no.waitFor();
  expect(await no.evaluate((button) => (button.getRootNode() as ShadowRoot).activeElement === button)).toBe(
    true,
  );
  await one.page.keyboard.press('Escape');
  expect([await one.card.count(), await one.kept()]).toEqual([0, 'yes 2026-11 2026-11-30']);
  expect(one.page.url()).toBe(`${url}/`);
  await one.page.evaluate('location.hash = "jatakk"');
  await no.click();
  expect(await one.kept()).toBe('no 2026-11');
  await one.opens();
  expect(await one.card.count()).toBe(0);
});

test('Escape in the question is a no', async () => {
  const one = await visitor();
  await one.opens();
  await one.card.getByRole('button', { name: 'Nei takk' }).focus();
  await one.page.keyboard.press('Escape');
  expect(await one.card.count()).toBe(0);
  expect(await one.kept()).toMatch(/^no \d{4}-\d{2}$/);
});

test.each([
  ['Sec-GPC', 'globalPrivacyControl', 'true'],
  ['DNT', 'doNotTrack', '"1"'],
])('with %s nobody is asked or counted, and what was kept before goes', async (_, name, value) => {
  const one = await visitor({
    before: `Object.defineProperty(navigator, ${JSON.stringify(name)}, { value: ${value} })`,
  });
  await one.context.addInitScript(`localStorage.getItem('seen') ?? (localStorage.setItem('seen', '1'),
    localStorage.setItem(${JSON.stringify(KEY)}, 'yes 2026-11 2026-11-29'))`);
  await one.day('2026-11-30');
  await one.opens();
  expect([await one.card.count(), await one.kept(), one.said]).toEqual([0, null, []]);
});

test('switched off, what devices remember goes at the next page: from a site by itself, and from all', async () => {
  const one = await visitor();
  const says = async () => {
    await one.opens();
    await one.card.getByRole('button', { name: 'Ja, tell meg' }).click();
    expect(await one.kept()).toMatch(/^yes /);
  };
  await says();
  await chooses(house, { sites: `${host}\nwww.annet.example`, asking: 'www.annet.example' });
  await one.opens();
  expect([await one.card.count(), await one.kept()]).toEqual([0, null]);
  await asks(true);
  await says();
  await asks(false);
  await one.opens();
  expect([await one.card.count(), await one.kept()]).toEqual([0, null]);
  await asks(true);
  await says();
  await chooses(house, { counting: 'no', sites: host, asking: host });
  await one.opens();
  expect([await one.card.count(), await one.kept()]).toEqual([0, null]);
});

test('a device that keeps nothing is not counted, since it would be again and again', async () => {
  const one = await visitor({
    before: `Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })`,
  });
  await one.opens();
  await one.card.getByRole('button', { name: 'Ja, tell meg' }).click();
  await one.opens();
  await one.card.waitFor();
  expect(ofDevices(one)).toEqual([]);
  expect(one.faults).toEqual([]);
});

test('yes and no are equally large, beside each other and within a narrow screen; it is asked in the language of the page', async () => {
  const one = await visitor({ width: 320 });
  await one.opens();
  const [no, yes] = await Promise.all(
    ['Nei takk', 'Ja, tell meg'].map((name) => one.card.getByRole('button', { name }).boundingBox()),
  );
  expect([yes!.width, yes!.height, yes!.y]).toEqual([no!.width, no!.height, no!.y]);
  expect(yes!.height).toBeGreaterThanOrEqual(44);
  expect(no!.x).toBeGreaterThanOrEqual(0);
  expect(yes!.x + yes!.width).toBeLessThanOrEqual(320);
  const styles = await one.card.getByRole('button').evaluateAll((buttons) =>
    buttons.map((button) => {
      const { color, backgroundColor, fontSize, fontWeight, borderColor } = getComputedStyle(button);
      return [color, backgroundColor, fontSize, fontWeight, borderColor];
    }),
  );
  expect(styles[0]).toEqual(styles[1]);
  expect(await one.card.getByRole('link', { name: 'Slik teller vi' }).getAttribute('href')).toBe(
    `${house.url}/personvern?lang=nb#cookies`,
  );
  for (const [lang, name] of [
    ['en', 'No, thanks'],
    ['nn', 'Ja, tel meg'],
    ['de', 'Nei takk'],
  ]) {
    await one.context.addInitScript(
      `new MutationObserver(() => { if (document.documentElement) document.documentElement.lang = '${lang}'; })
        .observe(document, { childList: true })`,
    );
    await one.opens();
    await one.page.getByRole('button', { name: name! }).waitFor();
  }
});

test('a message on the site and the question wait for each other', async () => {
  const both = await OtherSite.open(
    `<script src="${house.url}/m.js" defer></script><script src="${house.url}/t.js" defer></script>`,
  );
  const here = `www.fjellhallen.localhost:${new URL(both.url).port}`;
  await chooses(house, { sites: here, asking: here });
  const pages = '/staff/site-messages';
  const saved = await house.staff.submit(`${pages}/new`, pages, {
    'text-nb': 'Bli med på høsten!',
    'label-nb': 'Les mer',
    link: house.url,
  });
  const id = /site-messages\/([\w-]{36})/.exec(saved.headers.get('location')!)![1]!;
  await house.staff.submit(`${pages}/${id}`, `${pages}/${id}/show`);
  const one = await visitor();
  // What is shown is held for ten seconds.
  const cards = one.page.getByRole('complementary');
  await until('both have something to say', async () => {
    await one.page.goto(`http://${here}/`);
    await one.page.waitForLoadState('networkidle');
    expect(await cards.count()).toBe(1);
    const first = await cards.getAttribute('aria-label');
    await cards.getByRole('button', { name: first!.startsWith('Melding') ? 'Lukk' : 'Nei takk' }).click();
    const second = (await cards.count()) === 1 && (await cards.getAttribute('aria-label'));
    await one.page.evaluate('localStorage.clear()');
    return second && second !== first;
  });
  await both.close();
}, 60_000);
