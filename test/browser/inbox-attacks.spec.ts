import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/chromium.js';
import { colleague } from '../support/colleague.js';
import { XSS_LINES } from '../support/hostile-mail.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { InboxAt } from '../support/inbox.js';
import { Person } from '../support/person.js';
import { TestReceiver } from '../support/receiver.js';
import { feedback, multipart, report } from '../support/returned-mail.js';
import { hands } from '../support/smtp-talk.js';
import { until } from '../support/until.js';

/** In everything that a stranger has written. */
const MARK = 'gulspurv';
const WRITER = { address: `${MARK}@post.example`, name: `Ane ${MARK}` };
const ADMINISTRATOR = { 'E-postadresse': 'kari@fjellhallen.example', Passord: 'fire ord som ingen gjetter' };

/**
 * An administrator with every other role but the correspondent's, in a real browser with JavaScript on: what people wrote
 * does not come to them, by any link or any request, and what strangers' servers return runs nothing (A34).
 */
describe('the inbox, to an administrator', () => {
  let house: TestHouse;
  let receiver: TestReceiver;
  let browser: Browser;
  let kari: Person;
  let list: ListIds;
  let conversation: string;
  let inbox: InboxAt;
  const dialogs: string[] = [];

  beforeAll(async () => {
    [house, browser] = await Promise.all([TestHouse.open(), launchChromium()]);
    await house.setUp();
    list = await house.makeList(await house.makeRegister('publikum', 'Publikum'), 'dans');
    receiver = await TestReceiver.start(house);
    const client = await colleague(house, { name: 'Ola Svarer', roles: ['correspondent'] });
    inbox = new InboxAt(house, client, list.registerId);
    ({ conversation } = await inbox.receives({
      from: WRITER,
      subject: `Om ${MARK}`,
      text: `Dette er ${MARK} i teksten.`,
      html: `<p>Dette er ${MARK} i HTML.</p>`,
      attachments: [{ name: `${MARK}.txt`, type: 'text/plain', content: Buffer.from(MARK) }],
    }));
    expect(await inbox.page(conversation)).toContain(MARK);
    kari = await Person.at(browser, house.url);
    kari.page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await kari.page.goto('/staff/sign-in');
    await kari.types(ADMINISTRATOR);
    await kari.press('Logg inn');
    await kari.page.waitForURL(/\/staff$/);
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await receiver.stop();
    await house.close();
  });

  const owned = () => kari.page.evaluate(() => (globalThis as { owned?: number }).owned ?? 0);

  /** Every page of staff that links lead to, three of a kind at most; their paths. */
  async function walk(look: (path: string) => Promise<void>): Promise<string[]> {
    const waiting = ['/staff'];
    const known = new Set(waiting);
    const kinds = new Map<string, number>();
    const seen: string[] = [];
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const kind = path.split('?', 1)[0]!.replaceAll(/[0-9a-f-]{36}|\d{4}-\d\d/g, ':id');
      const many = kinds.get(kind) ?? 0;
      if (many >= 3) continue;
      kinds.set(kind, many + 1);
      const response = await kari.page.goto(path).catch(() => null);
      // What is saved as a file is no page.
      if (!response?.headers()['content-type']?.startsWith('text/html')) continue;
      await look(path);
      seen.push(path);
      const links = await kari.page
        .locator('a[href^="/staff"]')
        .evaluateAll((all) => all.flatMap((link) => link.getAttribute('href')?.split('#', 1)[0] ?? []));
      for (const next of links)
        if (!known.has(next)) {
          known.add(next);
          waiting.push(next);
        }
    }
    return seen;
  }

  test('no page that a link leads to shows any of it, and none leads there', async () => {
    const found: string[] = [];
    const seen = await walk(async (path) => {
      const page = await kari.page.content();
      for (const secret of [MARK, conversation]) if (page.includes(secret)) found.push(`${path}: ${secret}`);
    });
    expect(found).toEqual([]);
    expect(seen.length).toBeGreaterThan(25);
    for (const known of [`/staff/registers/${list.registerId}/inbox-settings`, '/staff/log'])
      expect(seen).toContain(known);
  }, 240_000);

  test('asked for by its address it is not there, and neither a press, a form nor a script of theirs gets it', async () => {
    const { rows } = await house.database.owner.query<{ id: string }>(
      'select id from jatakk.conversation_message where conversation_id = $1',
      [conversation],
    );
    const at = `${inbox.path}/${conversation}`;
    const message = `${at}/messages/${rows[0]!.id}`;
    for (const path of [inbox.path, at, `${at}?html=${rows[0]!.id}`, `${at}/erase`, `${message}/html`]) {
      const response = await kari.page.goto(path);
      expect([path, response!.status()]).toEqual([path, 404]);
      expect(await kari.page.content()).not.toContain(MARK);
    }
    await kari.page.goto('/staff');
    const csrf = await kari.page.locator('input[name=csrf]').first().inputValue();
    // As somebody does who writes a request in the console of a page that is open.
    const answers = await kari.page.evaluate(
      async ({ paths, token, address }) => {
        const asked = await Promise.all(
          paths.map(async (path) => {
            const body = new URLSearchParams({ csrf: token, address, to: '', answer: 'x', note: 'x' });
            const response = await fetch(path, { method: 'POST', body, redirect: 'manual' });
            return { path, status: response.status, text: await response.text() };
          }),
        );
        return asked;
      },
      {
        paths: [
          `${inbox.path}/by-address`,
          `${message}/attachments/0`,
          ...['answer', 'note', 'assign', 'themes', 'close', 'reopen', 'erase'].map((act) => `${at}/${act}`),
        ],
        token: csrf,
        address: WRITER.address,
      },
    );
    expect(answers.map(({ path, status }) => [path, status])).toEqual(answers.map(({ path }) => [path, 404]));
    expect(answers.filter(({ text }) => text.includes(MARK))).toEqual([]);
    const { rows: opened } = await house.database.owner.query(
      `select s.name from jatakk.conversation_opening o join jatakk.staff s on s.id = o.staff_id where s.name <> 'Ola Svarer'`,
    );
    expect(opened).toEqual([]);
  }, 120_000);

  test('notices, reports and mail full of scripts come back: on no page of theirs does anything run or load', async () => {
    await house.joins(list, 'leser@example.org');
    const campaign = await house.sends(list, 'Til deg');
    await house.isSent(campaign);
    const sent = house.sink.to('leser@example.org').findLast(({ parsed }) => parsed.subject === 'Til deg')!;
    for (const line of XSS_LINES.slice(0, 12))
      expect(
        await hands(
          receiver.port,
          { to: sent.from },
          report({ action: 'delayed', status: '4.4.1', diagnostic: line }, line),
        ),
      ).toMatch(/^250/);
    const hostile = XSS_LINES.slice(0, 18).join(' ');
    const notices = [
      report({ status: '5.1.1', diagnostic: `550 5.1.1 ${hostile}` }, hostile),
      feedback(`abuse ${XSS_LINES[0]}`),
      multipart('report; report-type=delivery-status', [['text/html', hostile]], { Subject: hostile }),
    ];
    for (const notice of notices)
      expect(await hands(receiver.port, { to: sent.from }, notice)).toMatch(/^250/);
    expect(
      await hands(
        receiver.port,
        { from: 'ond@post.example', to: 'program@fjellhallen.example' },
        notices[2]!,
      ),
    ).toMatch(/^250/);
    await until('all of it is dealt with', async () => {
      const { rows } = await house.database.owner.query(
        `select (select count(*) from jatakk.arrival where not quarantined) as waits,
                (select count(*) from jatakk.came_back where campaign_id = $1) as back`,
        [campaign],
      );
      return rows[0].waits === '0' && rows[0].back !== '0';
    });
    const page = `/staff/registers/${list.registerId}/campaigns/${campaign}`;
    for (const path of [page, `${page}/numbers`, '/staff', '/staff/sending', '/staff/log', '/mailbox']) {
      await kari.page.goto(path);
      expect([path, await owned()]).toEqual([path, 0]);
      expect([path, (await kari.page.content()).includes('top.owned')]).toEqual([path, false]);
    }
    await kari.page.goto(page);
    expect(await kari.page.getByText('Adressen finnes ikke hos mottakerens leverandør').isVisible()).toBe(
      true,
    );
    expect(dialogs).toEqual([]);
    expect([...kari.hosts]).toEqual([new URL(house.url).host]);
    // That a page is not there is told in the console too, and that is all that is.
    expect(kari.complaints.filter((told) => !/status of 404/.test(told))).toEqual([]);
  }, 240_000);
});
