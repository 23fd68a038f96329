import { describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { SITE_MESSAGE_SCRIPT } from '../../src/web/public/site-message-script.js';
import {
  contentOf,
  siteMessageFaults,
  siteMessageForm,
  type SiteMessageValues,
} from '../../src/web/staff/site-message-form.js';
import { standingOn } from '../../src/site-messages/site-message.js';

const typed = (values: Partial<SiteMessageValues> = {}) =>
  siteMessageForm.parse({
    'text-nb': ' Bli med! ',
    'label-nb': 'Les mer',
    link: 'https://example.org/a b',
    ...values,
  });
const wrong = (values: Partial<SiteMessageValues>) => Object.keys(siteMessageFaults(typed(values)));

describe('a message for the site', () => {
  test('is kept trimmed, with its address as a browser writes it, everywhere and always unless told otherwise', () => {
    const { revision: _, ...values } = typed();
    expect(siteMessageFaults(values)).toEqual({});
    expect(contentOf(values)).toEqual({
      words: { nb: { text: 'Bli med!', label: 'Les mer' } },
      link: 'https://example.org/a%20b',
      pages: '/',
      fromDay: null,
      untilDay: null,
    });
  });

  test.each([
    [{ 'text-nb': ' ' }, 'text-nb'],
    [{ 'text-nb': 'x'.repeat(241) }, 'text-nb'],
    [{ 'label-en': 'More' }, 'text-en'],
    [{ 'text-nn': 'Bli med' }, 'label-nn'],
    [{ link: 'javascript:alert(1)' }, 'link'],
    [{ link: 'https://kari:hemmelig@example.org/' }, 'link'],
    [{ link: 'example.org' }, 'link'],
    [{ pages: 'program' }, 'pages'],
    [{ pages: '/program?x' }, 'pages'],
    [{ fromDay: '2026-02-30' }, 'fromDay'],
    [{ fromDay: '2026-03-02', untilDay: '2026-03-01' }, 'untilDay'],
  ] as const)('is not taken with %j', (values, field) => expect(wrong(values)).toEqual([field]));

  test.each([
    [{ shown: false, fromDay: null, untilDay: null }, 'draft'],
    [{ shown: true, fromDay: null, untilDay: null }, 'shown'],
    [{ shown: true, fromDay: '2026-12-01', untilDay: null }, 'waits'],
    [{ shown: true, fromDay: null, untilDay: '2026-11-29' }, 'over'],
    [{ shown: true, fromDay: '2026-11-30', untilDay: '2026-11-30' }, 'shown'],
  ] as const)('%j stands as %s', (message, standing) =>
    expect(standingOn('2026-11-30', message)).toBe(standing),
  );
});

test('the script that a site runs is under 4 kB, and is no way to anything else', () => {
  const script = SITE_MESSAGE_SCRIPT.toString();
  expect(SITE_MESSAGE_SCRIPT.length).toBeLessThan(4000);
  expect(gzipSync(SITE_MESSAGE_SCRIPT).length).toBeLessThan(2000);
  expect(script).not.toMatch(/cookie|sessionStorage|indexedDB|sendBeacon|innerHTML|eval\(/);
});
