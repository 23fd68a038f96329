import type { Browser, BrowserContextOptions, Locator } from 'playwright-core';
import type { BlockDocument } from '../../src/campaigns/blocks/block-document.js';
import { type ListIds, TestHouse } from './house.js';
import { Person } from './person.js';
import { until } from './until.js';

export const KARI = { address: 'kari@fjellhallen.example', password: 'fire ord som ingen gjetter' };

/** Somebody who sits in the editor of a draft, in a real browser. */
export class WritingDesk {
  private constructor(
    readonly house: TestHouse,
    readonly list: ListIds,
    readonly person: Person,
  ) {}

  static async at(
    house: TestHouse,
    list: ListIds,
    browser: Browser,
    { address, password } = KARI,
    options: BrowserContextOptions = {},
  ): Promise<WritingDesk> {
    const person = await Person.at(browser, house.url, {
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    await person.page.goto('/staff/sign-in');
    await person.types({ 'E-postadresse': address, Passord: password });
    await person.press('Logg inn');
    await person.page.waitForURL(/\/staff$/);
    return new WritingDesk(house, list, person);
  }

  get page() {
    return this.person.page;
  }

  get text(): Locator {
    return this.page.locator('#editor-text');
  }

  /** Begins a campaign, and has its editor open and the cursor in it. Returns its id. */
  async begins(start = 'En tom side'): Promise<string> {
    await this.page.goto(`/staff/registers/${this.list.registerId}/campaigns/new`);
    await this.page.getByRole('radio', { name: start }).check();
    await this.person.press('Begynn å skrive');
    await this.text.waitFor();
    await this.text.click();
    return /campaigns\/([0-9a-f-]{36})/.exec(this.page.url())![1]!;
  }

  async opens(id: string): Promise<void> {
    await this.page.goto(`/staff/registers/${this.list.registerId}/campaigns/${id}/edit`);
    await this.text.waitFor();
    await this.text.click();
  }

  async keys(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  types(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  /** From the menu that «/» opens, by keys alone. */
  async inserts(name: string): Promise<void> {
    await this.keys('/');
    await this.page.getByRole('menu').waitFor();
    await this.page.getByRole('menuitem', { name }).first().focus();
    await this.keys('Enter');
  }

  /** Until the page says that everything is saved. */
  async isSaved(): Promise<void> {
    await this.page.locator('.save-line[data-state="saved"]').waitFor();
  }

  /** What is kept of the draft. */
  async kept(id: string): Promise<BlockDocument> {
    const { rows } = await this.house.database.owner.query('select body from jatakk.campaign where id = $1', [
      id,
    ]);
    return JSON.parse((rows as { body: string }[])[0]!.body) as BlockDocument;
  }

  /** The draft once it holds this. */
  keptWith(id: string, words: string): Promise<BlockDocument> {
    return until(`the draft holds ${words}`, async () => {
      const kept = await this.kept(id);
      return JSON.stringify(kept).includes(words) ? kept : undefined;
    });
  }

  async pastes(html: string, text = ''): Promise<void> {
    await this.text.evaluate(
      (target, [html, text]) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/html', html!);
        clipboardData.setData('text/plain', text!);
        target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      },
      [html, text],
    );
  }
}
