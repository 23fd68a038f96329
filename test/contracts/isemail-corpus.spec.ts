import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AddressFault, parseEmailAddress } from '../../src/registers/email-address.js';

// Compares the grammar with Dominic Sayers' isEmail test set, which is not part of this project: JATAKK_CORPORA
// names a folder that holds addresses/isemail-tests.xml.
const folder = process.env.JATAKK_CORPORA;
const run = folder ? describe : describe.skip;
if (!folder) process.stderr.write('isemail-corpus: skipped, since JATAKK_CORPORA names no folder\n');

/** Addresses that the set calls deliverable and the grammar refuses, by test id, each for a reason of ours. */
const DEVIATIONS: Readonly<Record<string, readonly [fault: AddressFault, reason: string]>> = {
  5: ['domain-single-label', 'mail to a bare top-level domain is advised against (RFC 7085)'],
  19: ['local-character', 'it holds "%", which some servers still read as a route to another mailbox'],
};

const DELIVERABLE = new Set(['ISEMAIL_VALID_CATEGORY', 'ISEMAIL_DNSWARN']);

interface Case {
  readonly id: string;
  readonly address: string;
  readonly category: string;
}

function readCases(file: string): Case[] {
  const xml = readFileSync(file, 'utf8');
  return [...xml.matchAll(/<test id="(\d+)">(.*?)<\/test>/gs)].map(([, id = '', body = '']) => ({
    id,
    address: withControls(withEntities(/<address>(.*?)<\/address>/s.exec(body)?.[1] ?? '')),
    category: /<category>(.*?)<\/category>/s.exec(body)?.[1] ?? '',
  }));
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function withEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
      return decimal ? String.fromCodePoint(Number(decimal)) : (NAMED[name ?? ''] ?? whole);
    },
  );
}

/** The set writes a control character as its picture, U+2400 and on. */
function withControls(text: string): string {
  return text.replace(/[\u2400-\u241f]/g, (picture) => String.fromCharCode(picture.charCodeAt(0) - 0x2400));
}

run('the isEmail set', () => {
  const cases = folder ? readCases(join(folder, 'addresses/isemail-tests.xml')) : [];

  it('is read whole', () => {
    expect(cases.length).toBeGreaterThanOrEqual(164);
    expect(cases.every(({ category }) => category.startsWith('ISEMAIL_'))).toBe(true);
  });

  it('is accepted and refused as it says, but for the deviations in the table', () => {
    const differing = cases.flatMap(({ id, address, category }) => {
      const reading = parseEmailAddress(address);
      if (reading.ok === DELIVERABLE.has(category)) return [];
      return [[id, reading.ok ? 'accepted' : reading.reason]];
    });
    expect(Object.fromEntries(differing)).toEqual(
      Object.fromEntries(Object.entries(DEVIATIONS).map(([id, [fault]]) => [id, fault])),
    );
  });
});
