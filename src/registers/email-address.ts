import { inspect } from 'node:util';
import { readDomain } from './email-domain.js';

/** What is wrong with a typed address; a page has one sentence for each. */
export const ADDRESS_FAULTS = [
  'empty',
  'too-long',
  'invisible-character', // a control, a line break, a zero-width or bidirectional mark
  'not-bare', // quotes, brackets, comma, colon: a display name, comment, group, list or literal
  'space',
  'look-alike', // a character that normalisation turns into an ASCII one, such as a full-width "@"
  'no-at',
  'several-at',
  'local-empty',
  'local-too-long',
  'local-dot', // a dot first, last or doubled
  'local-character',
  'domain-empty',
  'domain-single-label',
  'domain-label',
] as const;

export type AddressFault = (typeof ADDRESS_FAULTS)[number];

export type AddressReading =
  | { readonly ok: true; readonly address: EmailAddress }
  | { readonly ok: false; readonly reason: AddressFault };

type Parts = Readonly<{ local: string; domain: string; asciiDomain: string; suspicious: boolean }>;

/**
 * An address that the grammar below has accepted; nothing else can make one. Its parts are private fields behind
 * getters, so that logging, spreading, serialising or printing it shows "[address]" or nothing at all. For the
 * same reason two of them cannot be compared with deep equality: compare their parts.
 */
class EmailAddress {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Exactly what the person typed: this is stored, shown back and mailed. */
  get asTyped(): string {
    return `${this.#parts.local}@${this.#parts.domain}`;
  }

  get local(): string {
    return this.#parts.local;
  }

  /** The domain as typed, in either form and any case. */
  get domain(): string {
    return this.#parts.domain;
  }

  /** The domain in A-labels and lower case, for look-ups. */
  get asciiDomain(): string {
    return this.#parts.asciiDomain;
  }

  /** The local part is not ASCII, so only a relay that offers SMTPUTF8 can take it (RFC 6531 §3.4). */
  get needsSmtpUtf8(): boolean {
    return NOT_ASCII.test(this.#parts.local);
  }

  /** A label of the domain mixes scripts whose letters look alike (UTS #39 §5.2). */
  get suspicious(): boolean {
    return this.#parts.suspicious;
  }

  toString(): string {
    return '[address]';
  }

  toJSON(): string {
    return '[address]';
  }

  [inspect.custom](): string {
    return '[address]';
  }
}

export type { EmailAddress };

const MAX_LOCAL_OCTETS = 64;
// A path is 256 octets with its angle brackets (RFC 5321 §4.5.3.1.3); this also keeps any domain under 255.
const MAX_ADDRESS_OCTETS = 254;

const NOT_ASCII = /\P{ASCII}/u;
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const NOT_BARE = /[<>()[\],;:\\"]/;
const SPACE = /\p{Zs}/u;
// atext (RFC 5322 §3.2.3) and, beyond ASCII, letters, marks and digits. Without "%" and "!", which some servers
// still read as a route to another mailbox.
const ATOM = /^(?!\p{M})[\p{L}\p{Mn}\p{Mc}\p{Nd}#$&'*+/=?^_`{|}~-]+$/u;
// All of it is atext, but a mail program that decodes it in a header (RFC 2047) sees another address.
const ENCODED_WORD = '=?';

const octets = (text: string): number => Buffer.byteLength(text, 'utf8');

// NFC can lengthen a string, and the composed form must stay an address too.
const longestOctets = (text: string): number => Math.max(octets(text), octets(text.normalize('NFC')));

const looksLikeAscii = (character: string): boolean =>
  NOT_ASCII.test(character) && /\p{ASCII}/u.test(character.normalize('NFKC'));

function faultOfWhole(input: string): AddressFault | undefined {
  if (input === '') return 'empty';
  // The cheap bound comes first: an octet count is never smaller than a count of UTF-16 units.
  if (input.length > MAX_ADDRESS_OCTETS || octets(input) > MAX_ADDRESS_OCTETS) return 'too-long';
  if (INVISIBLE.test(input)) return 'invisible-character';
  if (NOT_BARE.test(input)) return 'not-bare';
  if (SPACE.test(input)) return 'space';
  if (Array.from(input).some(looksLikeAscii)) return 'look-alike';
  return undefined;
}

function faultOfLocal(local: string): AddressFault | undefined {
  if (local === '') return 'local-empty';
  if (longestOctets(local) > MAX_LOCAL_OCTETS) return 'local-too-long';
  // The composed form is the one checked, since NFC makes a symbol of "=" and a combining stroke.
  const composed = local.normalize('NFC');
  const atoms = composed.split('.');
  if (atoms.includes('')) return 'local-dot';
  if (!atoms.every((atom) => ATOM.test(atom)) || composed.includes(ENCODED_WORD)) return 'local-character';
  return undefined;
}

const refused = (reason: AddressFault): AddressReading => ({ ok: false, reason });

/**
 * The one grammar for addresses: a dot-string local part (RFC 5321 §4.1.2, beyond ASCII RFC 6531 §3.3) and a domain
 * of two or more labels. It refuses rather than repairs: quoted local parts, comments, groups, lists, display
 * names, literals, routes, controls and surrounding spaces are all faults, so that every parser further on reads
 * the one mailbox that the person typed. Never throws; the time is bounded whatever the input.
 */
export function parseEmailAddress(input: string): AddressReading {
  const fault = faultOfWhole(input);
  if (fault) return refused(fault);
  const at = input.indexOf('@');
  if (at < 0) return refused('no-at');
  if (input.includes('@', at + 1)) return refused('several-at');

  const local = input.slice(0, at);
  const localFault = faultOfLocal(local);
  if (localFault) return refused(localFault);

  const domain = input.slice(at + 1);
  const reading = readDomain(domain);
  if (!reading.ok) return refused(reading.reason);
  const { ascii: asciiDomain, suspicious } = reading;
  if (longestOctets(local) + 1 + asciiDomain.length > MAX_ADDRESS_OCTETS) return refused('too-long');
  return { ok: true, address: new EmailAddress({ local, domain, asciiDomain, suspicious }) };
}

/** Takes away leading and trailing spaces (U+0020 only), which a phone's keyboard adds. For the form, before it parses. */
export function trimTyped(input: string): string {
  let start = 0;
  let end = input.length;
  while (start < end && input[start] === ' ') start += 1;
  while (end > start && input[end - 1] === ' ') end -= 1;
  return input.slice(start, end);
}

/** The form for RCPT TO and To: as typed, but a domain that is not ASCII becomes A-labels (RFC 5891 §4.4). */
export function forTheWire(address: EmailAddress): string {
  return NOT_ASCII.test(address.domain) ? `${address.local}@${address.asciiDomain}` : address.asTyped;
}

/**
 * The form that the blind index is computed from, never mailed: NFC, the domain in lower-case A-labels, A–Z in the
 * local part to a–z. Other letters keep their case, and dots and "+tag" stay (RFC 5321 §2.4, RFC 5233). It is an
 * address itself, and its own normal form.
 */
export function normaliseForIndex(address: EmailAddress): string {
  const lower = address.local.normalize('NFC').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  // Composed once more: "j" with a caron has a composed form, "J" with a caron has none.
  return `${lower.normalize('NFC')}@${address.asciiDomain}`;
}

const EXAMPLE_DOMAIN = /(?:^|\.)(?:test|invalid|localhost|example|example\.(?:com|net|org))$/;

/** Whether the domain is set aside for tests and examples (RFC 2606, RFC 6761), so that no mail ever reaches it. */
export function isReservedForExamples(address: EmailAddress): boolean {
  return EXAMPLE_DOMAIN.test(address.asciiDomain);
}

const ROLE =
  /^(?:info|marketing|sales|support|abuse|noc|security|postmaster|hostmaster|usenet|news|webmaster|www|uucp|ftp|.+-request)$/i;

/** Whether the local part names a role rather than a person (RFC 2142 §§3–6); such a mailbox often has many readers. */
export function isRoleAddress(address: EmailAddress): boolean {
  return ROLE.test(address.local);
}
