import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/chromium.js';
import { FROM_GOOGLE_DOCS, FROM_WORD, HOSTILE_HTML } from '../support/clipboards.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { addsImage, photo } from '../support/images.js';
import { WritingDesk } from '../support/writing-desk.js';

const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });

const list = (type: 'bulletList' | 'orderedList', ...items: string[]) => ({
  type,
  content: items.map((item) => ({ type: 'listItem', content: [paragraph(item)] })),
});

describe('writing in blocks', () => {
  let house: TestHouse;
  let browser: Browser;
  let place: ListIds;
  let desk: WritingDesk;

  beforeAll(async () => {
    [house, browser] = await Promise.all([TestHouse.open(), launchChromium()]);
    await house.setUp();
    place = await house.makeList(await house.makeRegister('publikum', 'Publikum'), 'dans', 'Dans');
    await house.staff.submit(
      `/staff/registers/${place.registerId}/lists/${place.listId}/questions`,
      `/staff/registers/${place.registerId}/lists/${place.listId}/questions`,
      {
        name: 'fornavn',
        label_nb: 'Fornavn',
        why_nb: 'Så vi kan hilse.',
        label_en: 'First name',
        why_en: 'To greet.',
      },
    );
    desk = await WritingDesk.at(house, place, browser);
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  test('every kind of block, by keyboard alone', async () => {
    const id = await desk.begins();
    await desk.types('# Høsten er her');
    await desk.keys('Enter');
    await desk.types('Dette er ');
    await desk.keys('Control+b');
    await desk.types('viktig');
    await desk.keys('Control+b');
    await desk.types(' og ');
    await desk.keys('Control+i');
    await desk.types('fint');
    await desk.keys('Control+i', 'Enter');
    await desk.types('- ett');
    await desk.keys('Enter');
    await desk.types('to');
    await desk.keys('Enter', 'Enter');

    await desk.inserts('Knapp');
    await desk.keys('Enter');
    await desk.types('Kjøp billett');
    await desk.keys('Tab');
    await desk.types('fjellhallen.example/billett');
    await desk.keys('Enter');

    await desk.inserts('Arrangement');
    await desk.keys('Enter');
    await desk.types('Vidda');
    await desk.page.getByLabel('Når').fill('2026-12-09T19:00');
    await desk.page.getByLabel('Sted').fill('Storsalen');
    await desk.keys('Enter');

    await desk.inserts('Sitat');
    await desk.types('Nydelig.');
    await desk.keys('Control+Enter');

    await desk.inserts('Skillelinje');
    await desk.inserts('Bilde');
    await desk.page.getByText('Det er ingen bilder i registeret ennå.').waitFor();
    await desk.keys('Control+Enter');

    await desk.inserts('To spalter');
    await desk.types('Til venstre');
    await desk.keys('ArrowDown');
    await desk.types('Til høyre');
    await desk.keys('Control+Enter');
    await desk.types('Slutt');
    await desk.isSaved();

    const kept = await desk.kept(id);
    expect(kept.content).toEqual([
      { type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: 'Høsten er her' }] },
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'Dette er ' },
          { type: 'text', text: 'viktig', marks: [{ type: 'bold' }] },
          { type: 'text', text: ' og ' },
          { type: 'text', text: 'fint', marks: [{ type: 'italic' }] },
        ],
      },
      {
        type: 'bulletList',
        content: ['ett', 'to'].map((text) => ({ type: 'listItem', content: [paragraph(text)] })),
      },
      { type: 'button', attrs: { label: 'Kjøp billett', href: 'https://fjellhallen.example/billett' } },
      {
        type: 'event',
        attrs: { title: 'Vidda', date: '2026-12-09T19:00', until: '', place: 'Storsalen', href: '' },
      },
      { type: 'quote', attrs: { by: '' }, content: [paragraph('Nydelig.')] },
      { type: 'divider' },
      { type: 'image', attrs: { image: null, alt: '', href: '' } },
      {
        type: 'columns',
        content: [
          { type: 'column', content: [paragraph('Til venstre')] },
          { type: 'column', content: [paragraph('Til høyre')] },
        ],
      },
      paragraph('Slutt'),
    ]);
  }, 240_000);

  test('undo, redo, and moving a block by keyboard, said aloud', async () => {
    const id = await desk.begins();
    for (const word of ['ett', 'to', 'tre']) {
      await desk.types(word);
      if (word !== 'tre') await desk.keys('Enter');
    }
    await desk.keys('Alt+ArrowUp', 'Alt+ArrowUp');
    await desk.page.getByText('Flyttet. Nå blokk 1 av 3.').waitFor();
    expect(await desk.text.locator('p').allInnerTexts()).toEqual(['tre', 'ett', 'to']);
    await desk.keys('Control+z', 'Control+z');
    expect(await desk.text.locator('p').allInnerTexts()).toEqual(['ett', 'to', 'tre']);
    await desk.keys('Control+y', 'Control+Shift+z');
    expect(await desk.text.locator('p').allInnerTexts()).toEqual(['tre', 'ett', 'to']);
    await desk.isSaved();
    expect((await desk.kept(id)).content).toEqual(['tre', 'ett', 'to'].map(paragraph));
  });

  test('the tools are one stop for Tab, with arrows between them, and say what is on', async () => {
    await desk.begins();
    await desk.types('fet');
    await desk.keys('Control+a', 'Alt+F10');
    const focused = () =>
      desk.page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent,
      );
    expect(await focused()).toBe('Sett inn');
    await desk.keys('ArrowRight', 'ArrowRight');
    expect(await focused()).toBe('Fet (Ctrl+B)');
    await desk.keys('Enter');
    expect(await desk.page.getByRole('button', { name: 'Fet (Ctrl+B)' }).getAttribute('aria-pressed')).toBe(
      'true',
    );
    await desk.keys('Alt+F10', 'End');
    expect(await focused()).toBe('Gjør om igjen (Ctrl+Y)');
    await desk.keys('Escape');
    expect(await desk.text.evaluate((text) => text === document.activeElement)).toBe(true);
    expect(await desk.page.locator('.toolbar [tabindex="0"]').count()).toBe(1);
  });

  test('a block is dragged by its grip', async () => {
    await desk.begins();
    await desk.types('under');
    await desk.keys('Enter');
    await desk.types('over');
    const paragraphs = desk.text.locator('p');
    await paragraphs.nth(1).hover();
    const grip = desk.page.getByRole('button', { name: /Flytt blokken/ });
    const target = (await paragraphs.nth(0).boundingBox())!;
    await grip.hover();
    await desk.page.mouse.down();
    await desk.page.mouse.move(target.x + 4, target.y + 12, { steps: 6 });
    await desk.page.mouse.move(target.x + 4, target.y + 3, { steps: 3 });
    await desk.page.mouse.up();
    await desk.page.waitForFunction(() => document.querySelector('#editor-text p')?.textContent === 'over');
    expect(await paragraphs.allInnerTexts()).toEqual(['over', 'under']);
  });

  test('a link and a recipient’s own answer, by keys', async () => {
    const id = await desk.begins();
    await desk.types('Hei ');
    await desk.keys('Alt+F10', 'Enter');
    await desk.page.getByRole('menuitem', { name: 'Mottakerens svar' }).focus();
    await desk.keys('Enter', 'Tab');
    await desk.types('du {der}');
    await desk.keys('Enter');
    await desk.page.getByText('Skriv et ord av bokstaver').waitFor();
    await desk.page.getByLabel('Ord til den som ikke har svart').fill('venn');
    await desk.keys('Enter');
    await desk.types(', se ');
    await desk.keys('Control+k');
    await desk.types('programmet');
    await desk.keys('Tab');
    await desk.types('javascript:alert(1)');
    await desk.keys('Enter');
    await desk.page.getByText('Det er ingen adresse.').waitFor();
    await desk.page.getByLabel('Hvor den fører').fill('fjellhallen.example');
    await desk.keys('Enter');
    await desk.types('.');
    await desk.isSaved();
    expect((await desk.kept(id)).content).toEqual([
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'Hei ' },
          { type: 'place', attrs: { name: 'fornavn', fallback: 'venn' } },
          { type: 'text', text: ', se ' },
          {
            type: 'text',
            text: 'programmet',
            marks: [{ type: 'link', attrs: { href: 'https://fjellhallen.example' } }],
          },
          { type: 'text', text: '.' },
        ],
      },
    ]);
  });

  test('what comes from Word is what was written, and nothing that Word brings', async () => {
    const id = await desk.begins();
    await desk.pastes(FROM_WORD, 'Høstprogrammet');
    const link = [{ type: 'link', attrs: { href: 'https://fjellhallen.example/program' } }];
    await desk.isSaved();
    expect((await desk.kept(id)).content).toEqual([
      { type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: 'Høstprogrammet' }] },
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'Kjære', marks: [{ type: 'bold' }] },
          { type: 'text', text: ' alle, og ' },
          { type: 'text', text: 'velkommen', marks: [{ type: 'italic' }] },
          { type: 'text', text: ' til ' },
          { type: 'text', text: 'programmet', marks: link },
          { type: 'text', text: '.' },
        ],
      },
      list('bulletList', 'Konsert med 1\u00a0000 plasser', 'Dans'),
      list('orderedList', 'Kjøp billett', 'Møt opp'),
      { type: 'quote', attrs: { by: '' }, content: [paragraph('Uforglemmelig.')] },
      { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Praktisk' }] },
      paragraph('Dører'),
      paragraph('18.30'),
    ]);
  });

  test('what comes from Google Docs, too', async () => {
    const id = await desk.begins();
    await desk.pastes(FROM_GOOGLE_DOCS);
    await desk.isSaved();
    expect((await desk.kept(id)).content).toEqual([
      { type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: 'Nyheter' }] },
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'Vanlig, ' },
          { type: 'text', text: 'fet', marks: [{ type: 'bold' }] },
          { type: 'text', text: ' og kursiv, og ', marks: [{ type: 'italic' }] },
          {
            type: 'text',
            text: 'en lenke',
            marks: [{ type: 'link', attrs: { href: 'https://fjellhallen.example/om' } }],
          },
        ],
      },
      list('bulletList', 'Ett', 'Under ett', 'To'),
    ]);
  });

  test('nothing hostile that is pasted or posted runs, in the editor, its preview or its history (A34)', async () => {
    const id = await desk.begins();
    const ran: string[] = [];
    desk.page.on('dialog', (dialog) => {
      ran.push(dialog.message());
      void dialog.dismiss();
    });
    for (const html of HOSTILE_HTML) {
      await desk.pastes(html);
      await desk.keys('Control+End', 'Enter');
    }
    for (const html of HOSTILE_HTML) {
      await desk.types(html.replaceAll(/\s+/g, ' '));
      await desk.keys('Enter');
    }
    await desk.page.getByLabel('Emne').fill('<script>alert(1)</script>');
    await desk.isSaved();
    const kept = JSON.stringify(await desk.kept(id));
    expect(kept).not.toMatch(/"href":"(?!https?:|mailto:|")/i);
    expect(
      await desk.text
        .locator('script, iframe, object, form, svg:not(.icon), [onerror], [onclick], [style*="javascript"]')
        .count(),
    ).toBe(0);
    for (const view of ['Telefon', 'Mørk', 'Ren tekst', 'Datamaskin']) {
      await desk.page.getByLabel(view).check();
      await desk.page.waitForTimeout(150);
    }
    const hostile = JSON.stringify({
      type: 'doc',
      content: [
        { type: 'button', attrs: { label: '<img src=x onerror=alert(1)>', href: 'javascript:alert(1)' } },
      ],
    });
    const status = await desk.page.evaluate(async (body) => {
      const setting = JSON.parse(document.getElementById('editor-setting')!.textContent) as {
        write: string;
        csrf: string;
      };
      const fields = { csrf: setting.csrf, seen: '0', language: 'nb', subject: '', preheader: '', body };
      return (await fetch(setting.write, { method: 'POST', body: new URLSearchParams(fields) })).status;
    }, hostile);
    expect(status).toBe(422);
    await desk.page.getByRole('link', { name: 'Tidligere versjoner' }).click();
    await desk.page.locator('table a').first().click();
    await desk.page.locator('iframe.mail').waitFor();
    await desk.page.goto(`/staff/registers/${desk.list.registerId}/campaigns/${id}`);
    await desk.opens(id);
    expect(ran).toEqual([]);
    // The browser notes the 422 we asked for, and nothing else.
    desk.person.complaints.splice(0);
  }, 240_000);

  test('an image of the register is chosen by keys, described, and shown in the preview', async () => {
    const image = await addsImage(house.staff, place.registerId, await photo(900, 600));
    const id = await desk.begins();
    await desk.inserts('Bilde');
    await desk.page.locator('.image-choices button').first().waitFor();
    await desk.keys('Enter', 'Enter');
    await desk.page.getByLabel('Hva bildet viser').fill('En tom scene');
    await desk.isSaved();
    expect((await desk.kept(id)).content[0]).toEqual({
      type: 'image',
      attrs: { image, alt: 'En tom scene', href: '' },
    });
    const shown = desk.page
      .frameLocator('iframe.mail:not(.coming)')
      .getByRole('img', { name: 'En tom scene' });
    await shown.waitFor();
    expect(await shown.evaluate((img) => (img as HTMLImageElement).decode().then(() => true))).toBe(true);
  });

  test('the preview is the message, on a computer, a phone, in the dark, and as text', async () => {
    await desk.begins('En invitasjon');
    await desk.page.getByLabel('Emne').fill('Velkommen');
    const frame = desk.page.frameLocator('iframe.mail:not(.coming)');
    await frame.getByRole('heading', { name: 'Velkommen til oss' }).waitFor();
    await frame.getByText('Postadresse').or(frame.getByText('Fjellveien 1')).first().waitFor();
    const paper = () => frame.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
    expect(await paper()).toBe('rgb(251, 250, 247)');
    await desk.page.getByLabel('Mørk').check();
    await desk.page.locator('iframe.mail:not(.coming)[title*="mørk"]').waitFor();
    expect(await paper()).toBe('rgb(20, 25, 26)');
    await desk.page.getByLabel('Telefon').check();
    await desk.page.locator('iframe.mail:not(.coming)[title*="telefon"]').waitFor();
    expect((await desk.page.locator('iframe.mail').boundingBox())!.width).toBe(360);
    await desk.page.getByLabel('Ren tekst').check();
    await desk.page.locator('.plain-part').getByText('Fjellveien 1').waitFor();
    await desk.text.click();
    await desk.keys('Control+End');
    await desk.types(' Helt nytt.');
    await desk.page.locator('.plain-part').getByText('Helt nytt.').waitFor();
  });

  test('the browser had nothing to complain of, and asked nobody else', () => {
    expect(desk.person.complaints).toEqual([]);
    expect([...desk.person.hosts]).toEqual([new URL(house.url).host]);
  });
});
