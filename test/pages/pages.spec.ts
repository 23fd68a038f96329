import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { renderDocument } from '../../src/web/pages/document.js';
import { fetchAxe, type Rules, violations } from '../support/axe.js';
import { launchChromium } from '../support/chromium.js';
import { cutOff } from '../support/cut-off.js';
import { everyMail } from '../support/every-mail.js';
import { everyPage } from '../support/every-page.js';
import { servePages } from '../support/page-server.js';
import {
  lookAt,
  overflow,
  photograph,
  photographForReadme,
  README_PICTURES,
  type View,
  VIEWS,
} from '../support/pictures.js';
import { tabThrough } from '../support/tab-walk.js';
import { EXAMPLE_WORDS } from '../support/words.js';

const TABS = 3;

/**
 * What axe is asked in each view. At night only colours are others; the phone is as wide as the enlarged page, where it is
 * asked everything. In English words are longer or shorter, and say other things; colours and order are the same.
 */
const LOOKS: Readonly<Record<'nb' | 'en', Partial<Record<View['name'], Rules | 'width alone'>>>> = {
  nb: { enlarged: 'all', phone: 'width alone', dark: 'colours', light: 'all' },
  en: { enlarged: 'all but colours', light: 'width alone' },
};

/** JATAKK_PAGES=survey looks at what is called so alone: all of them take minutes, whichever tests are asked for. */
const ASKED_FOR = new RegExp(process.env.JATAKK_PAGES ?? '');

const named = <Value>(locale: 'nb' | 'en', all: readonly (readonly [string, Value])[]) =>
  all
    .filter(([name]) => ASKED_FOR.test(name))
    .map(([name, value]) => [locale === 'nb' ? name : `${locale} ${name}`, value] as const);
const of = (locale: 'nb' | 'en') => ({
  pages: named(locale, everyPage(locale, EXAMPLE_WORDS)),
  mails: named(locale, everyMail(locale, EXAMPLE_WORDS)),
});
const { nb, en } = { nb: of('nb'), en: of('en') };

const pathsOf = ({ pages, mails }: typeof nb) => [
  ...pages.map(([name]) => `/${name}`),
  ...mails.map(([name]) => `/mails/${name}`),
];
const paths = { nb: pathsOf(nb), en: pathsOf(en) };

/** So that a check that finds nothing is known to look. */
const WRONG = `<!doctype html><html lang="nb"><title>Feil</title><main><h1>Feil</h1>
<style>@media (prefers-color-scheme: dark) { p { color: #333; background: #000 } }</style>
<p>Ord</p><img src="/x.png"><a href="#a" tabindex="3">Sist</a><button style="outline: none">Uten ring</button>
<p style="width: 200px; height: 1em; overflow: hidden">Mange ord som ikke får plass på den ene linjen de har fått</p>
<p style="width: 400px; transition: color 1s">Bredt</p></main>`;

/** What is wrong with each, in words. */
const faults = new Map<string, string[]>();

beforeAll(async () => {
  const pages = [...nb.pages, ...en.pages].map(([name, page]) => [name, renderDocument(page)] as const);
  const server = await servePages(new Map([...pages, ['wrong', WRONG]]), new Map([...nb.mails, ...en.mails]));
  const browser = await launchChromium();
  try {
    // Only so that axe can be put into the page: the main job is done under the policy.
    const context = await browser.newContext({ bypassCSP: true, locale: 'nb-NO' });
    const waiting = (['nb', 'en'] as const).flatMap((locale) =>
      paths[locale].map((path) => ({ locale, path })),
    );
    waiting.push({ locale: 'nb', path: '/wrong' });
    const look = async () => {
      const page = await context.newPage();
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        await page.goto(server.url + encodeURI(next.path));
        await fetchAxe(page);
        faults.set(next.path, await faultsOf(page, next));
      }
    };
    await Promise.all(Array.from({ length: TABS }, look));
    await makeReadmePictures(browser);
  } finally {
    await browser.close();
    await server.close();
  }
}, 900_000);

describe('every page and mail, by day, at night, on the narrowest phone, enlarged, and by keyboard', () => {
  test.each(paths.nb)('%s can be read and used by everybody', (path) => {
    expect(faults.get(path)).toEqual([]);
  });
});

describe('and in English', () => {
  test.each(paths.en)('%s can be read and used by everybody', (path) => {
    expect(faults.get(path)).toEqual([]);
  });
});

test('what is wrong is found', () => {
  const found = (faults.get('/wrong') ?? []).join('\n');
  for (const fault of [
    'light: image-alt',
    'dark: color-contrast',
    'enlarged: 88 px wider than its window',
    'enlarged: p is cut',
    'enlarged: p moves',
    'Tab goes to',
    '<button style="outline: none">Uten ring</button> does not show that it has the focus',
  ]) {
    expect(found).toContain(fault);
  }
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

/** Ends in the light, with the keys. */
async function faultsOf(
  page: Page,
  { locale, path }: { locale: 'nb' | 'en'; path: string },
): Promise<string[]> {
  const found: string[] = [];
  for (const view of VIEWS.toReversed()) {
    const rules = LOOKS[locale][view.name];
    if (!rules) continue;
    await lookAt(page, view);
    const wider = await overflow(page);
    if (locale === 'nb') await photograph(page, path.split('/').at(-1)!, view);
    const seen = [
      ...(wider > 0 ? [`${wider} px wider than its window`] : []),
      ...(rules === 'width alone' ? [] : await violations(page, rules)),
      ...(view.name === 'enlarged' ? await cutOff(page) : []),
    ];
    found.push(...seen.map((fault) => `${view.name}: ${fault}`));
  }
  // A mail program has keys of its own.
  if (locale === 'nb' && !path.startsWith('/mails/')) found.push(...(await tabThrough(page)));
  return found;
}
