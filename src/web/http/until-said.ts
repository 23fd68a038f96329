import type { Logger } from '@nestjs/common';
import { faultCode } from '../../platform/fault-code.js';

const AGAIN_MS = 10_000;

/** Something web tells the database: where it is not heard it is said again, and nothing waits for it. */
export class UntilSaid {
  #again: NodeJS.Timeout | undefined;

  /** @param what is not told yet, as the log has it */
  constructor(
    private readonly log: Logger,
    private readonly what: string,
    private readonly tell: () => Promise<void>,
  ) {}

  async say(): Promise<void> {
    this.stop();
    try {
      await this.tell();
    } catch (error) {
      this.log.warn(`${this.what} (${faultCode(error)})`);
      this.#again = setTimeout(() => void this.say(), AGAIN_MS);
      this.#again.unref();
    }
  }

  stop(): void {
    clearTimeout(this.#again);
  }
}
