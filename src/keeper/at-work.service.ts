import { Injectable } from '@nestjs/common';

/** What this keeper is at work on. One piece of work is done once at a time here, whoever asks: a job or the poll. */
@Injectable()
export class AtWork {
  readonly #on = new Set<string>();
  readonly #again = new Set<string>();

  isOn(work: string): boolean {
    return this.#on.has(work);
  }

  /** Does it, or has whoever is at it look once more: what has just come may have been missed. */
  async run(work: string, act: () => Promise<unknown>): Promise<void> {
    if (this.#on.has(work)) {
      this.#again.add(work);
      return;
    }
    this.#on.add(work);
    try {
      do {
        this.#again.delete(work);
        await act();
      } while (this.#again.has(work));
    } finally {
      this.#on.delete(work);
    }
  }
}
