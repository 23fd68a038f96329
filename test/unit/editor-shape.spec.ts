import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { blockDocument } from '../../src/campaigns/blocks/block-document.js';
import { LOCALES } from '../../src/platform/i18n/messages.js';
import { asAddress } from '../../src/web/browser/editor/address.js';
import { schema } from '../../src/web/browser/editor/schema.js';
import { readDocument, written } from '../../src/web/browser/editor/written.js';
import { startingText, STARTS } from '../../src/web/staff/starting-texts.js';

const words = fc.string({ minLength: 1, maxLength: 30, unit: 'binary' });
const address = fc.constantFrom(
  'https://fjellhallen.example/a?b=c',
  'mailto:post@fjellhallen.example',
  'http://a.no',
);
const bold = fc.constant({ type: 'bold' });
const italic = fc.constant({ type: 'italic' });
const link = address.map((href) => ({ type: 'link', attrs: { href } }));
const some = (arbitrary: fc.Arbitrary<unknown>) => fc.array(arbitrary, { minLength: 1, maxLength: 3 });
const marks = fc
  .tuple(
    fc.option(link, { nil: undefined }),
    fc.option(bold, { nil: undefined }),
    fc.option(italic, { nil: undefined }),
  )
  .map((of) => of.filter((mark) => mark !== undefined))
  .map((of) => (of.length > 0 ? { marks: of } : {}));
const inline = fc.oneof(
  fc.tuple(words, marks).map(([text, of]) => ({ type: 'text', text, ...of })),
  marks.map((of) => ({ type: 'place', attrs: { name: 'fornavn', fallback: 'venn' }, ...of })),
  // In the editor a break has the marks of what is around it.
  marks.map((of) => ({ type: 'hardBreak', ...of })),
);
const paragraph = some(inline).map((content) => ({ type: 'paragraph', content }));
const items = some(some(paragraph).map((content) => ({ type: 'listItem', content })));
const plain = fc.oneof(
  paragraph,
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), some(inline))
    .map(([level, content]) => ({ type: 'heading', attrs: { level }, content })),
  items.map((content) => ({ type: 'bulletList', content })),
  items.map((content) => ({ type: 'orderedList', content })),
  some(paragraph).map((content) => ({ type: 'quote', attrs: { by: 'Kari' }, content })),
  fc.constant({ type: 'divider' }),
  address.map((href) => ({ type: 'button', attrs: { label: 'Les', href } })),
  fc.option(fc.uuid({ version: 4 })).map((image) => ({ type: 'image', attrs: { image, alt: '', href: '' } })),
  fc.constant({
    type: 'event',
    attrs: { title: '', date: '2026-12-09T19:00', until: '', place: '', href: '' },
  }),
);
const columns = fc
  .tuple(some(plain), some(plain))
  .map((two) => ({ type: 'columns', content: two.map((content) => ({ type: 'column', content })) }));
const anyDocument = some(fc.oneof(plain, columns)).map((content) => ({ type: 'doc', content }));

describe('the editor holds exactly what a text may consist of', () => {
  test('whatever it holds is a document', () => {
    fc.assert(
      fc.property(anyDocument, (json) => {
        const held = schema.nodeFromJSON(json);
        held.check();
        const kept = written(held);
        expect(blockDocument.parse(kept)).toEqual(kept);
      }),
    );
  });

  test('every document is held as it is', () => {
    fc.assert(
      fc.property(anyDocument, (json) => {
        const document = written(schema.nodeFromJSON(json));
        expect(written(readDocument(JSON.stringify(document)))).toEqual(document);
      }),
    );
  });

  test('it has a node for each kind of block and nothing beside', () => {
    const kinds = [
      'doc paragraph heading bulletList orderedList listItem quote divider button image event columns column text place',
      'hardBreak',
    ];
    expect(Object.keys(schema.nodes)).toEqual(kinds.join(' ').split(' '));
    expect(Object.keys(schema.marks)).toEqual(['link', 'bold', 'italic']);
  });

  test.each(
    LOCALES.flatMap((locale) => [...STARTS, 'empty' as const].map((start) => [start, locale] as const)),
  )('the text to begin with %s in %s is a document that the editor holds', (start, locale) => {
    const text = startingText(start, locale);
    expect(blockDocument.parse(text)).toEqual(text);
    expect(written(readDocument(JSON.stringify(text)))).toEqual(text);
  });
});

test.each([
  ['fjellhallen.no', 'https://fjellhallen.no'],
  ['  https://fjellhallen.no/a ', 'https://fjellhallen.no/a'],
  ['post@fjellhallen.no', 'mailto:post@fjellhallen.no'],
  ['blåbær.no/sylte?tøy', 'https://blåbær.no/sylte?tøy'],
  ['javascript:alert(1)', null],
  ['JaVaScRiPt:alert(1)//.no', null],
  ['data:text/html,x', null],
  ['fjellhallen', null],
  ['', null],
  ['https://', null],
])('«%s» means %s', (typed, meant) => {
  expect(asAddress(typed)).toBe(meant);
});
