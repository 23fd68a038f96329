import { format, inspect } from 'node:util';
import {
  ADDRESS_FAULTS,
  type AddressFault,
  type EmailAddress,
  forTheWire,
  isReservedForExamples,
  isRoleAddress,
  normaliseForIndex,
  parseEmailAddress,
  trimTyped,
} from '../../src/registers/email-address.js';

function accepted(input: string): EmailAddress {
  const reading = parseEmailAddress(input);
  if (!reading.ok) throw new Error(`refused: ${reading.reason}`);
  return reading.address;
}

const indexed = (input: string) => normaliseForIndex(accepted(input));

const faultOf = (input: string) => {
  const reading = parseEmailAddress(input);
  return reading.ok ? 'accepted' : reading.reason;
};

describe('an accepted address', () => {
  it('keeps what was typed and adds the form for look-ups', () => {
    const address = accepted('Kari.Nordmann+Nytt@Blåbær.NO');
    expect(address.asTyped).toBe('Kari.Nordmann+Nytt@Blåbær.NO');
    expect(address.local).toBe('Kari.Nordmann+Nytt');
    expect(address.domain).toBe('Blåbær.NO');
    expect(address.asciiDomain).toBe('xn--blbr-roah.no');
    expect(address.needsSmtpUtf8).toBe(false);
    expect(address.suspicious).toBe(false);
  });

  it('asks for SMTPUTF8 only for its local part', () => {
    expect(accepted('jøran@eksempel.no').needsSmtpUtf8).toBe(true);
    expect(accepted('joran@blåbær.no').needsSmtpUtf8).toBe(false);
  });

  it('goes out as typed, with a domain beyond ASCII in A-labels', () => {
    expect(forTheWire(accepted('Ola@Eksempel.NO'))).toBe('Ola@Eksempel.NO');
    expect(forTheWire(accepted('Jøran@BLÅBÆR.no'))).toBe('Jøran@xn--blbr-roah.no');
  });

  it('never shows itself by accident', () => {
    const address = accepted('hemmelig@eksempel.no');
    const shown = [
      String(address),
      [address].join(),
      JSON.stringify({ address, list: [address] }),
      inspect(address),
      inspect({ deep: { address } }, { depth: 9, showHidden: true }),
      inspect(address, { customInspect: false, showHidden: true }),
      format('%s %o %O %j', address, address, address, address),
      JSON.stringify(Object.assign({}, address)),
      JSON.stringify(Object.entries(address)),
      JSON.stringify(structuredClone(address)),
    ].join('\n');
    expect(shown).not.toMatch(/hemmelig|eksempel/);
    expect(String(address)).toBe('[address]');
    expect(JSON.stringify(address)).toBe('"[address]"');
  });
});

describe('the form for the index', () => {
  it.each([
    ['the case of the domain', 'ola@Eksempel.NO', 'ola@eksempel.no'],
    ['A–Z in the local part', 'Ola.Nordmann@eksempel.no', 'ola.nordmann@eksempel.no'],
    ['U-labels and A-labels', 'ola@blåbær.no', 'ola@XN--BLBR-ROAH.no'],
    ['the case of U-labels', 'ola@BLÅBÆR.NO', 'ola@blåbær.no'],
    ['NFC and NFD in the domain', 'ola@bl\u00e5.no', 'ola@bla\u030a.no'],
    ['NFC and NFD in the local part', 'j\u00e5n@eksempel.no', 'ja\u030an@eksempel.no'],
    ['NFC and NFD in capitals', '\u00c5se@eksempel.no', 'A\u030ase@eksempel.no'],
    ['a letter that is composed only in lower case', 'J\u030c@eksempel.no', '\u01f0@eksempel.no'],
    ['such a letter in the domain', 'a@J\u030c.no', 'a@\u01f0.no'],
  ])('is the same for %s', (_, one, other) => {
    expect(indexed(one)).toBe(indexed(other));
  });

  it.each([
    ['dots', 'ola.n@eksempel.no', 'olan@eksempel.no'],
    ['a plus tag', 'ola+a@eksempel.no', 'ola@eksempel.no'],
    ['a dotless i', 'd\u0131n@eksempel.no', 'din@eksempel.no'],
    ['a dotless i in the domain', 'ola@d\u0131n.no', 'ola@din.no'],
    ['a capital I with a dot', '\u0130da@eksempel.no', 'ida@eksempel.no'],
    ['capitals beyond A–Z', 'Åse@eksempel.no', 'åse@eksempel.no'],
    ['sharp s', 'stra\u00dfe@eksempel.no', 'strasse@eksempel.no'],
    ['sharp s in the domain', 'ola@stra\u00dfe.de', 'ola@strasse.de'],
    ['ø', 'jøran@eksempel.no', 'joran@eksempel.no'],
  ])('differs by %s', (_, one, other) => {
    expect(indexed(one)).not.toBe(indexed(other));
  });

  it.each(['\u212aari@eksempel.no', 'ola@\u212ari.no'])(
    'has no place for a Kelvin sign, which NFC makes a K',
    (input) => {
      expect(faultOf(input)).toBe('look-alike');
    },
  );
});

describe('trimming', () => {
  it.each([
    [' ola@eksempel.no  ', 'ola@eksempel.no'],
    ['ola @eksempel.no', 'ola @eksempel.no'],
    ['ola@eksempel.no\r\n', 'ola@eksempel.no\r\n'],
    ['\tola@eksempel.no\u00a0', '\tola@eksempel.no\u00a0'],
    ['   ', ''],
    ['', ''],
  ])('takes spaces from the ends only: %j', (typed, left) => {
    expect(trimTyped(typed)).toBe(left);
  });

  it('takes no longer for a long run of spaces', () => {
    const started = performance.now();
    expect(trimTyped(`x${' '.repeat(1_000_000)}x`)).toHaveLength(1_000_002);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('kinds of addresses', () => {
  it.each([
    'a@b.test',
    'a@b.invalid',
    'a@b.localhost',
    'a@b.example',
    'a@Example.COM',
    'a@x.y.example.net',
    'a@example.org',
  ])('knows a name set aside for examples: %s', (input) =>
    expect(isReservedForExamples(accepted(input))).toBe(true),
  );

  it.each(['a@example.no', 'a@myexample.com', 'a@test.no', 'a@example.com.no', 'a@b.tests', 'a@contest.org'])(
    'takes no other name for one: %s',
    (input) => expect(isReservedForExamples(accepted(input))).toBe(false),
  );

  it.each(['postmaster@b.no', 'Abuse@b.no', 'NOC@b.no', 'security@b.no', 'info@b.no', 'nytt-request@b.no'])(
    'knows a role: %s',
    (input) => expect(isRoleAddress(accepted(input))).toBe(true),
  );

  it.each(['ola@b.no', 'abuses@b.no', 'info.ola@b.no', 'request@b.no', '-request@b.no', 'request-x@b.no'])(
    'takes no person for a role: %s',
    (input) => expect(isRoleAddress(accepted(input))).toBe(false),
  );

  it.each(['ola@p\u0430ypal.com', 'ola@\u03bfslo.no', 'ola@xn--pypal-4ve.com', 'ola@\u0430\u03b1.no'])(
    'flags a label of mixed scripts: %s',
    (input) => expect(accepted(input).suspicious).toBe(true),
  );

  it.each(['ola@почта.рф', 'ola@παράδειγμα.gr', 'ola@blåbær-2.no', 'ola@почта.com', 'ola@東京tower.jp'])(
    'flags no label of one script, nor scripts that cannot be confused: %s',
    (input) => expect(accepted(input).suspicious).toBe(false),
  );
});

describe('lengths, in octets', () => {
  const label = (length: number) => 'd'.repeat(length);
  const domain = (length: number) => `${label(63)}.${label(63)}.${label(length - 131)}.no`;

  it.each<[string, string, AddressFault | 'accepted']>([
    ['local part of 64', `${'a'.repeat(64)}@b.no`, 'accepted'],
    ['local part of 65', `${'a'.repeat(65)}@b.no`, 'local-too-long'],
    ['local part of 32 letters of two octets', `${'ø'.repeat(32)}@b.no`, 'accepted'],
    ['local part of 33 letters of two octets', `${'ø'.repeat(33)}@b.no`, 'local-too-long'],
    ['local part that NFC makes longer than 64', `${'\u0958'.repeat(20)}@b.no`, 'local-too-long'],
    ['label of 63', `a@${label(63)}.no`, 'accepted'],
    ['label of 64', `a@${label(64)}.no`, 'domain-label'],
    ['A-label of 63 from a shorter U-label', `a@${'å'.repeat(57)}.no`, 'accepted'],
    ['A-label of 64', `a@${'å'.repeat(58)}.no`, 'domain-label'],
    ['address of 254', `${'a'.repeat(64)}@${domain(189)}`, 'accepted'],
    ['address of 255', `${'a'.repeat(64)}@${domain(190)}`, 'too-long'],
    ['address of more than 254 once in A-labels', `${'a'.repeat(64)}@${'å.'.repeat(60)}no`, 'too-long'],
    ['a megabyte', `${'a'.repeat(1_000_000)}@b.no`, 'too-long'],
  ])('%s', (_, input, verdict) => {
    expect(faultOf(input)).toBe(verdict);
  });
});

it('names each fault once', () => {
  expect(new Set(ADDRESS_FAULTS).size).toBe(ADDRESS_FAULTS.length);
});
