import type { Resolver } from 'node:dns/promises';

export type Found = 'there' | 'missing' | 'unknown';

type TxtResolver = Pick<Resolver, 'resolveTxt'>;

/** Whether a domain says who may send for it (RFC 7208 §4.5). */
export function findSpf(domain: string, resolver: TxtResolver): Promise<Found> {
  return findTxt(domain, /^v=spf1( |$)/i, resolver);
}

/** Whether a domain, or one above it, says what becomes of mail that nobody has signed (DMARC). */
export async function findDmarc(domain: string, resolver: TxtResolver): Promise<Found> {
  const labels = domain.split('.');
  const names = labels.slice(0, -1).map((_, index) => `_dmarc.${labels.slice(index).join('.')}`);
  const found = await Promise.all(names.map((name) => findTxt(name, /^v=DMARC1\s*(;|$)/, resolver)));
  if (found.includes('there')) return 'there';
  return found.includes('unknown') ? 'unknown' : 'missing';
}

async function findTxt(name: string, wanted: RegExp, resolver: TxtResolver): Promise<Found> {
  try {
    const records = await resolver.resolveTxt(name);
    return records.some((strings) => wanted.test(strings.join(''))) ? 'there' : 'missing';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENODATA' || code === 'ENOTFOUND' ? 'missing' : 'unknown';
  }
}
