import { Resolver } from 'node:dns/promises';

/**
 * What DNS says of a domain as a place to send mail to. `unknown` (no answer in time, a failing server, look-ups
 * switched off) is no reason to refuse anybody.
 */
export type DomainVerdict = 'exists' | 'does-not-exist' | 'accepts-no-mail' | 'unknown';

/** The three questions that are asked; node's Resolver answers them. */
export type MailResolver = Pick<Resolver, 'resolveMx' | 'resolve4' | 'resolve6'>;

export interface LookUpOptions {
  readonly resolver: MailResolver | 'off';
  /** For all questions together, in milliseconds. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 1000;
const KEPT_FOR_MS = 10 * 60 * 1000;
const KEPT_AT_MOST = 1000;

/**
 * @param servers "system", "off", or addresses with optional ports, as in "127.0.0.1:5353, [::1]:53"
 * @throws ERR_INVALID_IP_ADDRESS where an address is not one, so that a typing error shows at start
 */
export function resolverFor(servers: string): Resolver | 'off' {
  if (servers === 'off') return 'off';
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 });
  if (servers !== 'system') resolver.setServers(servers.split(',').map((server) => server.trim()));
  return resolver;
}

/**
 * Asks for MX, and where there is none for A and AAAA (RFC 5321 §5.1). An MX of "." alone means that the domain
 * takes no mail (RFC 7505 §3). Never rejects, and settles within the time given.
 */
export async function lookUpDomain(
  asciiDomain: string,
  { resolver, timeoutMs = TIMEOUT_MS }: LookUpOptions,
): Promise<DomainVerdict> {
  if (resolver === 'off') return 'unknown';
  let timer: NodeJS.Timeout | undefined;
  const outOfTime = new Promise<DomainVerdict>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, 'unknown');
  });
  try {
    return await Promise.race([askForMail(asciiDomain, resolver), outOfTime]);
  } finally {
    clearTimeout(timer);
  }
}

async function askForMail(domain: string, resolver: MailResolver): Promise<DomainVerdict> {
  const exchanges = await answer(resolver.resolveMx(domain));
  if (exchanges === 'failed') return 'unknown';
  if (exchanges === 'no-such-name') return 'does-not-exist';
  if (exchanges.length > 0) {
    return exchanges.every(({ exchange }) => exchange === '' || exchange === '.')
      ? 'accepts-no-mail'
      : 'exists';
  }
  const hosts = await Promise.all([answer(resolver.resolve4(domain)), answer(resolver.resolve6(domain))]);
  if (hosts.some((host) => Array.isArray(host) && host.length > 0)) return 'exists';
  return hosts.includes('failed') ? 'unknown' : 'does-not-exist';
}

/** The records (none where the name has none of this type), or why there is no telling. */
async function answer<Entry>(question: Promise<Entry[]>): Promise<Entry[] | 'no-such-name' | 'failed'> {
  try {
    return await question;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENODATA') return [];
    return code === 'ENOTFOUND' ? 'no-such-name' : 'failed';
  }
}

/**
 * A look-up that remembers for ten minutes, a thousand domains at most, and asks once for the same domain at the
 * same time. An `unknown` is forgotten at once. It holds domains only, in memory only.
 *
 * @param now milliseconds on a clock that never goes back
 */
export function rememberingLookUp(
  options: LookUpOptions,
  now: () => number = () => performance.now(),
): (asciiDomain: string) => Promise<DomainVerdict> {
  const kept = new Map<string, { readonly verdict: Promise<DomainVerdict>; readonly until: number }>();
  return (asciiDomain) => {
    const known = kept.get(asciiDomain);
    if (known && now() < known.until) return known.verdict;
    const verdict = lookUpDomain(asciiDomain, options);
    const entry = { verdict, until: now() + KEPT_FOR_MS };
    kept.delete(asciiDomain);
    kept.set(asciiDomain, entry);
    const [oldest] = kept.keys();
    if (kept.size > KEPT_AT_MOST && oldest !== undefined) kept.delete(oldest);
    void verdict.then((said) => {
      if (said === 'unknown' && kept.get(asciiDomain) === entry) kept.delete(asciiDomain);
    });
    return verdict;
  };
}
