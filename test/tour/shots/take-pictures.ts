import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { launchChromium } from '../../support/chromium.js';
import { lookAt, overflow, savePicture, type View } from '../../support/pictures.js';
import { readMessage } from '../../../src/platform/embedded/mailbox-reader.js';
import { member } from '../live.js';
import type { TourMailbox } from '../mailbox.js';
import type { NamedPage, Who } from './named-pages.js';

/** As the pictures are told apart: by theme and size. */
const VIEWS: readonly View[] = (
  [
    ['desktop', 1280, 900],
    ['phone', 375, 740],
  ] as const
).flatMap(([size, width, height]) =>
  (['light', 'dark'] as const).map((colorScheme) => ({
    name: `${colorScheme}-${size}`,
    colorScheme,
    width,
    height,
    zoom: 1,
    reducedMotion: 'reduce' as const,
  })),
);

const TABS = 3;

export interface Taken {
  pictures: number;
  /** What was wrong with a page, in a line. */
  troubles: string[];
}

/** Pictures of pages and mails in a real Chromium, each member signed in through the front door. */
export class Photographer {
  readonly #contexts = new Map<Who, Promise<BrowserContext>>();
  readonly taken: Taken = { pictures: 0, troubles: [] };

  private constructor(
    private readonly browser: Browser,
    private readonly url: string,
    private readonly folder: string,
  ) {}

  static async at(url: string, folder: string): Promise<Photographer> {
    return new Photographer(await launchChromium({ endsOnSignals: false }), url, folder);
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /** Each page in each view; an act at the end, since it changes what others show. */
  async pages(pages: readonly NamedPage[]): Promise<void> {
    await this.#each(
      pages.filter(({ act }) => act === undefined),
      (one) => this.#page(one),
    );
    for (const one of pages.filter(({ act }) => act !== undefined))
      await this.#tried(one.name, () => this.#page(one));
  }

  /** One mail of each kind, as a mail program shows it: with its images, which come from the house. */
  async mails(mailbox: TourMailbox, folder: string): Promise<void> {
    const kinds = new Map<string, string>();
    for (const { id, subject } of mailbox.all()) kinds.set(slug(subject), id);
    const context = await this.#context(undefined);
    await this.#each([...kinds], async ([name, id]) => {
      const message = await readMessage(folder, id);
      if (!message?.html) return;
      const page = await context.newPage();
      await page.setContent(message.html, { waitUntil: 'load' });
      await this.#views(page, `mail-${name}`);
      await page.close();
    });
  }

  async #page({ name, who, path, act }: NamedPage): Promise<void> {
    const context = await this.#context(who);
    const page = await context.newPage();
    try {
      await lookAt(page, VIEWS[0]!);
      await page.goto(this.url + path, { waitUntil: 'load' });
      if (act) {
        for (const [field, value] of Object.entries(act.fill ?? {}))
          await fillIn(page.locator(`main [name="${field}"]`), value);
        const form = page.locator(`main form[action^="${act.form}"]`).first();
        await Promise.all([page.waitForEvent('load'), form.locator('button[type=submit]').first().click()]);
      }
      await wholly(page);
      await this.#views(page, name);
    } finally {
      await page.close();
    }
  }

  async #views(page: Page, name: string): Promise<void> {
    for (const view of VIEWS) {
      await lookAt(page, view);
      await settleFrames(page, view);
      const wider = await overflow(page);
      if (wider > 0) this.taken.troubles.push(`${name}.${view.name} is ${wider} px wider than its window`);
      await savePicture(page, this.folder, name, view);
      this.taken.pictures += 1;
    }
  }

  #context(who: Who): Promise<BrowserContext> {
    const known = this.#contexts.get(who) ?? this.#signedIn(who);
    this.#contexts.set(who, known);
    return known;
  }

  async #signedIn(who: Who): Promise<BrowserContext> {
    const context = await this.browser.newContext({ locale: 'nb-NO', reducedMotion: 'reduce' });
    if (who === undefined) return context;
    const { address, password } = member(who);
    const page = await context.newPage();
    await page.goto(`${this.url}/staff/sign-in`);
    await page.locator('[name=address]').fill(address);
    await page.locator('[name=password]').fill(password);
    await page.locator('form button[type=submit]').first().click();
    await page.waitForURL(/\/staff$/);
    await page.close();
    return context;
  }

  async #each<T extends NamedPage | [string, string]>(
    all: readonly T[],
    take: (one: T) => Promise<void>,
  ): Promise<void> {
    const waiting = [...all];
    const tab = async () => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
        const next = one;
        await this.#tried('name' in next ? next.name : next[0], () => take(next));
      }
    };
    await Promise.all(Array.from({ length: TABS }, tab));
  }

  /** One that cannot be taken is told, and keeps no other from being taken. */
  async #tried(name: string, take: () => Promise<void>): Promise<void> {
    await take().catch((error: unknown) => {
      this.taken.troubles.push(`${name} was not photographed: ${(error as Error).message.split('\n', 1)[0]}`);
    });
  }
}

/** What stands in a frame is painted by another process, and only where it is in the window. */
async function settleFrames(page: Page, view: View): Promise<void> {
  if (page.frames().length === 1) return;
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await lookAt(page, { ...view, height: Math.max(view.height, whole) });
  for (const frame of page.frames()) await frame.waitForLoadState('load');
  await page.waitForTimeout(250);
}

/** @param fields of one name: several are options of one question */
async function fillIn(fields: Locator, value: string): Promise<void> {
  const field = fields.first();
  const kind = await field.evaluate((element) =>
    element.tagName === 'SELECT' ? 'choice' : element.getAttribute('type'),
  );
  if (kind === 'choice') await field.selectOption(value);
  else if (kind === 'radio' || kind === 'checkbox')
    // Where the label lies over it, the label is what is pressed.
    await fields.and(fields.page().locator(`[value="${value}"]`)).check({ force: true });
  else await field.fill(value);
}

/** Once all that a reader would come to by scrolling is there: images, mails in their frames, the editor. */
async function wholly(page: Page): Promise<void> {
  if (page.url().includes('/edit')) await page.locator('#editor-text, #preview').first().waitFor();
  await page.evaluate(() =>
    Promise.all(
      [...document.images].map((image) => {
        image.loading = 'eager';
        return image.decode().catch(() => undefined);
      }),
    ).then(() => undefined),
  );
  await page.waitForLoadState('networkidle');
}

function slug(subject: string): string {
  return subject
    .toLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'o')
    .replaceAll('å', 'a')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);
}
