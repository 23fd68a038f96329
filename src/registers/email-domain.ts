import { domainToASCII, domainToUnicode } from 'node:url';

export type DomainFault = 'domain-empty' | 'domain-single-label' | 'domain-label';

export type DomainReading =
  | { readonly ok: true; readonly ascii: string; readonly suspicious: boolean }
  | { readonly ok: false; readonly reason: DomainFault };

// Letters, marks and decimal digits are what IDNA2008 lets into a U-label (RFC 5892 §2.1), and the middle dot
// only as in Catalan "l·l" (A.3). Symbols and emoji are no hostnames, and everything else with a meaning in a
// URL (% / : # ?) must never reach domainToASCII, which decodes, cuts or drops it without a word.
const LABEL = /^(?!-)(?:[\p{L}\p{Mn}\p{Mc}\p{Nd}-]|(?<=l)·(?=l))+(?<!-)$/u;
const ASCII_LABEL = /^[a-z0-9-]{1,63}$/;
const ALL_DIGITS = /^\p{Nd}+$/u;

// The three scripts that share letter shapes (UTS #39 §5.2); two of them in one label is how a name is faked.
const CONFUSABLE_SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

const mixesScripts = (label: string): boolean =>
  CONFUSABLE_SCRIPTS.filter((script) => script.test(label)).length > 1;

/**
 * Reads the domain of an address: at least two labels, each an LDH label or an IDN label in either form
 * (RFC 5321 §4.1.2, RFC 5890 §2.3), the last one not a number (RFC 3696 §2).
 *
 * Only letter case and NFC may differ between what was typed and what a look-up would use. A name that UTS #46
 * would map to another one is refused, and so is an A-label that is not the encoding of its own U-label.
 *
 * @param typed the part after the "@", already bounded in length
 * @returns `ascii`: the A-label form in lower case. `suspicious`: a label mixes Latin, Cyrillic or Greek
 */
export function readDomain(typed: string): DomainReading {
  if (typed === '') return { ok: false, reason: 'domain-empty' };
  const labels = typed.normalize('NFC').toLowerCase().normalize('NFC').split('.');
  if (!labels.every((label) => LABEL.test(label))) return { ok: false, reason: 'domain-label' };
  if (labels.length < 2) return { ok: false, reason: 'domain-single-label' };

  const ascii = domainToASCII(typed);
  const unicode = domainToUnicode(ascii);
  const unicodeLabels = unicode.split('.');
  const asTyped = ascii
    .split('.')
    .every((label, at) => ASCII_LABEL.test(label) && [label, unicodeLabels[at]].includes(labels[at]));
  const stable = domainToASCII(unicode) === ascii && unicodeLabels.every((label) => LABEL.test(label));
  if (!asTyped || !stable || ALL_DIGITS.test(unicodeLabels.at(-1) ?? '')) {
    return { ok: false, reason: 'domain-label' };
  }
  return { ok: true, ascii, suspicious: unicodeLabels.some(mixesScripts) };
}
