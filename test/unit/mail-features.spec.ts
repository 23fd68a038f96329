import { describe, expect, test } from '@jest/globals';
import { LOCALES } from '../../src/platform/i18n/messages.js';
import { everyMail } from '../support/every-mail.js';
import { EXAMPLE_WORDS } from '../support/words.js';

/**
 * What a mail may be made of (standard 152): what caniemail.com lists as known to Gmail, Outlook.com, Outlook for Windows,
 * Apple Mail and Yahoo, and, after each comment, what one of them does not know, and what happens there instead.
 */
const ELEMENTS = new Set(
  (
    'html head meta title style body div table tbody tr td p br h1 h2 h3 h4 ul ol li blockquote hr a img ' +
    'strong em code pre'
  ).split(' '),
);

const PROPERTIES = new Set([
  ...'background border border-bottom border-collapse border-left border-top color display font font-family font-size'.split(
    ' ',
  ),
  ...'font-weight height line-height margin margin-top padding padding-bottom padding-left padding-right'.split(
    ' ',
  ),
  ...'padding-top text-align text-decoration vertical-align white-space width word-break'.split(' '),
  // Outlook for Windows: square corners.
  'border-radius',
  // Outlook for Windows: the table's own width, and the width of an image's attribute.
  'max-width',
  // Where it is not known, a long word makes the column wider.
  'table-layout',
  'overflow-wrap',
  'word-wrap',
]);

/** Of a media query alone: who does not know it sees the light mail, with columns by the width of the line. */
const MEDIA = ['(prefers-color-scheme:dark)', '(max-width:600px)'];

describe.each(LOCALES)('in %s', (locale) => {
  test.each(everyMail(locale, EXAMPLE_WORDS))('%s is made of what mail programs know', (_, html) => {
    const elements = [...html.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, name]) => name!);
    expect([...new Set(elements)].filter((name) => !ELEMENTS.has(name))).toEqual([]);
    const declared = [...html.matchAll(/ style="([^"]*)"/g)]
      .flatMap(([, style]) => style!.replaceAll('&quot;', "'").split(';'))
      .filter((declaration) => declaration.trim() !== '')
      .map((declaration) => declaration.split(':', 1)[0]!.trim());
    expect([...new Set(declared)].filter((name) => !PROPERTIES.has(name))).toEqual([]);
    expect([...html.matchAll(/@media ([^{]+)\{/g)].map(([, query]) => query)).toEqual(MEDIA);
    expect(html).not.toMatch(
      / on[a-z]+="|url\(|@import|@font-face|data:|position:|float:|display:none|var\(/i,
    );
  });

  test.each(everyMail(locale, EXAMPLE_WORDS))('%s says what it is to whoever listens', (_, html) => {
    expect(html).toContain(`<html lang="${locale}" dir="ltr">`);
    expect(html).toMatch(/<title>[^<]+<\/title>/);
    for (const [table] of html.matchAll(/<table[^>]*>/g)) expect(table).toContain('role="presentation"');
    for (const [image] of html.matchAll(/<img[^>]*>/g)) {
      expect(image).toMatch(/ alt="[^"]+"/);
      expect(image).toMatch(/ width="\d+" height="\d+"/);
    }
    const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1)).toEqual([]);
  });
});
