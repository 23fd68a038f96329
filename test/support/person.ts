import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/** Somebody with a browser of their own, and what they would have complained about. */
export class Person {
  /** What went wrong in the browser: errors in the console (the content policy's among them) and in scripts. */
  readonly complaints: string[] = [];
  /** Every host that was asked for something. */
  readonly hosts = new Set<string>();

  /** What it took so far. */
  readonly effort = { clicks: 0, fields: 0, characters: 0 };

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async at(browser: Browser, baseURL: string, options: BrowserContextOptions = {}): Promise<Person> {
    const context = await browser.newContext({ baseURL, locale: 'nb-NO', ...options });
    // Whoever waits longer has given up, on a busy machine too.
    context.setDefaultTimeout(20_000);
    const person = new Person(context, await context.newPage());
    context.on('request', (request) => person.hosts.add(new URL(request.url()).host));
    context.on('console', (message) => {
      // That a form was sent back to be corrected (422) is noted as an error too, and is none.
      if (message.type() === 'error' && !/status of 422/.test(message.text())) {
        person.complaints.push(message.text());
      }
    });
    context.on('weberror', (error) => person.complaints.push(error.error().message));
    return person;
  }

  heading(): Promise<string> {
    return this.page.locator('h1').innerText();
  }

  press(name: string): Promise<void> {
    this.effort.clicks += 1;
    return this.page.getByRole('button', { name, exact: true }).click();
  }

  ticks(label: string): Promise<void> {
    this.effort.clicks += 1;
    return this.page.getByLabel(label).check();
  }

  /** Does what is not on the way: it is not counted. */
  async aside(does: () => Promise<void>): Promise<void> {
    const before = { ...this.effort };
    await does();
    Object.assign(this.effort, before);
  }

  follow(name: string | RegExp): Promise<void> {
    this.effort.clicks += 1;
    return this.page.locator('main, header, aside').getByRole('link', { name }).first().click();
  }

  async types(values: Record<string, string>): Promise<void> {
    for (const [label, value] of Object.entries(values)) {
      this.effort.fields += 1;
      this.effort.characters += value.length;
      await this.page.getByLabel(label, { exact: true }).fill(value);
    }
  }

  /** Opens the newest mail in the local mailbox with this subject to this address, when it has come. */
  async opensMail(to: string, subject: string): Promise<void> {
    const mail = this.page.locator('.mails li').filter({ hasText: to }).filter({ hasText: subject });
    for (let tries = 0; tries < 100; tries += 1) {
      await this.page.goto('/mailbox');
      if ((await mail.count()) > 0) return mail.first().getByRole('link').click();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no mail with the subject ${subject} came`);
  }

  /** Follows a link in the mail that is open; it opens beside, as in a mail program, and the person goes on there. */
  async followsInMail(name: string): Promise<void> {
    const link = this.page.frameLocator('iframe.mail').getByRole('link', { name });
    const [beside] = await Promise.all([this.context.waitForEvent('page'), link.click()]);
    await beside.waitForLoadState();
    const url = beside.url();
    await beside.close();
    await this.page.goto(url);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
