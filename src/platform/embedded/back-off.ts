const LONGEST = 30_000;
const STEADY = 60_000;

/** Waits between attempts: 1 s, 2 s, 4 s … at most 30 s; from the start again after a steady minute. */
export class BackOff {
  private faults = 0;
  private lastAttempt = 0;

  /** Waits for the next attempt's turn. Does not keep the process alive. */
  async wait(): Promise<void> {
    if (Date.now() - this.lastAttempt > STEADY) this.faults = 0;
    const milliseconds = Math.min(LONGEST, 1_000 * 2 ** this.faults++);
    await new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
    this.lastAttempt = Date.now();
  }
}
