/** So many pieces of work at once, and no more: whoever comes next waits for a place. */
export class Lanes {
  #busy = 0;
  #tellFree: (() => void)[] = [];

  constructor(private readonly atOnce: number) {}

  /** Begins a piece of work once there is room for it. The work sees to its own faults. */
  async begin(work: () => Promise<void>): Promise<void> {
    await this.#until(this.atOnce - 1);
    this.#busy += 1;
    void work().finally(() => {
      this.#busy -= 1;
      for (const tell of this.#tellFree.splice(0)) tell();
    });
  }

  /** Until nothing is under way. */
  idle(): Promise<void> {
    return this.#until(0);
  }

  async #until(busy: number): Promise<void> {
    while (this.#busy > busy) await new Promise<void>((resolve) => this.#tellFree.push(resolve));
  }
}
