import { describe, expect, test } from '@jest/globals';
import type { BlockDocument } from '../../src/campaigns/blocks/block-document.js';
import { readBlocks } from '../../src/campaigns/blocks/read-blocks.js';
import { linksOf } from '../../src/campaigns/links-of.js';
import { renderText, type TextOptions } from '../../src/campaigns/render-text.js';
import {
  CHOIR,
  doc,
  event,
  heading,
  IMAGES,
  link,
  paragraph,
  place,
  STAGE,
  text,
} from '../support/example-blocks.js';

const HOME = 'https://fjellhallen.example/';

function rendered(document: BlockDocument, options: Partial<TextOptions> = {}) {
  const body = JSON.stringify(document);
  // Only what the editor may hold is rendered: the schema comes first.
  expect(readBlocks(body)).toEqual(document);
  return renderText({ format: 'blocks', body }, { locale: 'nb', imageOf: (id) => IMAGES[id], ...options });
}

/** Without the styles, of which pictures say more. */
const bare = (html: string) => html.replaceAll(/ style="[^"]*"/g, '').replaceAll(/ class="[^"]*"/g, '');

const blockOf = (...content: BlockDocument['content']) => {
  const { html, text: plain } = rendered(doc(...content));
  return { html: bare(html), text: plain };
};

describe('each block is itself in both parts', () => {
  test('a paragraph with what may stand in a line', () => {
    const line = paragraph(
      text('Kjøp '),
      text('bil', link(HOME)),
      text('lett', link(HOME), { type: 'bold' }),
      text(' nå', { type: 'italic' }),
      { type: 'hardBreak' },
      text('eller skriv til '),
      text('post@fjellhallen.example', link('mailto:post@fjellhallen.example')),
    );
    expect(blockOf(line)).toEqual({
      html:
        `<p>Kjøp <a href="${HOME}">bil<strong>lett</strong></a><em> nå</em><br />eller skriv til ` +
        '<a href="mailto:post@fjellhallen.example">post@fjellhallen.example</a></p>',
      text: `Kjøp billett [${HOME}] nå\neller skriv til post@fjellhallen.example`,
    });
  });

  test('a long line is broken at spaces in the plain part, never inside a word or an address', () => {
    const address = `https://fjellhallen.example/${'x'.repeat(90)}`;
    const { text: plain } = blockOf(
      paragraph(text(`${'ord '.repeat(30)}100\u00a0000 kroner `), text('her', link(address))),
    );
    expect(plain.split('\n').filter((line) => line.length > 76)).toEqual([`[${address}]`]);
    expect(plain).toContain('100\u00a0000');
    expect(plain.replaceAll('\n', ' ')).toBe(`${'ord '.repeat(30)}100\u00a0000 kroner her [${address}]`);
  });

  test('headings keep an outline without gaps, whatever size was chosen', () => {
    const { html, text: plain } = blockOf(
      heading(2, 'En'),
      heading(3, 'To'),
      heading(1, 'Tre'),
      heading(3, 'Fire'),
    );
    expect(html).toBe(
      '<h2>En</h2>\n<h3>To</h3>\n<h1>Tre</h1>\n<h2>Fire</h2>'
        .replace('h2>En</h2', 'h1>En</h1')
        .replace('h3>To</h3', 'h2>To</h2'),
    );
    expect(plain).toBe('En\n\nTo\n\nTre\n\nFire');
  });

  test('lists, whose lines stay below one another', () => {
    const item = (...lines: string[]) => ({
      type: 'listItem' as const,
      content: lines.map((line) => paragraph(text(line))),
    });
    expect(blockOf({ type: 'bulletList', content: [item('en', 'mer'), item('to')] })).toEqual({
      html: '<ul><li>en<br />mer</li><li>to</li></ul>',
      text: '- en\n  mer\n- to',
    });
    expect(blockOf({ type: 'orderedList', content: [item('en'), item('to')] })).toEqual({
      html: '<ol><li>en</li><li>to</li></ol>',
      text: '1. en\n2. to',
    });
  });

  test('a quote, a divider, a button', () => {
    const said = { type: 'quote' as const, attrs: { by: 'Kari' }, content: [paragraph(text('Vakkert.'))] };
    expect(blockOf(said)).toEqual({
      html: '<blockquote><p>Vakkert.</p><p>Kari</p></blockquote>',
      text: '> Vakkert.\n> – Kari',
    });
    expect(blockOf({ type: 'divider' })).toEqual({ html: '<hr />', text: '* * *' });
    expect(blockOf({ type: 'button', attrs: { label: 'Kjøp', href: HOME } })).toEqual({
      html: `<p><a href="${HOME}">Kjøp</a></p>`,
      text: `Kjøp:\n${HOME}`,
    });
  });

  test('an image is no wider than its column, and its words are in both parts', () => {
    const attrs = { image: STAGE, alt: 'Scenen', href: HOME };
    const { html, text: plain } = blockOf({ type: 'image', attrs });
    expect(html).toBe(
      `<div><a href="${HOME}"><img src="/images/${STAGE}/1200" width="560" height="373" alt="Scenen" /></a></div>`,
    );
    expect(plain).toBe(`[Bilde: Scenen]\n${HOME}`);
    expect(linksOf(html)).toEqual([{ text: 'Scenen', href: HOME }]);
    const column = {
      type: 'column' as const,
      content: [{ type: 'image' as const, attrs: { ...attrs, image: CHOIR } }],
    };
    expect(blockOf({ type: 'columns', content: [column, column] }).html).toContain(
      'width="268" height="357"',
    );
  });

  test('one that is not there is its words; one without words is no link', () => {
    const attrs = { image: '33333333-3333-4333-8333-333333333333', alt: 'Scenen', href: HOME };
    expect(blockOf({ type: 'image', attrs }).html).toBe('<p>Scenen</p>');
    expect(blockOf({ type: 'image', attrs: { ...attrs, image: STAGE, alt: '' } }).html).not.toContain('<a');
  });

  test('columns stand one after the other in the plain part, and are a table for Outlook alone', () => {
    const column = (words: string) => ({ type: 'column' as const, content: [paragraph(text(words))] });
    const { html, text: plain } = blockOf({ type: 'columns', content: [column('venstre'), column('høyre')] });
    expect(plain).toBe('venstre\n\nhøyre');
    expect(html.replaceAll(/<!--\[if mso\]>.*?<!\[endif\]-->/g, '|')).toBe(
      '<div>|<div><div><p>venstre</p></div></div>|<div><div><p>høyre</p></div></div>|</div>',
    );
    for (const [, table] of html.matchAll(/<table([^>]*)>/g)) expect(table).toContain('role="presentation"');
  });

  test('an event, in the mail’s language, on whose clock', () => {
    const concert = event({
      title: 'Åpen øving',
      date: '2026-10-03T19:00',
      until: '2026-10-03T21:30',
      place: 'Storsalen',
      href: HOME,
    });
    expect(blockOf(concert).text).toBe(
      `Åpen øving\nlørdag 3. oktober 2026 kl. 19.00–21.30 (sentraleuropeisk tid)\nStorsalen\n${HOME}`,
    );
    expect(rendered(doc(concert), { locale: 'en' }).text).toContain(
      'Saturday, 3 October 2026 at 19:00–21:30 (Central European Time)',
    );
    expect(rendered(doc(concert), { timeZone: 'America/New_York' }).text).toContain(
      '19.00–21.30 (tidssone for den nordamerikanske',
    );
    const { html } = blockOf(concert);
    expect(html).toContain('<h1>Åpen øving</h1>');
    expect(html).toContain('<td aria-hidden="true"><p>3</p><p>okt</p></td>');
    expect(linksOf(html)).toEqual([{ text: 'Mer om Åpen øving', href: HOME }]);
  });

  test.each([
    [
      '2026-12-31T22:00',
      '2027-01-01T01:00',
      'torsdag 31. desember 2026 kl. 22.00 – fredag 1. januar 2027 kl. 01.00',
    ],
    ['2026-03-29T02:30', '', 'søndag 29. mars 2026 kl. 02.30'],
    ['2026-10-03T19:00', '2026-10-03T19:00', 'lørdag 3. oktober 2026 kl. 19.00'],
    ['2026-10-03T19:00', '2026-13-03T19:00', 'lørdag 3. oktober 2026 kl. 19.00'],
  ])('from %s until %s: %s', (date, until, said) => {
    const { text: plain } = blockOf(event({ title: 'E', date, until }));
    expect(plain.replaceAll('\n', ' ')).toBe(`E ${said} (sentraleuropeisk tid)`);
  });

  test('a day that does not exist is no day', () => {
    expect(blockOf(event({ title: 'E', date: '2026-02-30T19:00' })).text).toBe('E');
  });
});

describe('what is empty is not there', () => {
  test.each([
    ['paragraph', paragraph()],
    ['spaces', paragraph(text('  '))],
    ['heading', { type: 'heading' as const, attrs: { level: 1 as const } }],
    ['button', { type: 'button' as const, attrs: { label: '', href: HOME } }],
    ['button without address', { type: 'button' as const, attrs: { label: 'Kjøp', href: '' } }],
    ['image', { type: 'image' as const, attrs: { image: null, alt: '', href: '' } }],
    ['event', event()],
  ])('%s', (_, block) => expect(blockOf(block)).toEqual({ html: '', text: '' }));

  test('a link of nothing but a space is none', () => {
    expect(blockOf(paragraph(text('a'), text(' ', link(HOME)), text('b'))).html).toBe('<p>a b</p>');
  });
});

test('what is written from right to left runs so', () => {
  expect(blockOf(paragraph(text('שלום, Oslo'))).html).toBe('<p dir="rtl">שלום, Oslo</p>');
  expect(blockOf(heading(1, '… مرحبا')).html).toBe('<h1 dir="rtl">… مرحبا</h1>');
  expect(blockOf(paragraph(text('Oslo, שלום'))).html).toBe('<p>Oslo, שלום</p>');
});

describe('places', () => {
  test('are given out once, and stand alike in both parts', () => {
    const seen: string[] = [];
    const { html, text: plain } = rendered(
      doc(
        paragraph(text('Hei '), place('fornavn', 'du')),
        heading(1, 'Til'),
        paragraph(place('sted', 'deg')),
      ),
      { place: ({ name }) => `[${seen.push(name)}]` },
    );
    expect(seen).toEqual(['fornavn', 'sted']);
    expect(bare(html)).toBe('<p>Hei [1]</p>\n<h1>Til</h1>\n<p>[2]</p>');
    expect(plain).toBe('Hei [1]\n\nTil\n\n[2]');
  });

  test('that nobody knows are the word for whoever has not answered', () => {
    expect(blockOf(paragraph(text('Hei '), place('fornavn', 'du')))).toEqual({
      html: '<p>Hei du</p>',
      text: 'Hei du',
    });
  });
});

test('what the editor may not hold is no document', () => {
  const styled = { type: 'paragraph', attrs: { style: 'display:none' }, content: [] };
  for (const block of [
    styled,
    { type: 'html', html: '<b>' },
    { type: 'button', attrs: { label: 'x', href: 'javascript:x' } },
  ]) {
    expect(readBlocks(JSON.stringify({ type: 'doc', content: [block] }))).toBeUndefined();
  }
  for (const body of ['', '{', '[]', 'null', '[['.repeat(50_000)]) expect(readBlocks(body)).toBeUndefined();
});
