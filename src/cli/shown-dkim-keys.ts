import { keyRecord, keyRecordName } from '../platform/dns/dkim-record.js';
import type { DkimKeyRow } from '../registers/dkim-key.queries.js';

const DAY_MS = 86_400_000;
/** How long receivers may still look an old key up: mail is tried for five days, and some arrives late. */
const RECORD_KEPT_DAYS = 7;
const LONGEST_STRING = 255;

/** What `jatakk dkim` prints of one domain. Times in UTC; nothing in it is secret. */
export function shownDomain(domain: string, keys: readonly DkimKeyRow[]): string[] {
  const of = (state: DkimKeyRow['state']) => keys.filter((key) => key.state === state);
  const [active, waiting, retired] = [of('active'), of('waiting'), of('retired')];
  const lines = [domain, ''];
  if (active.length > 0) lines.push('  Mail is signed with these keys:', ...active.map(shownKey), '');
  if (waiting.length > 0) {
    const until =
      active.length > 0
        ? 'These new keys take over once both of their records are in DNS:'
        : 'These keys wait until both of their records are in DNS:';
    lines.push(`  ${until}`, ...waiting.map(shownKey), '');
  }
  const wanted = [...active, ...waiting];
  if (wanted.length > 0) lines.push('  These records must be in DNS:', '', ...wanted.flatMap(shownRecord));
  if (retired.length > 0)
    lines.push('  These keys sign no more; their records may go:', ...retired.map(shownRetired), '');
  return lines;
}

/** One key's record, for a form on a web page and for a zone file. */
function shownRecord(key: DkimKeyRow): string[] {
  const name = keyRecordName(key.selector, key.domain);
  const value = keyRecord(key);
  return [
    `  Name   ${name}`,
    '  Type   TXT',
    `  Value  ${value}`,
    '  or, as a line of a zone file:',
    `  ${name}. 3600 IN TXT ( ${inStrings(value)} )`,
    '',
  ];
}

/** A TXT record is made of strings of at most 255 bytes (RFC 1035 §3.3.14). */
function inStrings(value: string): string {
  const strings = value.match(new RegExp(`.{1,${LONGEST_STRING}}`, 'g')) ?? [];
  return strings.map((string) => `"${string}"`).join(' ');
}

function shownKey(key: DkimKeyRow): string {
  return `    ${named(key)}  ${lastCheck(key)}`;
}

function shownRetired(key: DkimKeyRow): string {
  const from = new Date(key.retiredAt!.getTime() + RECORD_KEPT_DAYS * DAY_MS).toISOString().slice(0, 10);
  return `    ${named(key)}  from ${from} on: ${keyRecordName(key.selector, key.domain)}`;
}

function named({ selector, algorithm }: DkimKeyRow): string {
  return `${selector.padEnd(18)}  ${algorithm === 'rsa-sha256' ? 'RSA    ' : 'Ed25519'}`;
}

function lastCheck({ checkResult, checkedAt }: DkimKeyRow): string {
  if (!checkResult || !checkedAt) return 'not looked up yet';
  return `${VERDICTS[checkResult]} (looked up ${checkedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC)`;
}

export const VERDICTS: Record<NonNullable<DkimKeyRow['checkResult']>, string> = {
  published: 'its record is in DNS',
  'not-published': 'its record is not in DNS',
  'other-key': 'DNS has another record there, or several',
  'dns-away': 'DNS could not be asked',
};
