import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dataPayload } from '../../src/platform/smtp/data-payload.js';

const wire = (text: string) => dataPayload(Buffer.from(text, 'latin1')).toString('latin1');

test.each([
  ['a\r\nb\r\n', 'a\r\nb\r\n'],
  ['a', 'a\r\n'],
  ['', ''],
  ['.', '..\r\n'],
  ['.\r\n', '..\r\n'],
  ['a\r\n.\r\nb\r\n', 'a\r\n..\r\nb\r\n'],
  ['a\r\n..b\r\n', 'a\r\n...b\r\n'],
  ['a\n.\nb', 'a\r\n..\r\nb\r\n'],
  ['a\r.\rb', 'a\r\n..\r\nb\r\n'],
  ['a\r.\r\nb', 'a\r\n..\r\nb\r\n'],
  ['a\n.\r\nb', 'a\r\n..\r\nb\r\n'],
  ['a\r\r\nb', 'a\r\n\r\nb\r\n'],
  ['a\r\n', 'a\r\n'],
  ['a\r', 'a\r\n'],
])('%j goes over the wire as %j', (text, expected) => {
  expect(wire(text)).toBe(expected);
});

test('whatever is in it: no line end but CRLF, no dot alone on a line, and no line lost', () => {
  const hostile = fc.array(fc.constantFrom('\r', '\n', '.', '\r\n', '\r\n.', 'a', '\0', 'æ'), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(hostile, (pieces) => {
      const text = pieces.join('');
      const payload = wire(text);
      expect(payload).not.toMatch(/\r(?!\n)|(?<!\r)\n/);
      expect(`\r\n${payload}`).not.toMatch(/\r\n\.\r\n/);
      expect(payload === '' || payload.endsWith('\r\n')).toBe(true);
      const back = payload.replace(/^\./gm, '');
      const lines = text.replace(/\r\n?|\n/g, '\r\n');
      expect(back).toBe(lines === '' || lines.endsWith('\r\n') ? lines : `${lines}\r\n`);
    }),
    { numRuns: 2000 },
  );
});
