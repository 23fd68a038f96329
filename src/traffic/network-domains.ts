import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A file of networks and their domains, of which one line does not hold. */
export class NetworkDomainsError extends Error {}

type Family = 'ipv4' | 'ipv6';

const DOMAIN = /^(?=.{1,100}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** Which domain a network belongs to, by the operator's own table: the longest prefix counts. */
export class NetworkDomains {
  /** By length of the prefix, the longest first. */
  readonly #lengths: Record<Family, { bits: number; domains: Map<string, string> }[]> = {
    ipv4: [],
    ipv6: [],
  };

  /**
   * @param path lines of `prefix<TAB>domain`, as in `192.0.2.0/24<TAB>fjellhallen.example`; `#` begins a remark
   * @throws NetworkDomainsError naming file and line
   */
  static read(path: string): NetworkDomains {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      throw new NetworkDomainsError(
        `NETWORK_DOMAINS: ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}).`,
        { cause: error },
      );
    }
    const table = new NetworkDomains();
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      if (line.trim() === '' || line.startsWith('#')) continue;
      if (!table.#take(line))
        throw new NetworkDomainsError(
          `NETWORK_DOMAINS: line ${index + 1} of ${path} is not a prefix such as 192.0.2.0/24, a tab and a domain.`,
        );
    }
    return table;
  }

  domainOf(ip: string): string | undefined {
    if (isIP(ip) === 0) return undefined;
    const address = ipaddr.process(ip);
    const family = address.kind();
    if (this.#lengths[family].length === 0) return undefined;
    const bytes = address.toByteArray();
    for (const { bits, domains } of this.#lengths[family]) {
      const domain = domains.get(keyOf(bytes, bits));
      if (domain !== undefined) return domain;
    }
    return undefined;
  }

  #take(line: string): boolean {
    const [prefix = '', domain = '', ...more] = line.split('\t').map((part) => part.trim().toLowerCase());
    if (more.length > 0 || !DOMAIN.test(domain) || !ipaddr.isValidCIDR(prefix)) return false;
    const [address, bits] = ipaddr.parseCIDR(prefix);
    const family = address.kind();
    let found = this.#lengths[family].find((one) => one.bits === bits);
    if (!found) {
      found = { bits, domains: new Map() };
      this.#lengths[family].push(found);
      this.#lengths[family].sort((a, b) => b.bits - a.bits);
    }
    found.domains.set(keyOf(address.toByteArray(), bits), domain);
    return true;
  }
}

/** The first bits of an address, as text. */
function keyOf(bytes: readonly number[], bits: number): string {
  const whole = bits >> 3;
  const rest = bits & 7;
  const key = String.fromCharCode(...bytes.slice(0, whole));
  return rest === 0 ? key : key + String.fromCharCode(bytes[whole]! & (0xff << (8 - rest)));
}
