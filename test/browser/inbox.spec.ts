import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/chromium.js';
import { COLLEAGUE_PASSWORD, colleague } from '../support/colleague.js';
import { xssHtml, XSS_LINES } from '../support/hostile-mail.js';
import { TestHouse } from '../support/house.js';
import { InboxAt } from '../support/inbox.js';
import { Person } from '../support/person.js';

/** Hostile mail in a real browser, with JavaScript on: it runs nothing, loads nothing and leads nowhere. */
describe('the inbox', () => {
  let house: TestHouse;
  let browser: Browser;
  let ola: Person;
  let inbox: InboxAt;

  beforeAll(async () => {
    [house, browser] = await Promise.all([TestHouse.open(), launchChromium()]);
    await house.setUp();
    const registerId = await house.makeRegister('publikum', 'Publikum');
    await house.makeList(registerId, 'dans', 'Danseforestillinger');
    const client = await colleague(house, { name: 'Ola Svarer', roles: ['correspondent'] });
    inbox = new InboxAt(house, client, registerId);
    ola = await Person.at(browser, house.url);
    await ola.page.goto(`${house.url}/staff/sign-in`);
    await ola.types({ 'E-postadresse': 'ola@fjellhallen.example', Passord: COLLEAGUE_PASSWORD });
    await ola.press('Logg inn');
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  const owned = () => ola.page.evaluate(() => (globalThis as { owned?: number }).owned ?? 0);
  const ourselves = () => [new URL(house.url).host];

  test.each([
    [
      'subjects and names',
      (line: string) => ({ subject: line, from: { address: 'x@post.example', name: line } }),
    ],
    [
      'texts and file names',
      (line: string) => ({
        text: line,
        attachments: [{ name: line, type: line.slice(0, 90), content: Buffer.from('x') }],
      }),
    ],
  ])(
    'hostile %s are shown as what they are',
    async (_where, mailOf) => {
      for (const line of XSS_LINES) {
        const { conversation } = await inbox.receives(mailOf(line));
        await ola.page.goto(`${house.url}${inbox.path}/${conversation}`);
        expect([line, await owned()]).toEqual([line, 0]);
      }
      expect(ola.complaints).toEqual([]);
      expect([...ola.hosts]).toEqual(ourselves());
    },
    180_000,
  );

  test('HTML that no receiver has made harmless runs nothing, loads nothing, sends nothing and leads nowhere', async () => {
    const called: string[] = [];
    const attacker = createServer((request, response) => {
      called.push(request.url ?? '');
      response.end('owned');
    });
    await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', resolve));
    const there = `http://127.0.0.1:${(attacker.address() as AddressInfo).port}`;
    const { conversation } = await inbox.receives({ html: xssHtml(there), text: 'Dette er teksten.' });
    await ola.page.goto(`${house.url}${inbox.path}/${conversation}`);
    await ola.follow('Vis med opprinnelig oppsett');
    const frame = ola.page.frameLocator('iframe.mail');
    await frame.getByText('Dette er teksten.').waitFor();
    await frame.locator('#link').click({ timeout: 5000 });
    await frame.locator('#send').click({ timeout: 5000 });
    await ola.page.waitForTimeout(500);
    expect(await owned()).toBe(0);
    expect(new URL(ola.page.url()).host).toBe(new URL(house.url).host);
    expect(await ola.page.title()).toBe('Samtale · Jatakk');
    // What was refused is complained of; nothing of it went out. That the server would have been reached, it says itself.
    expect(ola.complaints.splice(0).length).toBeGreaterThan(10);
    expect(called).toEqual([]);
    await fetch(there);
    expect(called).toEqual(['/']);
    await new Promise((resolve) => attacker.close(resolve));
  }, 60_000);

  test('an attachment is saved under a harmless name, as octets, and is shown by no browser', async () => {
    const { conversation } = await inbox.receives({
      attachments: [
        {
          name: '../../.\u202efdp.html"; filename=ond.exe',
          type: 'text/html',
          content: Buffer.from('<script>top.owned=1</script>'.repeat(20_000)),
        },
      ],
    });
    await ola.page.goto(`${house.url}${inbox.path}/${conversation}`);
    expect(await ola.page.getByText('Denne filen kan starte et program på maskinen din.').isVisible()).toBe(
      true,
    );
    const [download] = await Promise.all([
      ola.page.waitForEvent('download'),
      ola.page.getByRole('button', { name: /Last ned/ }).click(),
    ]);
    expect(download.suggestedFilename()).not.toMatch(/[/\\\u202e"]|^\./);
    const stream = await download.createReadStream();
    let bytes = 0;
    for await (const piece of stream) bytes += (piece as Buffer).length;
    expect(bytes).toBe(28 * 20_000);
    expect(await owned()).toBe(0);
  }, 60_000);

  test('a correspondent reads, tags, answers and closes by keyboard alone', async () => {
    const { conversation } = await inbox.receives({
      from: { address: 'siri@post.example', name: 'Siri' },
      subject: 'Takk for i går',
    });
    await ola.page.goto(`${house.url}${inbox.path}`);
    await ola.page.locator(`a[href$="${conversation}"]`).focus();
    await ola.page.keyboard.press('Enter');
    await ola.page.waitForURL(`**/${conversation}`);
    expect(await ola.heading()).toBe('Takk for i går');
    await ola.page.getByLabel('Svar', { exact: true }).focus();
    await ola.page.keyboard.type('Takk selv, Siri.');
    await ola.page.keyboard.press('Tab');
    await ola.page.keyboard.press('Enter');
    await ola.page.getByRole('status').waitFor();
    expect(await ola.page.getByRole('status').innerText()).toContain('Svaret er på vei ut.');
    await ola.page.getByLabel('Ros').focus();
    await ola.page.keyboard.press('Space');
    await ola.page.getByRole('button', { name: 'Lagre temaene' }).press('Enter');
    await ola.page.waitForURL('**done=mail-tagged');
    expect(await ola.page.getByLabel('Ros').isChecked()).toBe(true);
    await ola.page.getByRole('button', { name: 'Lukk samtalen' }).press('Enter');
    await ola.page.waitForURL('**done=mail-closed');
    expect(await ola.page.getByRole('status').innerText()).toContain('Samtalen er lukket.');
    expect(ola.complaints).toEqual([]);
  }, 60_000);
});
