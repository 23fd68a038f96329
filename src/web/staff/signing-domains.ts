import { domainToASCII } from 'node:url';
import type { DataSource } from 'typeorm';
import { keyRecord, keyRecordName, type RecordVerdict } from '../../platform/dns/dkim-record.js';
import { type DkimKeyRow, readDkimKeys } from '../../registers/dkim-key.queries.js';
import { senderDomains } from '../../registers/sender-domains.queries.js';
import { isFound, pairIn, signingPair, type SigningPair } from '../../registers/signing-pair.js';
import type { SigningDomain } from './pages/signing-section.js';

/** Every domain that mail is sent from, as the page about sending shows it. */
export async function signingDomains(database: DataSource): Promise<SigningDomain[]> {
  const [domains, keys] = await Promise.all([senderDomains(database), readDkimKeys(database)]);
  return domains.map((domain) =>
    signingOf(
      domain,
      keys.filter((key) => key.domain === domain),
    ),
  );
}

/** Why mail from an address could not be signed, going by what DNS was last seen to say; undefined when it can be. */
export async function whyUnsigned(
  database: DataSource,
  address: string,
): Promise<'no-key' | Exclude<RecordVerdict, 'published'> | undefined> {
  const pair = signingPair(await readDkimKeys(database, domainToASCII(address.split('@').at(-1)!)));
  if (!pair) return 'no-key';
  const missing = pair.find((key) => !isFound(key));
  if (!missing) return undefined;
  const { checkResult } = missing;
  return checkResult === null || checkResult === 'published' ? 'not-published' : checkResult;
}

function signingOf(domain: string, keys: readonly DkimKeyRow[]): SigningDomain {
  const active = pairIn(keys, 'active');
  const waiting = pairIn(keys, 'waiting');
  const wanted = [...(active ?? []), ...(waiting ?? [])];
  const looks = wanted.flatMap(({ checkedAt }) => (checkedAt ? [checkedAt.getTime()] : []));
  return {
    domain,
    state: stateOf(active, waiting),
    checkedAt: looks.length > 0 ? new Date(Math.max(...looks)) : null,
    missing: wanted
      .filter((key) => !isFound(key))
      .map((key) => ({
        name: keyRecordName(key.selector, domain),
        value: keyRecord(key),
        seen: key.checkResult === 'published' ? null : key.checkResult,
      })),
  };
}

function stateOf(active: SigningPair | undefined, waiting: SigningPair | undefined): SigningDomain['state'] {
  if (!active) return waiting ? 'waiting' : 'no-keys';
  if (!active.every(isFound)) return 'broken';
  return waiting ? 'renewing' : 'works';
}
