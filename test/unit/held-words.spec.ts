import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { NEEDED } from '../../src/campaigns/sendable.queries.js';
import { LOCALES, translator } from '../../src/platform/i18n/messages.js';
import { failureLines, type ShownFailureClass } from '../../src/web/staff/pages/failure-words.js';
import { heldWords } from '../../src/web/staff/pages/held-words.js';

const GENERAL = heldWords(null).what;

/** Everything that a campaign is held with, waits with, or is refused with, as it is written down. */
const CODES = [
  'refused:5.7.1',
  'refused:554',
  'refused-in-a-row:5.3.0',
  'sign-in:535',
  'sign-in:5.7.8',
  'sign-in:etls',
  'no-relay',
  'no-relay-set',
  'unsigned:no-key',
  'unsigned:not-published',
  'unsigned:other-key',
  'unsigned:dns-away',
  'late-start',
  'restored',
  'list-resting',
  'old-purpose',
  'others-under-way',
  ...NEEDED,
];

describe('what hinders a campaign', () => {
  it.each(CODES)('%s has words of its own, in every language, begun or not', (code) => {
    for (const begun of [true, false]) {
      const { what, readers, remedy } = heldWords(code, { begun });
      expect(what).not.toBe(GENERAL);
      for (const locale of LOCALES) {
        const t = translator(locale);
        const said = [t(what, { domain: 'fjellhallen.example' }), t(readers), t(remedy)];
        expect(new Set(said).size).toBe(3);
      }
    }
  });

  it('has words of its own for each signature that is missing', () => {
    const codes = CODES.filter((code) => code.startsWith('unsigned:'));
    expect(new Set(codes.map((code) => heldWords(code).what)).size).toBe(codes.length);
  });

  it.each(['', 'moon', 'moon:full', 'unsigned', 'constructor', '__proto__', 'refused:', ':5.7.1'])(
    '%j says something true whatever it is',
    (code) => {
      const { what, readers, remedy } = heldWords(code);
      expect([what, readers, remedy].every((key) => translator('nb')(key, { domain: 'x' }))).toBe(true);
    },
  );

  it('never says of a restored campaign that nobody has got it', () => {
    for (const begun of [true, false])
      expect(heldWords('restored', { begun }).readers).not.toBe('held.readers.unbegun');
  });

  it('claims for twenty refusals in a row only what holds for those already refused', () => {
    expect(heldWords('refused-in-a-row:5.1.1').readers).not.toBe('held.readers.waiting');
  });
});

describe('why messages were refused or given up', () => {
  const replyClass = fc.oneof(
    fc.constantFrom(
      null,
      'lost-connection',
      'no-relay',
      'box-malformed',
      'key-missing',
      'rest-malformed',
      '',
    ),
    fc
      .tuple(fc.constantFrom('hard', 'soft', 'ours', 'moon'), fc.stringMatching(/^[245]\.\d\.\d$/))
      .map((one) => one.join(':')),
  );
  const classes = fc.array(
    fc.record({ state: fc.constantFrom('bounced', 'dead'), replyClass, count: fc.nat({ max: 1e6 }) }),
  );

  it('loses nobody: the lines sum to what was given, state by state', () => {
    fc.assert(
      fc.property(classes, (given: ShownFailureClass[]) => {
        const sum = (of: readonly { state: string; count: number }[], state: string) =>
          of.filter((one) => one.state === state).reduce((total, { count }) => total + count, 0);
        for (const state of ['bounced', 'dead'])
          expect(sum(failureLines(given), state)).toBe(sum(given, state));
      }),
    );
  });

  it.each([
    ['bounced', 'hard:5.1.1', 'failure.hard'],
    ['bounced', 'soft:5.2.2', 'failure.soft'],
    ['dead', 'soft:4.2.2', 'failure.tired'],
    ['dead', 'ours:4.7.1', 'failure.ours'],
    ['dead', 'lost-connection', 'failure.lost'],
    ['dead', 'key-missing', 'failure.shut'],
    ['dead', 'box-misplaced', 'failure.shut'],
    ['dead', 'restored', 'failure.other'],
    ['dead', null, 'failure.other'],
  ] as const)('%s %s is %s', (state, replyClass, name) => {
    expect(failureLines([{ state, replyClass, count: 3 }])).toEqual([
      expect.objectContaining({
        state,
        name,
        count: 3,
        codes: replyClass === null ? [] : [replyClass.split(':').at(-1)],
      }),
    ]);
  });

  it('shows the code that came most often first', () => {
    const given = [
      { state: 'bounced', replyClass: 'soft:5.2.1', count: 1 },
      { state: 'bounced', replyClass: 'soft:5.2.2', count: 7 },
    ] as const;
    expect(failureLines(given)[0]!.codes).toEqual(['5.2.2', '5.2.1']);
  });
});
