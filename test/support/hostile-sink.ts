import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Where in the dialogue a mail server may misbehave. `body`: the first bytes of the message have come. */
export type Stage = 'greeting' | 'mail' | 'rcpt' | 'data' | 'body' | 'dot' | 'rset';

/** A reply line, `drop` to break the connection off without one, or undefined for the usual yes. */
export type Answer = string | undefined;

export interface Attempt {
  /** The whole line, with its parameters. */
  mailFrom: string;
  /** The whole line, as bytes would show it (UTF-8 read as UTF-8). */
  rcptTo: string;
  /** As it was on the wire, dots stuffed, up to and with the last CRLF before the final dot. */
  wire: Buffer;
}

const YES: Record<Stage, string> = {
  greeting: '220 hostile.example ESMTP',
  mail: '250 2.1.0 ok',
  rcpt: '250 2.1.5 ok',
  data: '354 go ahead',
  body: '',
  dot: '250 2.0.0 ok',
  rset: '250 2.0.0 ok',
};

/** A mail server that answers each step as it is told to, and takes messages byte for byte. */
export class HostileSink {
  /** Every message that came to its final dot, whatever was answered. */
  readonly attempts: Attempt[] = [];
  /** Those that were answered with 2xx. */
  readonly accepted: Attempt[] = [];
  connections = 0;
  answer: (stage: Stage, recipient: string) => Answer | Promise<Answer> = () => undefined;
  #server: Server;
  #sockets = new Set<Socket>();
  #port = 0;

  constructor(private readonly extensions: readonly string[] = ['8BITMIME', 'SMTPUTF8']) {
    this.#server = createServer((socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
      void this.#serve(socket);
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

  async #serve(socket: Socket): Promise<void> {
    let mailFrom = '';
    let rcptTo = '';
    let recipient = '';
    let waiting = Buffer.alloc(0);
    const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const upTo = async (end: string, onFirst?: () => Promise<boolean>): Promise<Buffer | undefined> => {
      let first = true;
      for (;;) {
        if (first && waiting.length > 0 && onFirst) {
          first = false;
          if (!(await onFirst())) return undefined;
        }
        const at = waiting.indexOf(end);
        if (at >= 0) {
          const taken = waiting.subarray(0, at + end.length);
          waiting = waiting.subarray(at + end.length);
          return taken;
        }
        const next = await chunks.next().catch(() => ({ done: true as const, value: undefined }));
        if (next.done || !next.value) return undefined;
        waiting = Buffer.concat([waiting, next.value]);
      }
    };
    const say = async (stage: Stage): Promise<boolean> => {
      const reply = (await this.answer(stage, recipient)) ?? YES[stage];
      if (reply === 'drop') {
        socket.destroy();
        return false;
      }
      if (reply !== '') socket.write(`${reply}\r\n`);
      return reply === '' || /^[23]/.test(reply);
    };

    if (!(await say('greeting'))) {
      socket.end();
      return;
    }
    for (;;) {
      const line = (await upTo('\r\n'))?.toString('utf8').trimEnd();
      if (line === undefined) return;
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO')
        socket.write(['hostile.example', ...this.extensions, 'HELP'].map(ehloLine).join(''));
      else if (verb === 'MAIL') {
        mailFrom = line;
        await say('mail');
      } else if (verb === 'RCPT') {
        rcptTo = line;
        recipient = /<(.*?)>/.exec(line)?.[1] ?? '';
        await say('rcpt');
      } else if (verb === 'RSET') await say('rset');
      else if (verb === 'QUIT') {
        socket.end('221 2.0.0 bye\r\n');
        return;
      } else if (verb === 'DATA') {
        if (!(await say('data'))) continue;
        const body = await upTo('\r\n.\r\n', () => say('body'));
        if (!body) return;
        const attempt = { mailFrom, rcptTo, wire: Buffer.from(body.subarray(0, -3)) };
        this.attempts.push(attempt);
        if (await say('dot')) this.accepted.push(attempt);
      } else socket.write('502 5.5.1 what\r\n');
    }
  }
}

function ehloLine(text: string, at: number, all: string[]): string {
  return `250${at === all.length - 1 ? ' ' : '-'}${text}\r\n`;
}

/** A message as it was before its dots were stuffed (RFC 5321 §4.5.2). */
export function unstuffed(wire: Buffer): Buffer {
  return Buffer.from(wire.toString('latin1').replace(/^\.\./gm, '.'), 'latin1');
}
