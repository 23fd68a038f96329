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
