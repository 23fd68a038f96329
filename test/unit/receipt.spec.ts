import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { canonicalJson } from '../../src/consent/records/canonical-json.js';
import { armour, unarmour } from '../../src/subscriptions/receipts/armour.js';
import type { Receipt } from '../../src/subscriptions/receipts/receipt.js';
import { logsIn, verifyReceipt } from '../../src/subscriptions/receipts/verify-receipt.js';
import { exampleReceipt } from '../support/example-receipt.js';
import { EXAMPLE_WORDS } from '../support/words.js';

const made = exampleReceipt(EXAMPLE_WORDS);
const block = armour(made);

const read = (text: string): Receipt => {
  const found = unarmour(text);
  if (!found.ok) throw new Error(found.why);
  return found.receipt;
};

test('a receipt comes out of its block as it went in, and holds', () => {
  expect(read(block)).toEqual(made);
  expect(block.split('\n').every((line) => line.length <= 48)).toBe(true);
  expect(verifyReceipt(made)).toEqual({
    words: true,
    promised: true,
    place: 'proved',
    address: 'not-asked',
    holds: true,
  });
});

test('pasted from a mail program it is read all the same: wrapped anew, quoted, indented, soft line breaks, no-break spaces', () => {
  const inner = block.replaceAll('\n', '');
  const spoilt = [
    block.replaceAll('\n', '\r\n'),
    block.replaceAll('\n', '\n> > '),
    block.replaceAll('\n', '\n\t  '),
    block.replaceAll('\n', '=\n'),
    block.replaceAll('\n', '\u00a0\n\u200b'),
    block.replaceAll(/(.{37})/g, '$1 \n'),
    `Hei,\n\nher er den:\n${block}\n-- \nKari`,
    inner.replace('RECEIPT-----', 'RECEIPT----- ').replace('-----END', ' -----END'),
    block.replaceAll('-----', '—'),
  ];
  for (const text of spoilt) expect(read(text)).toEqual(made);
});

test('any wrapping by white space and quote marks leaves it as it was', () => {
  const gap = fc.array(fc.constantFrom('\n', '\r\n', ' ', '\t', '> ', '=\n', '\u00a0'), { maxLength: 3 });
  const [head, ...rest] = block.split('\n');
  const tail = rest.pop()!;
  const body = rest.join('');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: body.length - 1 }), gap), { maxLength: 40 }),
      (gaps) => {
        let wrapped = body;
        for (const [at, blanks] of gaps.sort(([a], [b]) => b - a))
          wrapped = wrapped.slice(0, at) + blanks.join('') + wrapped.slice(at);
        expect(read(`${head}\n${wrapped}\n${tail}`)).toEqual(made);
      },
    ),
    { numRuns: 100 },
  );
});

test('one letter lost or changed is told as damage, never as another receipt', () => {
  const start = block.indexOf('\n') + 1;
  const end = block.lastIndexOf('\n');
  fc.assert(
    fc.property(fc.integer({ min: start, max: end - 1 }), fc.boolean(), (at, drop) => {
      if (block[at] === '\n') return;
      const other = block[at] === 'A' ? 'B' : 'A';
      const text = block.slice(0, at) + (drop ? '' : other) + block.slice(at + 1);
      const found = unarmour(text);
      // The last letter holds bits that count for nothing.
      if (found.ok) expect([at, found.receipt]).toEqual([end - 1, made]);
      else expect(found.why).toBe('damaged');
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['nothing', ''],
  ['another text', 'Hei. Jeg sa aldri ja.'],
  ['the markers around noise', '-----BEGIN JATAKK RECEIPT-----\nAAAA\n-----END JATAKK RECEIPT-----'],
  ['half of it', block.slice(0, block.length / 2)],
  ['an endless text', `-----BEGIN JATAKK RECEIPT-----${'A'.repeat(5_000_000)}`],
])('%s is no receipt, and says so at once', (_, text) => {
  const before = performance.now();
  expect(unarmour(text).ok).toBe(false);
  expect(performance.now() - before).toBeLessThan(5000);
});

test('any text is answered, and none throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (noise) => {
      expect(unarmour(noise).ok).toBe(false);
      expect(unarmour(`BEGIN JATAKK RECEIPT${noise}END JATAKK RECEIPT`).ok).toBe(false);
    }),
  );
});

/** Every leaf of a value, as a path. */
function paths(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, member]) => paths(member, [...path, key]));
}

test('whatever is changed in it, some check fails', () => {
  // Where it may be checked, and whose words it says it has: nobody signs those.
  const unsigned = new Set(['organisation', 'from', 'format', 'subjectSalt']);
  for (const path of paths(made)) {
    if (unsigned.has(path[0]!)) continue;
    const changed = structuredClone(made) as unknown as Record<string, unknown>;
    const key = path.at(-1)!;
    const holder = path.slice(0, -1).reduce((at, step) => at[step] as Record<string, unknown>, changed);
    const old = holder[key];
    holder[key] =
      typeof old === 'number' ? old + 1 : String(old).replace(/^./, (c) => (c === 'a' ? 'b' : 'a'));
    expect([path.join('.'), verifyReceipt(changed as unknown as Receipt).holds]).toEqual([
      path.join('.'),
      false,
    ]);
  }
});

test('a member put into the record, or taken out of it, is noticed', () => {
  expect(verifyReceipt({ ...made, record: { ...made.record, extra: 'x' } }).holds).toBe(false);
  const { asked: _, ...less } = made.record;
  expect(verifyReceipt({ ...made, record: less }).holds).toBe(false);
});

test('the address is told from others, whatever its case in the domain, and only when asked', () => {
  const verdicts = ['', ' kari@example.org ', 'KARI@EXAMPLE.ORG', 'ola@example.org', 'kari', 'kari@'].map(
    (address) => verifyReceipt(made, address).address,
  );
  expect(verdicts).toEqual(['not-asked', 'same', 'same', 'other', 'no-address', 'no-address']);
  const { subjectSalt: _, ...unbound } = made;
  expect(verifyReceipt(unbound, 'kari@example.org').address).toBe('unbound');
});

test('it names the log that promised, and the one that kept the promise where that is another', () => {
  expect(logsIn(made)).toEqual([{ id: made.promise.logId, publicKey: made.logKey }]);
  const other = 'a1b2c3d4-0000-4000-8000-000000000002';
  const moved = { ...made, place: { ...made.place!, head: { ...made.place!.head, logId: other } } };
  expect(logsIn(moved).map(({ id }) => id)).toEqual([made.promise.logId, other]);
});

test('canonical JSON is one text for one value, whatever the order of its members', () => {
  expect(canonicalJson({ b: 1, a: [true, 'é', { z: 'x', y: undefined }] })).toBe(
    '{"a":[true,"é",{"z":"x"}],"b":1}',
  );
  // RFC 8785 §3.2.3: by UTF-16 units, so that U+1F600 comes before U+FB33.
  expect(canonicalJson({ '\ufb33': 1, '\u{1f600}': 2, '\u20ac': 3, '\r': 4, '1': 5 })).toBe(
    '{"\\r":4,"1":5,"€":3,"\u{1f600}":2,"\ufb33":1}',
  );
  for (const odd of [1.5, Number.NaN, null, undefined, 1n, () => 1])
    expect(() => canonicalJson({ odd: [odd] })).toThrow(RangeError);
});
