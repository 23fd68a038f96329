import type { Socket } from 'node:net';

/** More than any server has to say in one reply; what says more is not talking SMTP. */
const LONGEST_REPLY = 64 * 1024;

/** The connection ended, or what came over it was no SMTP. */
export class LostConnection extends Error {
  constructor(readonly code: string) {
    super(`connection lost: ${code}`);
  }
}

/** Reads a server's replies one by one, whole (RFC 5321 §4.2.1). Of a reply of several lines the first is kept. */
export class ReplyReader {
  readonly #replies: string[] = [];
  #waiting: { resolve: (reply: string) => void; reject: (error: LostConnection) => void } | undefined;
  #rest = '';
  #first: string | undefined;
  #length = 0;
  #lost: LostConnection | undefined;

  constructor(private readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => this.#take(chunk.toString('latin1')));
    socket.on('error', (error: NodeJS.ErrnoException) => this.#lose(error.code ?? 'ECONNECTION'));
    socket.on('close', () => this.#lose('ECONNECTION'));
    socket.on('end', () => this.#lose('ECONNECTION'));
    socket.on('timeout', () => this.#lose('ETIMEDOUT'));
  }

  get lost(): boolean {
    return this.#lost !== undefined;
  }

  /** Replies that nobody has asked for yet. */
  get unread(): number {
    return this.#replies.length;
  }

  /** The first line of the next reply. What came before the connection was lost is read first. @throws LostConnection */
  next(): Promise<string> {
    const ready = this.#replies.shift();
    if (ready !== undefined) return Promise.resolve(ready);
    if (this.#lost) return Promise.reject(this.#lost);
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
  }

  #take(text: string): void {
    const received = this.#rest + text;
    let from = 0;
    for (let end = received.indexOf('\n'); end >= 0; end = received.indexOf('\n', from)) {
      this.#line(received.slice(from, received[end - 1] === '\r' ? end - 1 : end));
      from = end + 1;
    }
    this.#rest = received.slice(from);
    if (this.#length + this.#rest.length > LONGEST_REPLY) this.#lose('EPROTOCOL');
  }

  #line(line: string): void {
    // Behind a line that was no SMTP nobody knows what a reply answers.
    if (this.#lost) return;
    if (!/^[2-5]\d\d(?:[ -]|$)/.test(line)) {
      this.#lose('EPROTOCOL');
      return;
    }
    this.#first ??= line;
    this.#length += line.length;
    if (line[3] === '-') return;
    const reply = this.#first;
    this.#first = undefined;
    this.#length = 0;
    if (!this.#waiting) {
      this.#replies.push(reply);
      return;
    }
    this.#waiting.resolve(reply);
    this.#waiting = undefined;
  }

  #lose(code: string): void {
    if (this.#lost) return;
    this.#lost = new LostConnection(code);
    this.socket.destroy();
    this.#waiting?.reject(this.#lost);
    this.#waiting = undefined;
  }
}
