import { Resolver } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { getDomain } from 'tldts';

const TIMEOUT_MS = 2000;
const AT_ONCE = 20;
const PER_SECOND = 50;
const REMEMBERED = 10_000;

/**
 * Asks a resolver on this machine for the name of a network, and keeps its registered domain until the day is over. Of
 * the visitor it asks nothing: only for the first address of their /24 or /48. Nobody waits for it; what is too much is
 * not asked.
 */
export class LocalResolver {
  readonly #resolver: Resolver;
  readonly #known = new Map<string, string | null>();
  #asking = 0;
  #asked = 0;
  #second = 0;

  /** @param server such as `127.0.0.1`, or `127.0.0.1:5353` */
  constructor(server: string) {
    this.#resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 });
    this.#resolver.setServers([server]);
  }

  /**
   * @param network a /24 or /48, as prefixOf writes it
   * @param then told once, when it is known: the domain, or null where there is none
   */
  domainOf(network: string, then: (domain: string | null) => void): void {
    const known = this.#known.get(network);
    if (known !== undefined) {
      then(known);
      return;
    }
    if (!this.#mayAsk()) {
      then(null);
      return;
    }
    this.#asking += 1;
    void this.#ask(network)
      .then((domain) => {
        if (this.#known.size >= REMEMBERED) this.#known.clear();
        this.#known.set(network, domain);
        then(domain);
      })
      .finally(() => (this.#asking -= 1));
  }

  forget(): void {
    this.#known.clear();
  }

  #mayAsk(): boolean {
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#asked = 0;
    }
    if (this.#asking >= AT_ONCE || this.#asked >= PER_SECOND) return false;
    this.#asked += 1;
    return true;
  }

  async #ask(network: string): Promise<string | null> {
    try {
      const [address] = ipaddr.parseCIDR(network);
      if (address.range() !== 'unicast') return null;
      const first =
        address.kind() === 'ipv4' ? network.replace(/0\/24$/, '1') : network.replace(/\/48$/, '1');
      const [name] = await this.#resolver.reverse(first);
      const domain = name === undefined ? null : getDomain(name);
      return domain !== null && domain.length <= 100 ? domain : null;
    } catch {
      return null;
    }
  }
}
