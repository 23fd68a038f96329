import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { AGENTS, cell, chooses, running } from '../support/beacons.js';
import { launchChromium } from '../support/chromium.js';
import { TestHouse } from '../support/house.js';
import { until } from '../support/until.js';

let house: TestHouse;
let browser: Browser;
let site: Server;
let host: string;

/** A site of the organisation's, on another port: another origin. */
beforeAll(async () => {
  [house, browser] = await Promise.all([TestHouse.open(), launchChromium()]);
  await house.setUp();
  site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><html lang="nb"><title>Side</title><script defer src="${house.url}/t.js"></script>` +
        '<p>Side</p><a href="/om-oss">Om oss</a>',
    );
  });
  await new Promise<void>((resolve) => {
    site.listen(0, '127.0.0.1', resolve);
  });
  host = `www.fjellhallen.localhost:${(site.address() as AddressInfo).port}`;
  await chooses(house, { sites: host });
}, 120_000);
afterAll(async () => {
  await browser.close();
  site.close();
  await house.close();
});

/** Opens a page, follows its link, and changes it in place: three pages, one visit. */
async function comes(context: BrowserContext): Promise<number> {
  let sent = 0;
  context.on('request', (request) => {
    if (request.url() === `${house.url}/t`) sent += 1;
  });
  const page = await context.newPage();
  await page.goto(`http://${host}/program?navn=kari#side`);
  await page.getByRole('link').click();
  await page.waitForURL('**/om-oss');
  await page.waitForLoadState();
  await page.evaluate('history.pushState({}, "", "/om-oss/styret?til=kari")');
  await page.evaluate('history.replaceState({}, "", "/om-oss/styret#nederst")');
  expect(await context.cookies()).toEqual([]);
  expect(
    await page.evaluate(
      '(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.cookie])()',
    ),
  ).toEqual([0, 0, 0, '']);
  return sent;
}

const asReader = { userAgent: AGENTS.firefox };

test('the script tells of each page once, also of one changed in place, and keeps nothing on the device', async () => {
  for (let n = 0; n < 5; n += 1) {
    const context = await browser.newContext(asReader);
    await comes(context);
    await context.close();
  }
  const cells = await until('all has arrived', async () => {
    const found = await running(house);
    return cell(found, host, 'views', 'total', '~all') >= 15 && found;
  });
  const of = (measure: string, kind: string) =>
    cells
      .filter((one) => one.site === host && one.measure === measure && one.kind === kind)
      .map(({ value, count }) => [value, count]);
  expect(of('views', 'page')).toEqual([
    ['/om-oss', 5],
    ['/om-oss/styret', 5],
    ['/program', 5],
  ]);
  expect(of('visits', 'page')).toEqual([['/program', 5]]);
  expect(of('visits', 'total')).toEqual([['~all', 5]]);
});

test('where the browser asks for it, nothing is sent at all', async () => {
  for (const [object, name, value] of [
    ['navigator', 'globalPrivacyControl', true],
    ['navigator', 'doNotTrack', '1'],
  ] as const) {
    const context = await browser.newContext(asReader);
    await context.addInitScript(
      `Object.defineProperty(${object}, ${JSON.stringify(name)}, { value: ${JSON.stringify(value)} })`,
    );
    expect(await comes(context)).toBe(0);
    await context.close();
  }
  const control = await browser.newContext(asReader);
  expect(await comes(control)).toBe(3);
  await control.close();
});
