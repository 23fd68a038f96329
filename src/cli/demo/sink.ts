import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A message as it arrived. */
export interface Received {
  /** The envelope's sender; empty where nothing is to come back. */
  from: string;
  to: string;
  subject: string;
  messageId: string;
  text: string;
  /** The link of List-Unsubscribe, where there is one. */
  unsubscribeUrl: string | undefined;
  /** The address beside it, which takes off whoever writes to it. */
  leaveAddress: string | undefined;
}

/** A mail server of the demo's own: takes everything, keeps it in memory, and can hold recipients back. */
export class Sink {
  readonly received: Received[] = [];
  #release: (() => void) | undefined;
  #held: Promise<void> | undefined;
  #waiting = 0;
  readonly #server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onRcptTo: (_address, _session, done) => void this.#takeRecipient().then(() => done()),
    onData: (stream, session, done) => {
      simpleParser(stream).then(
        (mail) => {
          const unsubscribe = [mail.headers.get('list')].flat()[0] as
            { unsubscribe?: { url?: string; mail?: string } } | undefined;
          const { mailFrom } = session.envelope;
          this.received.push({
            from: mailFrom ? mailFrom.address : '',
            to: session.envelope.rcptTo[0]!.address,
            subject: mail.subject ?? '',
            messageId: mail.messageId ?? '',
            text: mail.text ?? '',
            unsubscribeUrl: unsubscribe?.unsubscribe?.url,
            leaveAddress: unsubscribe?.unsubscribe?.mail?.split('?')[0],
          });
          const header = [mail.to].flat()[0];
          if (header?.value.length !== 1) this.oddHeaders += 1;
          done();
        },
        (error: Error) => done(error),
      );
    },
  });
  /** Messages whose To is not exactly one mailbox. */
  oddHeaders = 0;

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.server.address() as { port: number }).port;
  }

  /** From now on every RCPT TO waits for {@link release}. */
  hold(): void {
    this.#held = new Promise((resolve) => (this.#release = resolve));
  }

  /** How many recipients wait now. */
  get waiting(): number {
    return this.#waiting;
  }

  release(): void {
    this.#release?.();
    this.#held = undefined;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #takeRecipient(): Promise<void> {
    this.#waiting += 1;
    await this.#held;
    this.#waiting -= 1;
  }
}
