import { describe, expect, test } from '@jest/globals';
import { convert } from 'html-to-text';
import type { WrittenText } from '../../src/campaigns/written-text.js';
import { type CampaignMail, campaignMail } from '../../src/campaigns/mail/campaign-mail.js';
import { fillMark } from '../../src/platform/rendering/message-template.js';
import { doc, event, heading, link, paragraph, place, text } from '../support/example-blocks.js';
import { PRIVATE_USE, TEMPLATE_CORPUS } from '../support/template-corpus.js';

const mail = (written: WrittenText, changed: Partial<CampaignMail> = {}) =>
  campaignMail({
    locale: 'nb',
    subject: 'Oktober',
    preheader: '',
    list: 'Høstprogrammet',
    organisation: {
      name: 'Fjellhallen',
      number: '974760673',
      postalAddress: 'Fjellveien 1, 0001 Oslo',
      email: 'post@fjellhallen.example',
      privacyEmail: 'personvern@fjellhallen.example',
    },
    asks: ['fornavn'],
    ...written,
    ...changed,
  });

/** In code, where Markdown reads nothing of its own. */
const inMarkdown = (words: string): WrittenText => ({ format: 'markdown', body: `\`\`\`\n${words}\n\`\`\`` });

/** Wherever words may stand. */
const inBlocks = (words: string): WrittenText => ({
  format: 'blocks',
  body: JSON.stringify(
    doc(
      heading(1, words),
      paragraph(text(words), { type: 'hardBreak' }, text(words, { type: 'bold' })),
      { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(text(words))] }] },
      { type: 'quote', attrs: { by: words }, content: [paragraph(text(words))] },
      { type: 'button', attrs: { label: words, href: 'https://fjellhallen.example/' } },
      { type: 'image', attrs: { image: null, alt: words, href: '' } },
      event({ title: words, place: words }),
      { type: 'columns', content: [column(words), column(words)] },
    ),
  ),
});
const column = (words: string) => ({
  type: 'column' as const,
  content: [paragraph(text(words, link('https://a.example/')))],
});

const shown = (html: string) =>
  convert(html, {
    wordwrap: false,
    selectors: [
      { selector: 'h1', options: { uppercase: false } },
      { selector: 'h2', options: { uppercase: false } },
    ],
  });

describe('text that some engine would run is sent as it stands (A35)', () => {
  test.each(TEMPLATE_CORPUS)('%s', (words) => {
    for (const [written, times] of [
      [inMarkdown(words), 1],
      [inBlocks(words), 12],
    ] as const) {
      const { html, text: plain, places } = mail(written);
      expect(plain.split(words).length - 1).toBe(times);
      expect(shown(html).split(words).length - 1).toBe(times);
      expect(places).toEqual([]);
    }
  });

  test.each(TEMPLATE_CORPUS)('as subject and preheader: %s', (words) => {
    const { subject, html, text: plain } = mail(inBlocks('Hei'), { subject: words, preheader: words });
    expect(subject).toBe(words);
    expect(plain).toContain(words);
    expect(shown(html)).toContain(words);
  });
});

test('nobody brings a mark of ours along', () => {
  for (const mark of PRIVATE_USE) {
    for (const written of [inMarkdown(`a${mark}b`), inBlocks(`a${mark}b`)]) {
      const { html, text: plain } = mail(written, { subject: `a${mark}b` });
      expect(plain).toContain('ab');
      // The one mark that is left is the way out, once in each part.
      expect(plain.match(/[\uE000-\uF8FF]/g)).toEqual(['\uE001']);
      expect(html.match(/[\uE000-\uF8FF]/g)).toEqual(['\uE001']);
    }
  }
});

test('a mark smuggled into an address leads nowhere else', () => {
  const written = paragraph(text('her', link('https://a.example/\uE001')));
  const { html } = mail({ format: 'blocks', body: JSON.stringify(doc(written)) });
  expect(html).toContain('href="https://a.example/"');
});

test('a place is a mark in both formats, and in blocks nothing typed is one', () => {
  const markdown = mail({ format: 'markdown', body: 'Hei {{fornavn|venn}}' });
  const blocks = mail({
    format: 'blocks',
    body: JSON.stringify(doc(paragraph(text('{{fornavn|venn}} '), place('fornavn', 'venn')))),
  });
  for (const { html, text: plain, places } of [markdown, blocks]) {
    expect(places).toEqual([{ name: 'fornavn', fallback: 'venn' }]);
    expect([html, plain].map((part) => part.split(fillMark(0)).length - 1)).toEqual([1, 1]);
  }
  expect(blocks.text).toContain(`{{fornavn|venn}} ${fillMark(0)}`);
});
