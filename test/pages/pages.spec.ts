import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { renderDocument } from '../../src/web/pages/document.js';
import { launchChromium } from '../support/chromium.js';
import { everyMail } from '../support/every-mail.js';
import { everyPage } from '../support/every-page.js';
import { servePages } from '../support/page-server.js';
import {
  lookAt,
  overflow,
  photograph,
  photographForReadme,
  README_PICTURES,
  VIEWS,
} from '../support/pictures.js';
import { EXAMPLE_WORDS } from '../support/words.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TABS = 3;

const pages = new Map(
  everyPage('nb', EXAMPLE_WORDS).map(([name, page]) => [name, renderDocument(page)] as const),
);
const mails = new Map(everyMail('nb', EXAMPLE_WORDS));
const paths = [
  ...[...pages.keys()].map((name) => `/${name}`),
  ...[...mails.keys()].map((name) => `/mails/${name}`),
];

interface Finding {
  view: string;
  /** By how many pixels it is wider than the window. */
  overflow: number;
  violations: string[];
}

const findings = new Map<string, Finding[]>();

beforeAll(async () => {
  const server = await servePages(pages, mails);
  const browser = await launchChromium();
  try {
    // Only so that axe can be put into the page: the main job is done under the policy.
    const context = await browser.newContext({ bypassCSP: true, locale: 'nb-NO' });
    const waiting = [...paths];
    const look = async () => {
      const page = await context.newPage();
      for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
        await page.goto(server.url + encodeURI(path));
        findings.set(path, await findingsOf(page, path.split('/').at(-1)!));
      }
    };
    await Promise.all(Array.from({ length: TABS }, look));
    await makeReadmePictures(browser);
  } finally {
    await browser.close();
    await server.close();
  }
}, 300_000);

describe('every page and mail, in light, dark and on the narrowest phone', () => {
  test.each(paths)('%s can be read by everybody and fits its window', (path) => {
    expect(findings.get(path)).toEqual(
      VIEWS.map(({ name }) => ({ view: name, overflow: 0, violations: [] })),
    );
  });
});

async function makeReadmePictures(browser: Browser): Promise<void> {
  const shown = everyPage('nb', EXAMPLE_WORDS, { trial: false }).filter(([name]) => name in README_PICTURES);
  const server = await servePages(
    new Map(shown.map(([name, page]) => [name, renderDocument(page)])),
    new Map(),
  );
  const page = await browser.newPage({ deviceScaleFactor: 1.25 });
  for (const [name, picture] of Object.entries(README_PICTURES)) {
    await page.goto(`${server.url}/${encodeURIComponent(name)}`);
    await photographForReadme(page, picture);
  }
  await server.close();
}

async function findingsOf(page: Page, name: string): Promise<Finding[]> {
  const found: Finding[] = [];
  await page.evaluate(AXE);
  for (const view of VIEWS) {
    await lookAt(page, view);
    await photograph(page, name, view);
    found.push({ view: view.name, overflow: await overflow(page), violations: await violations(page) });
  }
  return found;
}

/** What axe finds; a mail in its frame is left out, being seen by itself. A mail has no landmarks: it is not a page. */
function violations(page: Page): Promise<string[]> {
  const isMail = page.url().includes('/mails/');
  const rules = isMail ? { 'landmark-one-main': { enabled: false }, region: { enabled: false } } : {};
  return page.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    // Picked out in the page: what passed is a hundred times as long, and slow to fetch.
    const { violations: found } = await axe.run({ iframes: false, resultTypes: ['violations'], rules });
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    );
  }, rules);
}
