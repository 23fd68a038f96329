import { expect, describe, test } from '@jest/globals';
import fc from 'fast-check';
import { asksToLeave } from '../../src/inbound/asks-to-leave.js';
import { ownWords } from '../../src/inbound/own-words.js';

/** What programs put under an answer, each as it does. */
const QUOTED = [
  '> Hei, dette skjer i oktober.\n> Meld deg av: https://fjellhallen.example/u/x',
  'tir. 3. nov. 2026 kl. 09:12 skrev Fjellhallen <program@fjellhallen.example>:\n\n> Stopp\n> avmeld',
  'Den 3. november 2026 kl. 09.12 skrev Fjellhallen\n<program@fjellhallen.example>:\n\nunsubscribe',
  'On Tue, Nov 3, 2026 at 9:12 AM Fjellhallen <program@fjellhallen.example> wrote:\n> unsubscribe',
  '-----Opprinnelig melding-----\nFra: Fjellhallen [mailto:program@fjellhallen.example]\nEmne: Oktober\n\nStopp',
  '________________________________\nFra: Fjellhallen <program@fjellhallen.example>\nSendt: tirsdag\n\nStopp',
  '-- \nKari Nordmann\nMeld meg av',
  'Sendt fra min iPhone\n\n> stopp',
];

describe('asks for it', () => {
  test.each([
    'Stopp',
    'STOPP!',
    'stop',
    'Stopp, takk.',
    'Avmeld',
    'Avmelding',
    'avmeld meg',
    'Meld meg av',
    'Meld meg av listen, takk!',
    'Vennligst meld meg av dette nyhetsbrevet.',
    'Vennligst meld meg av\ndette nyhetsbrevet.',
    'Kan dere melde meg av?',
    'Jeg ønsker å bli avmeldt',
    'Jeg vil gjerne bli avmeldt fra listen.',
    'Fjern meg fra e-postlisten',
    'Slett meg fra listen deres.',
    'Avslutt abonnementet',
    'Stopp nyhetsbrevet',
    'Ver venleg og meld meg av lista.',
    'Eg ynskjer å bli avmeld',
    'Fjern meg frå lista',
    'Unsubscribe',
    'unsubscribe me please',
    'Please remove me from your mailing list.',
    'Could you please take me off this list?',
    'Stop sending me emails',
    'No more e-mails, please',
    'Opt out',
    'I want to unsubscribe.',
    'Hei,\n\nmeld meg av.',
    'Hei! Stopp.',
    'Dear team,\nplease unsubscribe me.',
    'Meld meg av\n\nMvh Kari Nordmann',
    'Meld meg av.\nVennlig hilsen\nKari Nordmann\nTelefon 22 00 00 00',
    'Stopp.\nKari Nordmann',
  ])('%j', (text) => {
    expect(asksToLeave(text)).toBe('only-that');
    for (const quoted of QUOTED) expect(asksToLeave(`${text}\n\n${quoted}`)).toBe('only-that');
  });

  test.each([
    'Meld meg av. Jeg flytter til Spania, men takk for mange fine år i salen.',
    'Unsubscribe.\n\nYou have been writing far too often, and I never asked for offers.',
  ])('%j: and says more', (text) => {
    expect(asksToLeave(text)).toBe('and-more');
  });
});

describe('does not', () => {
  test.each([
    '',
    'Takk for sist!',
    'Ikke stopp',
    'Ikke stopp! Dette er et fint nyhetsbrev.',
    'Vennligst ikke meld meg av.',
    'Stopp presset på museene',
    'Stopp! Er det sant at salen stenger?',
    'Stopp ikke.',
    'Stoppet bussen?',
    'Unsubscribe?',
    'Please do not unsubscribe me',
    'Meld meg av og på kurset',
    'Meld meg på',
    'Avmeld meg ikke',
    'Avmelding fra kurset på lørdag',
    'Hvordan melder jeg meg av?',
    'Jeg vil ikke bli avmeldt',
    'Slett meg',
    'Kan dere melde meg av kurset, men ikke nyhetsbrevet?',
    'Når slutter dere å sende ut program på papir?',
    'Remove me from the waiting list for Saturday',
    'Stop by our office',
    'Kari sa stopp',
  ])('%j', (text) => {
    expect(asksToLeave(text)).toBe('no');
  });

  test.each(QUOTED)('by what is only quoted: %j', (quoted) => {
    expect(asksToLeave(quoted)).toBe('no');
    expect(asksToLeave(`Når begynner konserten?\n\n${quoted}`)).toBe('no');
  });
});

describe('whatever is sent', () => {
  const COMMANDS = ['stopp', 'avmeld', 'meld meg av', 'unsubscribe', 'stop', 'fjern meg fra listen'];
  const command = fc.constantFrom(...COMMANDS);
  const word = fc.constantFrom(
    'kurset',
    'salen',
    'konserten',
    'i',
    'ikke',
    'not',
    'billetten',
    'hvorfor',
    'bussen',
  );

  test('any text is read, and what it says once quoted counts for nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        asksToLeave(text);
        const quoted = text.split(/\r\n?|\n/).map((line) => `> ${line}`);
        expect(asksToLeave(quoted.join('\n'))).toBe('no');
      }),
    );
  });

  test('a command behind any other word is none', () => {
    fc.assert(
      fc.property(word, command, (before, asked) => {
        expect(asksToLeave(`${before} ${asked}`)).toBe('no');
      }),
    );
  });

  test('a command before any other word is none', () => {
    fc.assert(
      fc.property(command, word, (asked, after) => {
        expect(asksToLeave(`${asked} ${after}`)).toBe('no');
      }),
    );
  });

  test('case, spaces and full stops around a command make no difference', () => {
    const loud = fc.boolean();
    const space = fc.stringMatching(/^[ \t\r\n]{0,4}$/);
    const stop = fc.constantFrom('', '.', '!', '!!', '...');
    fc.assert(
      fc.property(command, loud, space, space, stop, (asked, isLoud, before, after, end) => {
        const said = isLoud ? asked.toUpperCase() : asked;
        expect(asksToLeave(`${before}${said}${end}${after}`)).toBe('only-that');
      }),
    );
  });

  test('a megabyte of anything takes a moment', () => {
    for (const text of [
      'a '.repeat(500_000),
      '\n'.repeat(1_000_000),
      'meld meg av '.repeat(90_000),
      '> '.repeat(500_000),
    ]) {
      const since = performance.now();
      asksToLeave(text);
      expect(performance.now() - since).toBeLessThan(200);
    }
  });
});

test('own words are those before what is quoted, and between quotations', () => {
  expect(ownWords('Ja takk.\n> Kommer du?\nTil torsdag.\n\nOn 3 Nov 2026 A <a@b.example> wrote:\nHei')).toBe(
    'Ja takk.\nTil torsdag.',
  );
  expect(ownWords('Han skrev:\nHei')).toBe('Han skrev:\nHei');
});
