import type { Resolver } from 'node:dns/promises';
import type { DataSource } from 'typeorm';
import { findDmarc, findSpf } from '../platform/dns/policy-records.js';
import { readHouse } from '../registers/house.queries.js';
import { relaysInUse } from '../registers/relays.queries.js';

/** What to put into DNS beside the keys. With a resolver, only what is found to be missing. */
export async function policyAdvice(
  database: DataSource,
  domain: string,
  resolver?: Resolver | 'off',
): Promise<string[]> {
  const looks = resolver !== undefined && resolver !== 'off';
  const [spf, dmarc] = looks
    ? await Promise.all([findSpf(domain, resolver), findDmarc(domain, resolver)])
    : (['missing', 'missing'] as const);
  return [
    ...(spf === 'missing'
      ? [
          looks
            ? '  SPF is missing: which servers may send for the domain.'
            : '  SPF says which servers may send for the domain.',
          '  Your relay tells you its own line, often with include:. If it has none, this may do:',
          `  ${domain}. 3600 IN TXT "v=spf1 ${await senders(database)} ~all"`,
        ]
      : []),
    ...(dmarc === 'missing'
      ? [
          looks
            ? '  DMARC is missing: what receivers do with mail that claims the domain and is not signed.'
            : '  DMARC says what receivers do with mail that claims the domain and is not signed. To begin with:',
          ...(looks ? ['  To begin with:'] : []),
          `  _dmarc.${domain}. 3600 IN TXT "v=DMARC1; p=none"`,
        ]
      : []),
    ...(spf === 'unknown' || dmarc === 'unknown' ? ['  SPF and DMARC could not all be looked up.'] : []),
  ];
}

/** The relays as far as they are known; mail that this machine sends itself comes from where the house is found. */
async function senders(database: DataSource): Promise<string> {
  const relays = await relaysInUse(database);
  const { publicUrl } = await readHouse(database);
  const hosts = relays.map(({ host, security }) =>
    security === 'plain' ? publicUrl && new URL(publicUrl).hostname : host,
  );
  const named = [...new Set(hosts)].filter((host) => host !== null && host !== 'localhost');
  return named.length > 0 ? named.map((host) => `a:${host}`).join(' ') : 'a:mail.example.org';
}
