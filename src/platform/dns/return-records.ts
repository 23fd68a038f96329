import type { Resolver } from 'node:dns/promises';
import { type Found, findDmarc, findSpf } from './policy-records.js';

/** What DNS says of a domain that mail comes back to. */
export interface ReturnRecords {
  /** Where its mail goes; empty for nowhere, null where it could not be asked. */
  mx: readonly string[] | null;
  spf: Found;
}

export async function readReturnRecords(
  domain: string,
  resolver: Pick<Resolver, 'resolveMx' | 'resolveTxt'>,
): Promise<ReturnRecords> {
  const mx = resolver
    .resolveMx(domain)
    .then((records) => records.map(({ exchange }) => exchange.toLowerCase()))
    .catch((error: unknown) => {
      const { code } = error as NodeJS.ErrnoException;
      return code === 'ENODATA' || code === 'ENOTFOUND' ? [] : null;
    });
  return { mx: await mx, spf: await findSpf(domain, resolver) };
}

/**
 * Whether SPF for the one domain speaks for the other under relaxed alignment (RFC 9989): they lie under one that has
 * a DMARC record. Without a resolver only what is plain from the names: the one lies under the other.
 */
export async function isAligned(
  returns: string,
  from: string,
  resolver?: Pick<Resolver, 'resolveTxt'>,
): Promise<boolean> {
  if (returns === from || returns.endsWith(`.${from}`) || from.endsWith(`.${returns}`)) return true;
  const common = commonSuffix(returns, from);
  if (common === undefined || !resolver) return false;
  return (await findDmarc(common, resolver)) === 'there';
}

/** What two names end with alike, of two labels or more: what is above belongs to nobody. */
function commonSuffix(one: string, other: string): string | undefined {
  const [a, b] = [one.split('.').toReversed(), other.split('.').toReversed()];
  const alike = a.findIndex((label, index) => label !== b[index]);
  const labels = a.slice(0, alike < 0 ? a.length : alike);
  return labels.length < 2 ? undefined : labels.toReversed().join('.');
}
