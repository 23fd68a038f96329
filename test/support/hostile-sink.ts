import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { type AnswerStage, type Attempt, converse } from './hostile-dialogue.js';

export type { Answer, Attempt, Stage } from './hostile-dialogue.js';

/** A mail server that answers each step as it is told to, and takes messages byte for byte. */
export class HostileSink {
  /** Every message that came to its final dot, whatever was answered. */
  readonly attempts: Attempt[] = [];
  /** Those that were answered with 2xx. */
  readonly accepted: Attempt[] = [];
  connections = 0;
  answer: AnswerStage = () => undefined;
  #server: Server;
  #sockets = new Set<Socket>();
  #port = 0;

  /** @param extensions what EHLO offers, beside HELP */
  constructor(extensions: readonly string[] = ['8BITMIME', 'SMTPUTF8']) {
    this.#server = createServer((socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
      void converse(socket, {
        extensions,
        answer: (stage, recipient) => this.answer(stage, recipient),
        tell: (attempt, moment) => (moment === 'came' ? this.attempts : this.accepted).push(attempt),
      });
    });
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  acceptedBy(recipient: string): Attempt[] {
    return this.accepted.filter(({ rcptTo }) => rcptTo.includes(`<${recipient}>`));
  }

  attemptsFor(recipient: string): Attempt[] {
    return this.attempts.filter(({ rcptTo }) => rcptTo.includes(`<${recipient}>`));
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

/** A message as it was before its dots were stuffed (RFC 5321 §4.5.2). */
export function unstuffed(wire: Buffer): Buffer {
  return Buffer.from(wire.toString('latin1').replace(/^\.\./gm, '.'), 'latin1');
}
