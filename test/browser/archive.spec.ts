import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';

/** What RFC 4287 asks for, as a parser that forgives nothing finds it. */
interface Feed {
  fault: string | null;
  id: string;
  title: string;
  updated: string;
  authors: string[];
  self: string[];
  entries: { id: string; title: string; updated: string; links: string[]; content: string; type: string }[];
}

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

describe('an open archive', () => {
  let house: TestHouse;
  let browser: Browser;
  let page: Page;
  let list: ListIds;

  beforeAll(async () => {
    [house, browser] = await Promise.all([TestHouse.open(), launchChromium()]);
    await house.setUp();
    list = await house.makeList(await house.makeRegister('publikum', 'Publikum'), 'dans', 'Dans & mer');
    await house.asks(list, 'fornavn');
    await house.joins(list, 'ingrid@example.org');
    const settings = `/staff/registers/${list.registerId}/lists/${list.listId}/archive`;
    await house.staff.submit(settings, settings, { open: 'yes' });
    for (const [subject, body] of [
      [
        'Høst <i>nå</i>',
        '# Hei, {{fornavn|venn}}\n\nMer & mer "på" <b>nett</b>: https://fjellhallen.example/?a=1&b=2',
      ],
      ['Vinter ]]> 🎻', 'Emoji 🎻, bokstaver æøå, \u202bשלום\u202c'],
    ] as const) {
      await house.isSent(await house.sends(list, subject, body));
    }
    page = await browser.newPage({ baseURL: house.url, locale: 'nb-NO' });
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  test('is found from the form, read, and leads back to it', async () => {
    await page.goto('/lists/dans');
    await page.getByRole('link', { name: 'Les det som er sendt før' }).click();
    await page.waitForURL(/\/archive(\?|$)/);
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
      'Vinter ]]> 🎻',
      'Høst <i>nå</i>',
    ]);
    await page.getByRole('link', { name: 'Høst' }).click();
    await page.waitForURL(/\/archive\/[0-9a-f-]{36}/);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Høst <i>nå</i>');
    expect(await page.getByRole('heading', { level: 2 }).innerText()).toBe('Hei, venn');
    await page.getByRole('link', { name: 'Meld deg på Dans & mer' }).click();
    await page.waitForURL(/\/lists\/dans(\?|$)/);
    expect(new URL(page.url()).pathname).toBe('/lists/dans');
    expect(await page.context().cookies()).toEqual([]);
  });

  const read = async (): Promise<Feed> => {
    await page.goto('/lists/dans/archive');
    const href = await page.locator('link[rel=alternate][type="application/atom+xml"]').getAttribute('href');
    const xml = await (await fetch(house.url + href!)).text();
    return page.evaluate((text) => {
      const ATOM = 'http://www.w3.org/2005/Atom';
      const parsed = new DOMParser().parseFromString(text, 'application/xml');
      const fault = parsed.querySelector('parsererror')?.textContent ?? null;
      const root = parsed.documentElement;
      const of = (element: Element, name: string) =>
        [...element.children].filter((child) => child.namespaceURI === ATOM && child.localName === name);
      const one = (element: Element, name: string) => {
        const found = of(element, name);
        return found.length === 1 ? (found[0]!.textContent ?? '') : `${found.length} of ${name}`;
      };
      const links = (element: Element, rel: string) =>
        of(element, 'link')
          .filter((link) => link.getAttribute('rel') === rel)
          .map((link) => link.getAttribute('href') ?? '');
      return {
        fault: fault ?? (root.namespaceURI === ATOM && root.localName === 'feed' ? null : 'no feed'),
        id: one(root, 'id'),
        title: one(root, 'title'),
        updated: one(root, 'updated'),
        authors: of(root, 'author').map((author) => one(author, 'name')),
        self: links(root, 'self'),
        entries: of(root, 'entry').map((entry) => ({
          id: one(entry, 'id'),
          title: one(entry, 'title'),
          updated: one(entry, 'updated'),
          links: links(entry, 'alternate'),
          content: one(entry, 'content'),
          type: of(entry, 'content')[0]?.getAttribute('type') ?? '',
        })),
      };
    }, xml);
  };

  test('has a feed with everything that RFC 4287 asks for', async () => {
    const feed = await read();
    expect(feed.fault).toBeNull();
    expect(feed).toMatchObject({
      id: `urn:uuid:${list.listId}`,
      title: 'Dans & mer · Fjellhallen',
      authors: ['Fjellhallen'],
      self: [`${house.url}/lists/dans/archive/feed.atom`],
    });
    expect(feed.updated).toMatch(DATE);
    expect(feed.entries.map(({ title }) => title)).toEqual(['Vinter ]]> 🎻', 'Høst <i>nå</i>']);
    expect(feed.updated).toBe(feed.entries[0]!.updated);
    for (const { id, updated, links, type } of feed.entries) {
      expect(id).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
      expect(updated).toMatch(DATE);
      expect(type).toBe('html');
      expect(links).toHaveLength(1);
      expect((await fetch(links[0]!)).status).toBe(200);
    }
    expect(new Set(feed.entries.map(({ id }) => id)).size).toBe(2);
    const [winter, autumn] = feed.entries;
    expect(winter!.content).toContain('🎻, bokstaver æøå, \u202bשלום\u202c');
    expect(autumn!.content).toContain('<h1>Hei, venn</h1>');
    expect(autumn!.content).toContain('&lt;b&gt;nett&lt;/b&gt;');
    expect(autumn!.content).toContain('href="https://fjellhallen.example/?a=1&amp;b=2"');
  });

  test('keeps its ids and its dates from one fetch to the next, and when the list gets another name', async () => {
    const before = await read();
    await house.database.owner.query(`update jatakk.list set name = 'Alt' where id = $1`, [list.listId]);
    const after = await until('the new name is shown', async () => {
      const feed = await read();
      return feed.title === 'Alt · Fjellhallen' && feed;
    });
    expect(after.id).toBe(before.id);
    expect(after.entries).toEqual(before.entries);
  });
});
