import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chooses } from '../support/beacons.js';
import { launchChromium } from '../support/chromium.js';
import { confirmPath, type ListIds, TestHouse } from '../support/house.js';
import { OtherSite } from '../support/other-site.js';
import { KARI } from '../support/writing-desk.js';

/** What docs/promises.md names of cookies, under P10. */
const promised = readFileSync(fileURLToPath(new URL('../../docs/promises.md', import.meta.url)), 'utf8')
  .split('\n- **P10**')[1]!
  .split('\n## ')[0]!;

let house: TestHouse;
let browser: Browser;
let list: ListIds;

beforeAll(async () => {
  [house, browser] = await Promise.all([TestHouse.open(), launchChromium()]);
  await house.setUp();
  list = await house.makeList(await house.makeRegister('publikum', 'Publikum'), 'dans', 'Dans');
  const archive = `/staff/registers/${list.registerId}/lists/${list.listId}/archive`;
  await house.staff.submit(archive, archive, { open: 'yes' });
  await house.joins(list, 'ingrid@example.org');
  await house.isSent(await house.sends(list, 'Høsten', '# Hei\n\nDørene åpnes klokken seks.'));
}, 240_000);
afterAll(async () => {
  await browser.close();
  await house.close();
});

/** All that a page can leave on a device. */
async function keptOn(context: BrowserContext, page: Page): Promise<Record<string, unknown>> {
  return {
    cookies: (await context.cookies()).map(({ name }) => name),
    ...(await page.evaluate(async () => ({
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
      databases: (await indexedDB.databases()).map(({ name }) => name),
      caches: await caches.keys(),
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      window: window.name,
    }))),
  };
}

/** As staff do it: written, and shown. */
async function writesMessage(text: string): Promise<{ id: string; outcome: number }> {
  const pages = '/staff/site-messages';
  const saved = await house.staff.submit(`${pages}/new`, pages, {
    'text-nb': text,
    'label-nb': 'Les mer',
    link: `${house.url}/lists/dans`,
  });
  const id = /site-messages\/([\w-]{36})/.exec(saved.headers.get('location')!)![1]!;
  const shown = await house.staff.submit(`${pages}/${id}`, `${pages}/${id}/show`);
  return { id, outcome: shown.status };
}

/** What is shown is held for ten seconds; a house that has just started holds nothing. */
async function restartWeb(): Promise<void> {
  const { staff } = house;
  await house.web.close();
  await house.startWeb();
  house.staff = staff;
}

const NOTHING = { cookies: [], local: [], session: [], databases: [], caches: [], workers: 0, window: '' };

test('leave something on the device of whoever reads, joins, confirms, looks and leaves: nothing is there, and nobody else was asked', async () => {
  const context = await browser.newContext({ baseURL: house.url, locale: 'nb-NO' });
  const page = await context.newPage();
  const hosts = new Set<string>();
  context.on('request', (request) => hosts.add(new URL(request.url()).host));
  const open = async (path: string) => {
    const answer = await page.goto(path);
    expect([path, answer!.status(), await keptOn(context, page)]).toEqual([path, 200, NOTHING]);
  };
  /** The page that a press leads to has come: nothing is asked of the one that goes. */
  const shows = async (title: string) => {
    await page.getByRole('heading', { name: title }).waitFor();
    await page.waitForLoadState();
  };
  for (const path of [
    '/',
    '/personvern',
    '/personvern/oppbevaring',
    '/personvern/endringer',
    '/lists/dans/transparency',
    '/loftene',
    '/ledger',
    '/receipts/verify',
  ])
    await open(path);
  await open('/lists/dans/archive');
  await page.getByRole('link', { name: 'Høsten' }).click();
  await page.waitForURL(/\/archive\/[0-9a-f-]{36}/);
  expect(await keptOn(context, page)).toEqual(NOTHING);
  await open('/lists/dans');
  await page.getByLabel('E-postadresse').fill('nils@example.org');
  await page.getByRole('button', { name: 'Meld meg på' }).click();
  await shows('Nå gjenstår ett trykk');
  expect(await keptOn(context, page)).toEqual(NOTHING);
  const mail = await house.confirmationFor('nils@example.org', list);
  await open(confirmPath(mail));
  await page.getByRole('button').first().click();
  await shows('Takk. Nå er du med på Dans');
  expect(await keptOn(context, page)).toEqual(NOTHING);
  await house.noticesAccepted();
  await open(`${confirmPath(mail)}/receipt`);
  await open(/\/u\/[\w-]{43}/.exec(mail.parsed.text!)![0]);
  await page.getByRole('button', { name: 'Meld meg av' }).click();
  await shows('Du er meldt av Dans');
  expect(await keptOn(context, page)).toEqual(NOTHING);
  expect([...hosts]).toEqual([new URL(house.url).host]);
  await context.close();
}, 240_000);

test('tell two visitors apart by a mark in a header, to be sent back later: both get the same ones', async () => {
  const headersOf = async (path: string) => {
    const answer = await fetch(house.url + path, { headers: { accept: 'text/html' } });
    await answer.text();
    return [...answer.headers].filter(([name]) => !['date', 'content-length'].includes(name));
  };
  for (const path of ['/', '/lists/dans', '/lists/dans/archive', '/personvern', '/assets/jatakk.css'])
    expect([path, await headersOf(path)]).toEqual([path, await headersOf(path)]);
});

test('keep more of whoever closes a message on the organisation’s site than which one it was: one list of ids, no cookie, nothing sent', async () => {
  const site = await OtherSite.open(`<script src="${house.url}/m.js" defer></script>`);
  const { outcome: _, ...first } = await writesMessage('Bli med på høsten!');
  const context = await browser.newContext({ locale: 'nb-NO' });
  const page = await context.newPage();
  // What is shown now, not what was a minute ago.
  const device = await context.newCDPSession(page);
  await device.send('Network.enable');
  await device.send('Network.setCacheDisabled', { cacheDisabled: true });
  const asked: { url: string; method: string; headers: Record<string, string> }[] = [];
  context.on('request', (request) => {
    asked.push({ url: request.url(), method: request.method(), headers: request.headers() });
  });
  const message = page.getByRole('complementary', { name: 'Melding fra Fjellhallen' });
  await page.goto(`${site.url}/program?kjenner=ingrid@example.org`);
  await message.waitFor();
  // Shown, and nothing done: nothing is kept.
  expect(await keptOn(context, page)).toEqual(NOTHING);
  await message.getByRole('button', { name: 'Lukk' }).click();
  const local = ['jatakk-dismissed'];
  expect(await keptOn(context, page)).toEqual({ ...NOTHING, local });
  expect(promised).toContain(`\`${local[0]}\``);
  const kept = () => page.evaluate((name) => localStorage.getItem(name!), local[0]);
  expect(await kept()).toBe(JSON.stringify([first.id]));
  await page.goto(`${site.url}/`);
  await page.waitForLoadState('networkidle');
  expect(await message.count()).toBe(0);

  // Another is shown; what is followed is done with too, and what was taken off leaves the list.
  const second = await writesMessage('Nå er alle billettene ute');
  await house.staff.submit(`/staff/site-messages/${first.id}`, `/staff/site-messages/${first.id}/take-off`);
  await restartWeb();
  await page.goto(`${site.url}/`);
  await message.getByRole('link', { name: 'Les mer' }).click();
  await page.waitForURL(house.url + '/lists/dans');
  expect(await keptOn(context, page)).toEqual(NOTHING);
  await page.goto(`${site.url}/`);
  expect(await kept()).toBe(JSON.stringify([second.id]));

  // No request of the script says which page, which message, or who: the same two, to us alone.
  const ours = asked.filter(({ url }) => /\/m\.js/.test(new URL(url).pathname) || /\/m\.json/.test(url));
  expect(new Set(ours.map(({ url, method }) => `${method} ${url}`))).toEqual(
    new Set([`GET ${house.url}/m.js`, `GET ${house.url}/m.json`]),
  );
  expect(JSON.stringify(ours)).not.toContain('ingrid');
  for (const { url, headers } of ours) {
    expect([url, headers['cookie']]).toEqual([url, undefined]);
    if (url.endsWith('m.json')) expect(headers['referer'] ?? '').toBe('');
  }
  const hosts = new Set(asked.map(({ url }) => new URL(url).host));
  expect(hosts).toEqual(new Set([new URL(house.url).host, new URL(site.url).host]));
  await context.close();
  await site.close();

  // It never matters for mail: whoever joined gets theirs.
  const campaign = await house.sends(list, 'Etter meldingen');
  await house.isSent(campaign);
  expect(house.sink.subjectsFor('ingrid@example.org')).toContain('Etter meldingen');
}, 60_000);

test('tell visitors apart who said yes to being counted: each keeps the same words under one key, and sends the same', async () => {
  const site = await OtherSite.open(`<script src="${house.url}/t.js" defer></script>`);
  const host = `www.fjellhallen.localhost:${new URL(site.url).port}`;
  await chooses(house, { sites: host, asking: host });
  const said: unknown[] = [];
  for (const answer of ['Ja, tell meg', 'Ja, tell meg', 'Nei takk']) {
    const context = await browser.newContext({ locale: 'nb-NO' });
    const page = await context.newPage();
    const sent: (string | null)[] = [];
    context.on('request', (request) => {
      expect([request.url(), request.headers()['cookie']]).toEqual([request.url(), undefined]);
      if (request.method() === 'POST') sent.push(request.postData());
    });
    await page.goto(`http://${host}/program?kjenner=ingrid@example.org`);
    const question = page.getByRole('complementary', { name: 'Spørsmål fra Fjellhallen' });
    await question.waitFor();
    // Asked, and nothing answered: nothing is kept.
    expect(await keptOn(context, page)).toEqual(NOTHING);
    await question.getByRole('button', { name: answer }).click();
    const local = ['jatakk-counted'];
    expect(await keptOn(context, page)).toEqual({ ...NOTHING, local });
    expect(promised).toContain(`\`${local[0]}\``);
    await page.waitForLoadState('networkidle');
    said.push([await page.evaluate((name) => localStorage.getItem(name!), local[0]), sent]);
    await context.close();
  }
  await site.close();
  const today = new Date().toLocaleDateString('sv', { timeZone: 'Europe/Oslo' });
  const yes = [`yes ${today.slice(0, 7)} ${today}`, ['/program\n', '~month']];
  expect(said).toEqual([yes, yes, [`no ${today.slice(0, 7)}`, ['/program\n']]]);
});

test('show a message by a device that keeps nothing, and on a site with a strict policy of its own: it is shown, and closes', async () => {
  const site = await OtherSite.open(`<script src="${house.url}/m.js" defer></script>`, {
    'content-security-policy': `default-src 'none'; script-src ${house.url}; connect-src ${house.url}`,
  });
  const context = await browser.newContext({ locale: 'nb-NO' });
  await context.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
  await page.goto(`${site.url}/`);
  const message = page.getByRole('complementary', { name: 'Melding fra Fjellhallen' });
  await message.getByRole('button', { name: 'Lukk' }).click();
  expect(await message.count()).toBe(0);
  expect(faults).toEqual([]);
  await context.close();
  await site.close();
});

test('find a cookie that is not promised: staff get one of those that are, which no script reads and no other site sends', async () => {
  const context = await browser.newContext({ baseURL: house.url, locale: 'nb-NO' });
  const page = await context.newPage();
  await page.goto('/staff/sign-in');
  expect(await keptOn(context, page)).toEqual(NOTHING);
  await page.getByLabel('E-postadresse').fill(KARI.address);
  await page.getByLabel('Passord', { exact: true }).fill(KARI.password);
  await page.getByRole('button', { name: 'Logg inn' }).click();
  await page.waitForURL(/\/staff$/);
  const cookies = await context.cookies();
  expect(cookies).toEqual([
    expect.objectContaining({ httpOnly: true, sameSite: 'Lax', path: '/', expires: -1 }),
  ]);
  expect(promised).toContain(`\`${cookies[0]!.name}\``);
  await page.goto(`/staff/registers/${list.registerId}/campaigns/new`);
  await page.getByRole('radio', { name: 'En tom side' }).check();
  await page.getByRole('button', { name: 'Begynn å skrive' }).click();
  await page.locator('#editor-text').click();
  await page.keyboard.type('Hei');
  await page.locator('.save-line[data-state="saved"]').waitFor();
  // Of the library that fetches parts of pages: which page of ours the tab shows.
  const session = ['htmx-current-path-for-history'];
  expect(await keptOn(context, page)).toEqual({ ...NOTHING, session, cookies: [cookies[0]!.name] });
  expect(promised).toContain(`\`${session[0]}\``);
  const kept = await page.evaluate((name) => sessionStorage.getItem(name!), session[0]);
  expect(kept).toMatch(/^\/staff(\/[\w-]+)*$/);
  await page.goto('/staff');
  await page.getByRole('button', { name: 'Logg ut' }).click();
  await page.waitForURL(/sign-in/);
  expect(await keptOn(context, page)).toEqual({ ...NOTHING, session });
  await context.close();
}, 240_000);
