import { describe, expect, test } from '@jest/globals';
import { lookOver, type WrittenCampaign } from '../../src/campaigns/look-over.js';
import { linkFaults } from '../../src/campaigns/link-faults.js';
import { lookOf } from '../../src/campaigns/theme/look.js';
import { FRAME_BYTES, textSize } from '../../src/campaigns/text-size.js';
import { campaignMail } from '../../src/campaigns/mail/campaign-mail.js';
import { LOCALES } from '../../src/platform/i18n/messages.js';
import { doc, event, paragraph, place, STAGE, text } from '../support/example-blocks.js';
import type { BlockDocument } from '../../src/campaigns/blocks/block-document.js';

const FINE: WrittenCampaign = {
  locale: 'nb',
  subject: 'Oktober i Fjellhallen',
  preheader: 'Sju konserter',
  format: 'markdown',
  body: 'Hei. [Se programmet](https://fjellhallen.example/program).',
};
const found = (changed: Partial<WrittenCampaign>) =>
  lookOver({ ...FINE, ...changed }).findings.map(({ level, code }) => `${level} ${code}`);
const blocks = (...content: BlockDocument['content']) => ({
  format: 'blocks' as const,
  body: JSON.stringify(doc(...content)),
});
const fine = paragraph(text('Hei.'));

test('a message that is as it should be has nothing to be said of', () => {
  expect(found({})).toEqual([]);
  expect(found(blocks(fine))).toEqual([]);
});

test.each([
  ['RE: Oktober', 'stop subject.false-reply'],
  ['Fwd: Oktober', 'stop subject.false-reply'],
  ['HØSTENS STORE SALG', 'warning subject.shouted'],
  ['Oktober!! Nå!', 'warning subject.exclamation'],
  ['OSLO JAZZ', undefined],
  ['Resten av høsten!', undefined],
  ['今年の秋のプログラムのお知らせ', undefined],
])('of the subject %s: %s', (subject, said) => expect(found({ subject })).toEqual(said ? [said] : []));

test('of what is missing or too much in the text', () => {
  expect(found({ preheader: ' ' })).toEqual(['warning preheader.missing']);
  expect(found({ body: '[x]: https://a.example' })).toContain('stop text.empty');
  expect(found(blocks(paragraph(), { type: 'image', attrs: { image: STAGE, alt: '', href: '' } }))).toEqual([
    'stop text.empty',
    'stop images.no-alt',
  ]);
  expect(found({ format: 'blocks', body: '{"type":"doc"}' })).toEqual(['stop text.unreadable']);
  expect(found({ body: 'Kom!!' })).toEqual(['warning words.exclamation']);
  expect(found({ body: 'Hei {{ navn }}' })).toEqual(['warning words.braces']);
  expect(found(blocks(paragraph(text('Hei '), place('navn', 'du'))))).toEqual([]);
});

test('of what is unfinished among the blocks, also in columns', () => {
  const unfinished = [
    { type: 'image' as const, attrs: { image: null, alt: ' ', href: '' as const } },
    { type: 'button' as const, attrs: { label: '', href: '' as const } },
    event({ date: '2026-10-03T19:00', until: '2026-10-03T18:00' }),
  ];
  const wanted = [
    'stop images.not-chosen',
    'stop images.no-alt',
    'stop buttons.no-address',
    'stop buttons.no-label',
    'stop events.no-title',
    'stop events.no-date',
  ];
  expect(found(blocks(fine, ...unfinished))).toEqual(wanted);
  const column = { type: 'column' as const, content: [fine, ...unfinished] };
  const { findings } = lookOver({ ...FINE, ...blocks({ type: 'columns', content: [column, column] }) });
  expect(findings.map(({ code, params }) => [`stop ${code}`, params])).toEqual(
    wanted.map((code) => [code, { count: 2 }]),
  );
});

describe('of links, without asking anybody', () => {
  const HERE = 'https://fjellhallen.example/';
  test.each([
    ['Billetter', HERE, undefined],
    ['fjellhallen.example', HERE, undefined],
    ['www.fjellhallen.example/program', HERE, undefined],
    ['https://fjellhallen.example/', 'https://www.fjellhallen.example/', undefined],
    ['fjellhallen.no', 'https://billetter.fjellhallen.no/', undefined],
    ['blåbær.no', 'https://xn--blbr-roah.no/', undefined],
    ['post@fjellhallen.no', 'mailto:post@fjellhallen.no?subject=Hei', undefined],
    ['f.eks. her, kl. 10.30 m.m.', HERE, undefined],
    ['billetter.fjellhallen.no', 'https://fjellhallen.no/', 'other-host'],
    ['Logg inn på dnb.no', 'https://dnb.no.evil.example/', 'other-host'],
    ['https://dnb.no', 'https://dnb-no.example/', 'other-host'],
    ['fjellhallen.no', 'https://evilfjellhallen.no/', 'other-host'],
    ['post@fjellhallen.no', 'mailto:post@evil.example', 'other-host'],
    ['Les mer', 'https://bit.ly/3abc', 'shortener'],
    ['bit.ly/3abc', 'https://BIT.LY/3abc', 'shortener'],
    ['Les mer', 'http://www.tinyurl.com/x', 'shortener'],
    ['Les mer', 'https://t.co./x', 'shortener'],
    ['Les mer', 'https://dnb.no@evil.example/', 'malformed'],
    ['Les mer', 'https://', 'malformed'],
    ['Les mer', 'https://fjellhallen/', 'malformed'],
    ['Les mer', 'https://fjell hallen.no/', 'malformed'],
    ['Les mer', 'mailto:post', 'malformed'],
  ])('%s to %s: %s', (words, href, fault) =>
    expect(linkFaults([{ text: words, href }]).map((one) => one.fault)).toEqual(fault ? [fault] : []),
  );

  test('in both formats, and of buttons', () => {
    const href = 'https://bit.ly/3abc';
    expect(found({ body: `[Les mer](${href})` })).toEqual(['stop links.shortener']);
    expect(found(blocks({ type: 'button', attrs: { label: 'Les mer', href } }))).toEqual([
      'stop links.shortener',
    ]);
  });
});

describe('of its size', () => {
  const bytes = (kilobytes: number) => ({
    body: 'a'.repeat(kilobytes * 1024 - FRAME_BYTES - '<p></p>\n'.length),
  });
  const ofSize = (kilobytes: number) => textSize({ format: 'markdown', ...bytes(kilobytes) });

  test('fine to 90 kB, said from there on, and no more than 102', () => {
    expect([ofSize(90), ofSize(102)]).toEqual([
      { bytes: 90 * 1024, level: 'fine' },
      { bytes: 102 * 1024, level: 'large' },
    ]);
    expect(textSize({ format: 'markdown', body: `${bytes(102).body}a` }).level).toBe('too-large');
    expect(found({ body: `a ${bytes(95).body}` })).toEqual(['warning size.large']);
    expect(found({ body: `a ${bytes(103).body}` })).toEqual(['stop size.too-large']);
  });

  test('with the longest answers in its places', () => {
    const without = textSize({ format: 'markdown', body: 'Hei venn' }).bytes;
    const withPlace = textSize({ format: 'markdown', body: 'Hei {{fornavn|venn}}' }).bytes;
    expect(withPlace - without).toBe('&amp;'.length * 80 - 'venn'.length);
  });

  test.each(LOCALES)('what stands around the text in %s is no larger than was counted', (locale) => {
    const long = 'Ø'.repeat(120);
    const { html } = campaignMail({
      ...FINE,
      locale,
      look: lookOf(
        {
          accent: '#8c1d40',
          night: '#e58fae',
          font: 'sans',
          logo: {
            image: '00000000-0000-4000-8000-000000000000',
            alt: 'Ø'.repeat(300),
            width: 1200,
            height: 300,
          },
        },
        `https://${'x'.repeat(60)}.example`,
      ),
      body: '',
      subject: 'Ø'.repeat(200),
      preheader: 'Ø'.repeat(200),
      corrected: 'Ø'.repeat(200),
      list: long,
      organisation: {
        name: long,
        number: '974760673',
        postalAddress: long,
        email: `${'x'.repeat(60)}@example.org`,
        privacyEmail: `${'x'.repeat(60)}@example.org`,
      },
    });
    expect(Buffer.byteLength(html)).toBeLessThan(FRAME_BYTES);
  });
});
