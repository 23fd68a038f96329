/** Counts per key in a window of ten minutes, in memory only. Keys are networks or domains, forgotten when it ends. */
export class RateLimit {
  readonly #counts = new Map<string, number>();
  #windowEnds = 0;
  #forgetting: NodeJS.Timeout | undefined;

  constructor(
    private readonly atMost: number,
    private readonly windowMs = 600_000,
  ) {}

  /** Counts one. Undefined when it is within the limit, otherwise the seconds until the next window. */
  exceeded(key: string, now = Date.now()): number | undefined {
    if (now >= this.#windowEnds || this.#counts.size > 100_000) {
      this.#counts.clear();
      this.#windowEnds = now + this.windowMs;
      clearTimeout(this.#forgetting);
      this.#forgetting = setTimeout(() => this.#counts.clear(), this.windowMs).unref();
    }
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count > this.atMost ? Math.ceil((this.#windowEnds - now) / 1000) : undefined;
  }

  /** Takes back the last one that was counted: it was as it should be. */
  forgive(key: string): void {
    const count = this.#counts.get(key);
    if (count !== undefined) this.#counts.set(key, count - 1);
  }
}

/** The network that one visitor may be assumed to own: an IPv4 address, or the /64 of an IPv6 one. */
export function networkOf(ip: string): string {
  if (!ip.includes(':')) return ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped) return mapped[1]!;
  const [head = '', tail] = ip.split('%', 1)[0]!.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const middle = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<string>(Math.max(middle, 0)).fill('0'), ...right].slice(0, 4).join(':');
}

/** The part of an address that names a network of many: the /24 of an IPv4 address, the /48 of an IPv6 one. */
export function prefixOf(ip: string): string {
  const network = networkOf(ip);
  if (network.includes(':')) return `${network.split(':').slice(0, 3).join(':')}::/48`;
  return `${network.split('.').slice(0, 3).join('.')}.0/24`;
}
