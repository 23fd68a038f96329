import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** One message as the mail server received it: envelope, raw bytes, and parsed. */
export interface SunkMail {
  from: string;
  to: string[];
  raw: Buffer;
  at: number;
  parsed: ParsedMail;
}

export interface SinkOptions {
  /** Offer SMTPUTF8 (RFC 6531). */
  smtpUtf8?: boolean;
}

/** A real SMTP server that keeps what it takes, refuses what it is told to, and can hold recipients back. */
export class TestSink {
  readonly mails: SunkMail[] = [];
  /** Answer for a recipient: undefined accepts, otherwise a reply such as `550 5.1.1 no such user`. */
  refuse: (recipient: string) => string | undefined = () => undefined;
  #server: SMTPServer;
  #held: Promise<void> | undefined;
  #release: (() => void) | undefined;
  waiting = 0;
  port = 0;

  constructor({ smtpUtf8 = true }: SinkOptions = {}) {
    const options: SMTPServerOptions = {
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      hideSMTPUTF8: !smtpUtf8,
      onRcptTo: (address, _session, done) => void this.#rcpt(address.address, done),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const raw = Buffer.concat(chunks);
          void simpleParser(raw, { skipTextToHtml: true }).then((parsed) => {
            const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
            this.mails.push({
              from,
              to: session.envelope.rcptTo.map((r) => r.address),
              raw,
              at: Date.now(),
              parsed,
            });
            done();
          });
        });
      },
    };
    this.#server = new SMTPServer(options);
    this.#server.on('error', () => undefined);
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.#server.server.address() as { port: number }).port;
    return this;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  hold(): void {
    this.#held = new Promise((resolve) => (this.#release = resolve));
  }

  release(): void {
    this.#release?.();
    this.#held = undefined;
  }

  to(address: string): SunkMail[] {
    return this.mails.filter((mail) => mail.to.includes(address));
  }

  subjectsFor(address: string): string[] {
    return this.to(address).map(({ parsed }) => parsed.subject ?? '');
  }

  async close(): Promise<void> {
    this.release();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #rcpt(recipient: string, done: (error?: Error | null) => void): Promise<void> {
    this.waiting += 1;
    await this.#held;
    this.waiting -= 1;
    const reply = this.refuse(recipient);
    if (reply === undefined) return done();
    const error = new Error(reply.slice(4)) as Error & { responseCode: number };
    error.responseCode = Number(reply.slice(0, 3));
    done(error);
  }
}
