import type { DataSource } from 'typeorm';
import { keyRecord, keyRecordName } from '../../platform/dns/dkim-record.js';
import { type DkimKeyRow, readDkimKeys } from '../../registers/dkim-key.queries.js';
import { senderDomains } from '../../registers/sender-domains.queries.js';
import { isFound, pairIn, type SigningPair } from '../../registers/signing-pair.js';
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
