import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { placeFault } from '../../src/campaigns/places.js';
import { withoutPrivateUse } from '../../src/campaigns/private-use.js';
import { renderMarkdown } from '../../src/campaigns/render-markdown.js';

const TAGS = new Set(
  'p br h1 h2 h3 h4 h5 h6 em strong s a ul ol li blockquote pre code hr table thead tbody tr th td'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(['href', 'title', 'start', 'class', 'style']);

/** Every tag is one that Markdown makes, and leads nowhere but to the web or a mail program. */
function isHarmless(html: string): boolean {
  return [...html.matchAll(/<\/?([a-z0-9]+)((?: [a-z-]+="[^"<>]*")*)\s*\/?>|</gi)].every(
    ([, tag, attributes]) => {
      if (tag === undefined || !TAGS.has(tag)) return false;
      return [...attributes!.matchAll(/ ([a-z-]+)="([^"]*)"/gi)].every(
        ([, name, text]) =>
          ATTRIBUTES.has(name!) && (name !== 'href' || /^(https?:\/\/|mailto:)/i.test(text!)),
      );
    },
  );
}

describe('nothing that is typed is code', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](java\tscript:alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](vbscript:x)',
    '[x](file:///etc/passwd)',
    '[x](//evil.example)',
    '<javascript:alert(1)>',
    '![x](https://evil.example/pixel.png)',
    '[x](https://e.example/"onmouseover="alert(1))',
    '[x](https://e.example "t\\" onclick=\\"alert(1)")',
    '```html" onclick="alert(1)\n<b>\n```',
    '<!-- --><?php ?><![CDATA[ ]]>',
    '&lt;script&gt;',
  ])('%j', (source) => {
    expect(isHarmless(renderMarkdown(source))).toBe(true);
  });

  test('whatever it is', () => {
    const bits = [
      '<',
      '>',
      '"',
      "'",
      '[',
      ']',
      '(',
      ')',
      '!',
      '`',
      '\n',
      'javascript:',
      'https://a.no/',
      'on',
      '=',
      '&#',
      'x',
      ' ',
      '*',
      '|',
      '-',
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...bits), fc.string()), { maxLength: 30 }), (pieces) =>
        isHarmless(renderMarkdown(pieces.join(''))),
      ),
      { numRuns: 500 },
    );
  });
});

describe('no character of the private use area comes out', () => {
  test.each([
    '\uE001',
    '&#xE001;',
    '&#57345;',
    '`\uE001`',
    '`&#xE001;`',
    '<https://a.example/%EE%80%81>',
    '[x](https://a.example/\uE001 "\uE001")',
  ])('%j', (source) => expect(renderMarkdown(source)).not.toMatch(/[\uE000-\uF8FF]/));

  test('and everything else does', () => {
    expect(withoutPrivateUse('a\uE000b\uF8FFc 🎻 æøå')).toBe('abc 🎻 æøå');
  });
});

test('headings come below the page’s own where there is one', () => {
  expect(renderMarkdown('# A\n\n###### B')).toBe('<h1>A</h1>\n<h6>B</h6>\n');
  expect(renderMarkdown('# A\n\n###### B', { topHeading: 2 })).toBe('<h2>A</h2>\n<h6>B</h6>\n');
});

test('an image is the link it holds', () => {
  expect(renderMarkdown('![bilde](https://a.example/b.png)')).toBe(
    '<p>!<a href="https://a.example/b.png">bilde</a></p>\n',
  );
});

describe('places', () => {
  const rendered = (source: string) =>
    renderMarkdown(source, { place: ({ name, fallback }) => (name === 'a' ? `(${fallback})` : undefined) });

  test.each([
    ['Hei {{a|b}}!', '<p>Hei (b)!</p>\n'],
    ['# {{a|b c}}', '<h1>(b c)</h1>\n'],
    [
      '**{{a|b}}** [{{a|c}}](https://e.example)',
      '<p><strong>(b)</strong> <a href="https://e.example">(c)</a></p>\n',
    ],
  ])('stand in text: %s', (source, html) => expect(rendered(source)).toBe(html));

  test.each([
    '{{b|x}}',
    '{{a}}',
    '{{a|}}',
    '{{a|{{a|b}}',
    '{{A|x}}',
    '`{{a|x}}`',
    '{{7*7}}',
    '{{a|safe|x}}',
    '{{ a|x }}',
    '[x](https://e.example/{{a|x}})',
    '<https://e.example/{{a|x}}>',
    '[x](https://e.example "{{a|x}}")',
  ])('and nowhere else: %s', (source) => expect(rendered(source)).not.toContain('(x)'));

  test.each([
    ['Hei {{a|b}}', undefined],
    ['{{7*7}} {{ config }} {{x}}', undefined],
    ['{{b|x}}', 'unknown'],
    ['{{a}}', 'unfinished'],
    ['{{ A }}', 'unfinished'],
    ['{{a|<b>}}', 'unfinished'],
    ['{{a|x}} `{{a|x}}`', 'not-in-text'],
  ])('%s: %s', (source, fault) =>
    expect(placeFault({ format: 'markdown', body: source }, ['a'])?.fault).toBe(fault),
  );
});
