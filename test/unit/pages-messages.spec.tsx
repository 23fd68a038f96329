import { readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { formats } from '../../src/platform/i18n/formats.js';
import { LOCALES, type PageLocale, translator } from '../../src/platform/i18n/messages.js';
import { negotiateLocale } from '../../src/platform/i18n/negotiate-locale.js';

const read = (locale: PageLocale) =>
  JSON.parse(readFileSync(`src/locales/${locale}.json`, 'utf8')) as Record<string, string>;

interface Node {
  type: number;
  value?: string;
  options?: Record<string, { value: Node[] }>;
}

/** Kinds of node in a parsed message that stand for a parameter: argument, number, date, time, select, plural. */
const PARAMETERS = [1, 2, 3, 4, 5, 6];

function placeholders(nodes: Node[]): string[] {
  const found = nodes.flatMap((node) => [
    ...(PARAMETERS.includes(node.type) ? [node.value ?? ''] : []),
    ...Object.values(node.options ?? {}).flatMap(({ value }) => placeholders(value)),
  ]);
  return [...new Set(found)].toSorted();
}

const parsed = (message: string) =>
  placeholders(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst());

describe.each(LOCALES)('the catalogue %s', (locale) => {
  const ours = read(locale);
  const reference = read('nb');

  it('has exactly the keys of the Norwegian one', () => {
    expect(Object.keys(ours).toSorted()).toEqual(Object.keys(reference).toSorted());
  });

  it('says something under every key, with the same placeholders', () => {
    for (const [key, message] of Object.entries(ours)) {
      expect([key, message.trim().length > 0]).toEqual([key, true]);
      expect([key, parsed(message)]).toEqual([key, parsed(reference[key] ?? '')]);
    }
  });

  it('raises its voice nowhere', () => {
    const loud = Object.entries(ours).filter(([, message]) =>
      /!(?!\[)|\p{Extended_Pictographic}/u.test(message),
    );
    expect(loud).toEqual([]);
  });
});

describe('nynorsk', () => {
  const ours = read('nn');
  const reference = read('nb');

  it('has every sentence of the pages that are shown in it, and none that bokmål has not', () => {
    const shown =
      /^(locale|layout|trial|privacy|privacy-changes|retention|transparency|answer-survey|processors|from-us\.place|record\.(measure|data|staff|people|transfers))\./;
    expect(Object.keys(reference).filter((key) => shown.test(key) && !(key in ours))).toEqual([]);
    expect(Object.keys(ours).filter((key) => !(key in reference))).toEqual([]);
  });

  it('says something under every key, with the same placeholders, and is nynorsk', () => {
    for (const [key, message] of Object.entries(ours)) {
      expect([key, message.trim().length > 0]).toEqual([key, true]);
      expect([key, parsed(message)]).toEqual([key, parsed(reference[key] ?? '')]);
      expect([key, /\b(ikke|noen|hva|hvem|hvor|jeg|siden|bare)\b/i.exec(message)]).toEqual([key, null]);
    }
  });

  it('falls back to bokmål for everything else', () => {
    expect(translator('nn')('sign-up.submit')).toBe(translator('nb')('sign-up.submit'));
  });
});

describe('a translator', () => {
  it('fills in parameters as text', () => {
    expect(translator('nb')('sign-up.title', { name: '<b>{x}' })).toBe('<b>{x} på e-post');
  });

  it('writes numbers and plurals as the language does', () => {
    expect(translator('nb')('progress.handed-on', { total: 12640 })).toBe(
      'av 12\u00a0640 er overlevert til videre utsending',
    );
    expect(translator('en')('overview.lists', { count: 1 })).toBe('One list');
  });

  it('throws where a parameter is missing', () => {
    expect(() => translator('nb')('sign-up.title')).toThrow(/name/);
  });
});

describe('formats', () => {
  const at = new Date('2026-08-03T12:52:00Z');

  it('are Norwegian in Norwegian', () => {
    const nb = formats('nb', 'Europe/Oslo');
    expect(nb.number(12640)).toBe('12\u00a0640');
    expect(nb.time(at)).toBe('14.52');
    expect(nb.dateTime(at)).toBe('3. august 2026 kl. 14.52');
  });

  it('are English in English', () => {
    const en = formats('en', 'Europe/Oslo');
    expect(en.number(12640)).toBe('12,640');
    expect(en.dateTime(at)).toBe('3 August 2026 at 14:52');
  });
});

describe('the language of a visitor', () => {
  it.each([
    ['en-GB,en;q=0.9', 'en'],
    ['nn-NO,nn;q=0.9,en;q=0.8', 'nb'],
    ['no', 'nb'],
    ['de;q=0.9, en;q=0.5, nb;q=0.7', 'nb'],
    ['en;q=0, nb', 'nb'],
    ['de', 'nb'],
    ['', 'nb'],
    [undefined, 'nb'],
    [';;;q=x,,,', 'nb'],
    ['en;q=1.5', 'en'],
  ])('%j is answered in %s', (header, expected) => {
    expect(negotiateLocale(header, 'nb')).toBe(expected);
  });
});
