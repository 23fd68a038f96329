import type { Resolver } from 'node:dns/promises';
import { isAligned, readReturnRecords } from '../platform/dns/return-records.js';

export interface ReturnsHere {
  /** The domain that mail comes back to. */
  domain: string;
  /** Where the receiver is found. */
  host: string;
  /** The domains that mail is from. */
  senders: readonly string[];
}

/** What to put into DNS for it; with a resolver, also what is missing there. `well`: nothing was found missing. */
export async function returnAdvice(
  { domain, host, senders }: ReturnsHere,
  resolver: Resolver | 'off',
): Promise<{ lines: string[]; well: boolean }> {
  const asks = resolver === 'off' ? undefined : resolver;
  const found = asks && (await readReturnRecords(domain, asks));
  const aligned = await Promise.all(senders.map((from) => isAligned(domain, from, asks)));
  const apart = senders.filter((_, index) => !aligned[index]);
  const faults = [
    ...(found?.mx?.length === 0 ? [`  MX is missing: nothing that comes back is received.`] : []),
    ...(found?.mx === null ? ['  MX could not be looked up.'] : []),
    ...(found?.spf === 'missing'
      ? ['  SPF is missing: servers may refuse what is sent with this domain.']
      : []),
    ...(found?.spf === 'unknown' ? ['  SPF could not be looked up.'] : []),
  ];
  return {
    well: faults.length === 0,
    lines: [
      '  Its records, where the receiver is found and who may send with it. Your relay tells you its own line for SPF:',
      `  ${domain}. 3600 IN MX 10 ${host}.`,
      `  ${domain}. 3600 IN TXT "v=spf1 include:<your relay> ~all"`,
      ...(found ? ['', ...(faults.length > 0 ? faults : ['  DNS has both.'])] : []),
      ...apart.flatMap((from) => [
        '',
        `  ${domain} does not lie under ${from}, so for mail from there SPF does not count for DMARC: it rests on the`,
        `  signature alone. A domain such as returns.${from} avoids that.`,
      ]),
    ],
  };
}
