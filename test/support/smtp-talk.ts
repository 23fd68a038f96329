import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectByTls, type TLSSocket } from 'node:tls';

/** One client's side of SMTP, octet by octet, as polite or as rude as a test wants it. */
export class SmtpTalk {
  #heard = '';
  #wake: () => void = () => undefined;
  #ended = false;

  private constructor(public socket: Socket) {
    this.#listen(socket);
  }

  #listen(socket: Socket): void {
    socket.on('data', (octets: Buffer) => {
      this.#heard += octets.toString('latin1');
      this.#wake();
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** Connected, before anything was said. */
  static async to(port: number): Promise<SmtpTalk> {
    const socket = connect({ host: '127.0.0.1', port });
    await once(socket, 'connect');
    return new SmtpTalk(socket);
  }

  /** Connected and greeted. */
  static async greeted(port: number, hello = 'EHLO mx.reader.example'): Promise<SmtpTalk> {
    const talk = await SmtpTalk.to(port);
    await talk.hears();
    await talk.says(hello);
    return talk;
  }

  /** After 220 to STARTTLS: from now on everything goes by TLS, with a server that has this certificate and no other. */
  async secures(ca: string): Promise<TLSSocket> {
    this.socket.removeAllListeners();
    const secure = connectByTls({ socket: this.socket, ca, host: '127.0.0.1' });
    await once(secure, 'secureConnect');
    this.socket = secure;
    this.#listen(secure);
    return secure;
  }

  /** The next whole reply; what was said so far, if the other side is gone. */
  async hears(): Promise<string> {
    for (;;) {
      const reply = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\r?\n/.exec(this.#heard)?.[0];
      if (reply) {
        this.#heard = this.#heard.slice(reply.length);
        return reply.trimEnd();
      }
      if (this.#ended) return this.#heard;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  writes(octets: string | Buffer): void {
    this.socket.write(octets);
  }

  async says(line: string): Promise<string> {
    this.writes(`${line}\r\n`);
    return this.hears();
  }

  /** The envelope and 354; the first refusal where there is one. */
  async begins(from: string, ...recipients: string[]): Promise<string> {
    const replies = [await this.says(`MAIL FROM:<${from}>`)];
    for (const recipient of recipients) replies.push(await this.says(`RCPT TO:<${recipient}>`));
    const refused = replies.find((reply) => !reply.startsWith('2'));
    return refused ?? this.says('DATA');
  }

  /** A message with its dots stuffed, and the reply to its end. */
  async sends(message: string | Buffer): Promise<string> {
    const octets = Buffer.from(message).toString('latin1').replaceAll(/^\./gm, '..');
    this.writes(Buffer.from(`${octets}${octets.endsWith('\r\n') ? '' : '\r\n'}.\r\n`, 'latin1'));
    return this.hears();
  }

  async quits(): Promise<void> {
    this.writes('QUIT\r\n');
    if (!this.#ended) await once(this.socket, 'close');
  }

  drops(): void {
    this.socket.destroy();
  }
}

/** One message by one connection: the reply to it, or to the first part of its envelope that was refused. */
export async function hands(
  port: number,
  { from = '', to }: { from?: string; to: string | string[] },
  message: string | Buffer,
): Promise<string> {
  const talk = await SmtpTalk.greeted(port);
  const begun = await talk.begins(from, ...[to].flat());
  const reply = begun.startsWith('354') ? await talk.sends(message) : begun;
  await talk.quits();
  return reply;
}
