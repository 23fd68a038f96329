import type { Socket } from 'node:net';

/** What is done once so many bytes have come; false ends the reading. */
export type Milestone = [bytes: number, reached: () => Promise<boolean>];

/** Reads a connection up to one mark after another. What comes after a mark waits for the next reading. */
export class WireReader {
  #waiting = Buffer.alloc(0);
  readonly #chunks: AsyncIterator<Buffer>;

  constructor(socket: Socket) {
    this.#chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** Everything up to and with `end`; undefined when the connection, or a milestone, ends it before. */
  async upTo(end: string, ...milestones: Milestone[]): Promise<Buffer | undefined> {
    let from = 0;
    for (;;) {
      while (milestones.length > 0 && this.#waiting.length >= milestones[0]![0])
        if (!(await milestones.shift()![1]())) return undefined;
      const at = this.#waiting.indexOf(end, from);
      if (at >= 0) {
        const taken = this.#waiting.subarray(0, at + end.length);
        this.#waiting = this.#waiting.subarray(at + end.length);
        return taken;
      }
      from = Math.max(0, this.#waiting.length - end.length);
      const next = await this.#chunks.next().catch(() => ({ done: true as const, value: undefined }));
      if (next.done || !next.value) return undefined;
      this.#waiting = Buffer.concat([this.#waiting, next.value]);
    }
  }
}
