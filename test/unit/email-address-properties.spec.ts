import fc from 'fast-check';
import addressparser from 'nodemailer/lib/addressparser';
import { ADDRESS_FAULTS, normaliseForIndex, parseEmailAddress } from '../../src/registers/email-address.js';

const RUNS = { numRuns: 3000 };

const letters = 'abcxyzABCXYZ019JTWYH';
const atext = Array.from(`${letters}#$&'*+-/=?^_\`{|}~`);
const beyond = [
  ...Array.from('øåéßıİςσжя東ก้ำ𐐷'),
  '\u030a',
  '\u030c',
  '\u0338',
  '\u0308',
  '\u0331',
  '\u0958',
  '\u2126',
];
const hostile = [
  ...Array.from('<>()[],;:\\"@. %!\t\r\n\0'),
  '\u200b',
  '\u202e',
  '\u2028',
  '\uff20',
  '\u212a',
  '\ufb01',
  '=?',
  '?=',
];

const joined = (parts: readonly string[], maxLength: number) =>
  fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength }).map((picked) => picked.join(''));

const label = joined([...Array.from('abcxyzABC019-'), ...Array.from('øåßıжя東ก'), '\u030a'], 8);
const domain = fc
  .tuple(
    fc.array(label, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('no', 'NO', 'рф', 'xn--p1ai', 'museum'),
  )
  .map(([labels, top]) => [...labels, top].join('.'));
const local = fc
  .array(joined([...atext, ...beyond], 10), { minLength: 1, maxLength: 3 })
  .map((atoms) => atoms.join('.'));

/** Mostly accepted. */
const likely = fc.tuple(local, domain).map(([before, after]) => `${before}@${after}`);
/** Mostly refused, by a hair. */
const nearly = joined([...atext, ...beyond, ...hostile, '@', 'b.no'], 16);
const anything = fc.oneof(likely, nearly, fc.string({ unit: 'binary', maxLength: 300 }), fc.emailAddress());

it('never throws, and gives an address or a known fault', () => {
  fc.assert(
    fc.property(anything, (input) => {
      const reading = parseEmailAddress(input);
      expect(reading.ok ? reading.address.asTyped === input : ADDRESS_FAULTS.includes(reading.reason)).toBe(
        true,
      );
    }),
    RUNS,
  );
});

it('accepts a fair share of what is an address', () => {
  const share = fc.sample(likely, 1000).filter((input) => parseEmailAddress(input).ok).length;
  expect(share).toBeGreaterThan(200);
});

it('accepts nothing that holds a character with a meaning in a header or a command', () => {
  fc.assert(
    fc.property(anything, (input) => {
      if (!parseEmailAddress(input).ok) return;
      expect(input).not.toMatch(/[<>(),;:\\"[\]%!\s\p{C}\p{Z}\p{Bidi_Control}]/u);
      expect(input.split('@')).toHaveLength(2);
    }),
    RUNS,
  );
});

it("accepts nothing that nodemailer's parser reads as anything but that one mailbox", () => {
  fc.assert(
    fc.property(anything, (input) => {
      if (parseEmailAddress(input).ok) expect(addressparser(input)).toEqual([{ name: '', address: input }]);
    }),
    RUNS,
  );
});

const indexed = (input: string) => {
  const reading = parseEmailAddress(input);
  return reading.ok ? normaliseForIndex(reading.address) : undefined;
};

it('has an index form that is an address and its own index form', () => {
  fc.assert(
    fc.property(anything, (input) => {
      const form = indexed(input);
      if (form !== undefined) expect(indexed(form)).toBe(form);
    }),
    RUNS,
  );
});

it('gives NFC and NFD, and A–Z and a–z, one index form', () => {
  const ascii = (text: string, change: (part: string) => string) => text.replace(/[A-Za-z]+/g, change);
  fc.assert(
    fc.property(anything, (input) => {
      const form = indexed(input);
      // Where the decomposed or changed string is longer than an address may be, there is nothing to compare.
      for (const variant of [input.normalize('NFC'), input.normalize('NFD')]) {
        expect([form, undefined]).toContain(form === undefined ? undefined : indexed(variant));
      }
      if (form === undefined || /\p{M}/u.test(input)) return;
      expect(indexed(ascii(input, (part) => part.toUpperCase()))).toBe(form);
      expect(indexed(ascii(input, (part) => part.toLowerCase()))).toBe(form);
    }),
    RUNS,
  );
});

it('gives U-labels and A-labels one index form', () => {
  fc.assert(
    fc.property(likely, (input) => {
      const reading = parseEmailAddress(input);
      if (!reading.ok) return;
      expect(indexed(`${reading.address.local}@${reading.address.asciiDomain}`)).toBe(indexed(input));
    }),
    RUNS,
  );
});

it('keeps dots, plus tags, dotless i and case beyond A–Z apart', () => {
  const word = joined(Array.from('abcijkABCIJK019'), 6);
  fc.assert(
    fc.property(
      word,
      word,
      fc.constantFrom('.', '+', '-', '_', 'ı', 'İ', 'ø', 'Ø'),
      (before, after, mark) => {
        const marked = indexed(`${before}${mark}${after}@b.no`);
        expect(marked).toBeDefined();
        const others = ['', '.', '+', '-', '_', 'i', 'I', 'ı', 'İ', 'o', 'ø', 'Ø'].filter(
          (other) => other !== mark,
        );
        for (const other of others) expect(indexed(`${before}${other}${after}@b.no`)).not.toBe(marked);
        expect(indexed(`${before}\u212a${after}@b.no`)).toBeUndefined();
      },
    ),
    { numRuns: 500 },
  );
});

it('answers within milliseconds, however long or nested the input', () => {
  const worst = [
    'a'.repeat(1_000_000),
    `${'('.repeat(10_000)}a@b.no${')'.repeat(10_000)}`,
    `${' '.repeat(1_000_000)}a@b.no`,
    '\u030a'.repeat(1_000_000),
    // As hard as the bounds allow: 254 octets that reach the last check.
    `${'a.'.repeat(31)}a@${'b.'.repeat(94)}no`,
    `a@${'l·'.repeat(83)}l.no`,
    `a${'\u0315\u0300'.repeat(15)}@${'a\u0315\u0300.'.repeat(30)}no`,
    `a@${'å.'.repeat(60)}no`,
  ];
  for (const input of worst) {
    const times = Array.from({ length: 5 }, () => {
      const started = performance.now();
      parseEmailAddress(input);
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(5);
  }
});
