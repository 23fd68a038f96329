import { describe, expect, test } from '@jest/globals';
import { LOCALES } from '../../src/platform/i18n/messages.js';
import { everyMail } from '../support/every-mail.js';
import { madeOf, supportOf } from '../support/mail-programs.js';
import { EXAMPLE_WORDS } from '../support/words.js';

/**
 * What our mails are made of and not every large program knows whole (standard 152), after caniemail.com's data: who
 * does not know it at all; of whom some know a part; and why a mail reads well there all the same. Whoever writes a mail
 * with something new in it is told here who will not see it.
 */
const KNOWN_IN_PART: readonly (readonly [title: string, none: string, partly: string, because: string])[] = [
  [
    '<body> element',
    'outlook.macos yahoo.ios yahoo.android',
    'gmail outlook yahoo',
    'the paper inside has its style',
  ],
  ['<style> element', 'gmail.mobile-webmail', 'gmail outlook', 'it holds the night and the phone alone'],
  ['<ul>, <ol> and <dl>', '', 'gmail outlook yahoo', 'only reversed and value are missing'],
  [
    '@media',
    'gmail.mobile-webmail outlook.windows',
    'gmail outlook yahoo samsung-email',
    'the light mail, with columns by the width of the line',
  ],
  ['align attribute', '', 'outlook', 'only left and right are missing; ours is centre'],
  [
    'aria-hidden attribute',
    'yahoo.desktop-webmail yahoo.ios yahoo.android',
    '',
    'the tile of a date is read aloud before the date in words',
  ],
  [
    'aria-label attribute',
    'yahoo.desktop-webmail yahoo.ios yahoo.android',
    '',
    'the article has no name of its own; the subject is its first heading',
  ],
  ['background', '', 'outlook yahoo', 'ours are colours'],
  ['border', '', 'outlook', 'ours are 3 px at most, and say nothing that words do not'],
  ['border-radius', 'outlook.windows', 'yahoo', 'square corners; elliptical ones we have none of'],
  [
    'dir attribute',
    '',
    'gmail outlook',
    'ours is never on a link; Gmail on the web of a phone turns the whole mail where a line is from the right',
  ],
  ['display', '', 'gmail outlook yahoo', 'inline-block: a table in a comment for Outlook, a plain link'],
  ['font-size', '', 'outlook yahoo samsung-email', 'ours are in px'],
  ['font-weight', '', 'outlook yahoo', 'ours are whole hundreds; 600 is drawn as bold'],
  ['height attribute', '', 'outlook', 'ours is in px, beside the width'],
  [
    'height property',
    'yahoo.desktop-webmail yahoo.ios yahoo.android',
    'outlook',
    'auto, so that an image that was narrowed keeps its shape: as it is without',
  ],
  ['lang attribute', '', 'yahoo', 'ours never stands on a td'],
  ['line-height', '', 'outlook', 'ours have no unit'],
  ['margin', '', 'gmail outlook yahoo', 'none is negative; the table is centred by align as well'],
  ['max-width', '', 'outlook yahoo', 'the table and images have a width by attribute as well'],
  ['overflow', 'outlook.windows', 'apple-mail gmail outlook yahoo samsung-email', 'meant is overflow-wrap'],
  [
    'overflow-wrap',
    'gmail.desktop-webmail gmail.ios gmail.android outlook.windows outlook.outlook-com outlook.ios ' +
      'outlook.android yahoo.desktop-webmail yahoo.ios yahoo.android',
    'apple-mail',
    'word-wrap stands beside it; where neither is known, a very long word is wider than the column',
  ],
  ['padding', '', 'outlook', 'on cells it is known; elsewhere the text stands closer'],
  ['role attribute', '', 'yahoo', 'on tables it is known; the article is a div there'],
  ['table-layout', 'outlook.windows', '', 'fixed: as all tables are there'],
  ['text-align', '', 'gmail outlook yahoo', 'only start and end are missing'],
  ['text-decoration', '', 'gmail outlook', 'ours has one value'],
  [
    'white-space',
    'outlook.windows samsung-email.android',
    'gmail yahoo',
    'pre-wrap, on a pre, which keeps its lines by itself',
  ],
  ['width attribute', '', 'outlook', 'on images in px'],
  ['width property', '', 'outlook', 'known on tables and cells; an image has the attribute'],
  [
    'word-break',
    'yahoo.desktop-webmail yahoo.ios yahoo.android',
    'apple-mail gmail outlook samsung-email',
    'of a receipt’s proof alone, which the plain part has as well',
  ],
  ['word-wrap', 'outlook.windows outlook.android', 'gmail', 'overflow-wrap stands beside it'],
];

/** As old as mail in HTML is, so that nobody tried whether a program knows them. */
const ELEMENTS = new Set('html head meta title style tr td br a li em h2 h3 h4 ol tbody code'.split(' '));
const PROPERTIES = new Set(
  (
    'color width height font border-bottom border-left border-top margin-top margin-bottom padding-left ' +
    'padding-right padding-top padding-bottom'
  ).split(' '),
);

/** Of a media query alone: who does not know it sees the light mail, with columns by the width of the line. */
const MEDIA = ['(prefers-color-scheme:dark)', '(max-width:600px)'];

const words = (names: string) => names.split(' ').filter((name) => name !== '');
const elementsOf = (html: string) =>
  new Set([...html.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, name]) => name!));
const propertiesOf = (html: string) =>
  new Set(
    [...html.matchAll(/ style="([^"]*)"/g)]
      .flatMap(([, style]) => style!.replaceAll('&quot;', "'").split(';'))
      .filter((declaration) => declaration.trim() !== '')
      .map((declaration) => declaration.split(':', 1)[0]!.trim()),
  );
const NO_PROPERTY = madeOf({ css: 'a{none:x}' }).size;

test('what the large programs know in part is known to us, and why it does no harm', () => {
  const parts = new Set(
    LOCALES.flatMap((locale) => everyMail(locale, EXAMPLE_WORDS)).flatMap(([, html]) => [
      ...madeOf({ html }),
    ]),
  );
  const found = [...parts]
    .map((title) => [title, supportOf(title)] as const)
    .filter(([, { none, partly }]) => none.length + partly.length > 0);
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries(
      KNOWN_IN_PART.map(([title, none, partly]) => [title, { none: words(none), partly: words(partly) }]),
    ),
  );
});

describe.each(LOCALES)('in %s', (locale) => {
  test.each(everyMail(locale, EXAMPLE_WORDS))('%s is made of what was tried in mail programs', (_, html) => {
    const untriedElements = [...elementsOf(html)].filter(
      (name) => !ELEMENTS.has(name) && madeOf({ html: `<${name}></${name}>` }).size === 0,
    );
    const untriedProperties = [...propertiesOf(html)].filter(
      (name) => !PROPERTIES.has(name) && madeOf({ css: `a{${name}:x}` }).size === NO_PROPERTY,
    );
    expect({ untriedElements, untriedProperties }).toEqual({ untriedElements: [], untriedProperties: [] });
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
