import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import { BodyWithheld, type Gate, GatedBody } from './gated-body.js';
import type { Relay } from './relay.js';
import { classifyReply, type ReplyClass } from './reply-class.js';

export interface Envelope {
  from: string;
  to: string;
  /** The recipient or sender has characters beyond ASCII: only a server with SMTPUTF8 may get it (RFC 6531 §3.2). */
  needsSmtpUtf8: boolean;
}

/** What became of one message. Replies are classed at once; their text, which may repeat an address, is dropped. */
export type SmtpOutcome =
  /** 2xx after the final dot. */
  | { kind: 'accepted' }
  /** A definite no from the server, before or after the body. */
  | { kind: 'refused'; permanent: boolean; class: ReplyClass; code: string }
  /** The gate withheld the body. Nothing has left. */
  | { kind: 'withheld'; verdict: string }
  /** The connection was lost, or never came about, before the final dot. Provably not sent. */
  | { kind: 'not-sent'; code: string }
  /** The connection was lost after the final dot was written. */
  | { kind: 'unknown' };

interface SmtpError extends Error {
  code?: string;
  response?: string;
  command?: string;
}

/** Before MAIL FROM a refusal speaks of us, never of the recipient. */
const ABOUT_US = new Set([
  'CONN',
  'EHLO',
  'HELO',
  'STARTTLS',
  'AUTH',
  'AUTH PLAIN',
  'AUTH LOGIN',
  'MAIL FROM',
]);

/** One connection to the relay, used for message after message. */
export class SmtpSession {
  readonly #connection: SMTPConnection;
  #open = false;

  private constructor(options: SMTPConnectionOptions) {
    this.#connection = new SMTPConnection(options);
    // A connection that breaks while idle has nobody else to tell.
    this.#connection.on('error', () => this.close());
    this.#connection.once('end', () => this.close());
  }

  /** @throws SmtpConnectError with a code, never with a server's text. */
  static async connect(relay: Relay, options: SMTPConnectionOptions): Promise<SmtpSession> {
    const session = new SmtpSession(options);
    const connection = session.#connection;
    try {
      await new Promise<void>((resolve, reject) => {
        connection.once('error', reject);
        connection.connect((error) => (error ? reject(error) : resolve()));
      });
      if (relay.user !== undefined) {
        const credentials = { user: relay.user, pass: relay.password ?? '' };
        await new Promise<void>((resolve, reject) => {
          connection.login({ credentials, ...credentials }, (error) => (error ? reject(error) : resolve()));
        });
      }
    } catch (error) {
      connection.close();
      throw new SmtpConnectError((error as SmtpError).code ?? 'ECONNECTION');
    }
    session.#open = true;
    return session;
  }

  get usable(): boolean {
    return this.#open;
  }

  async deliver(envelope: Envelope, body: Buffer, gate: Gate): Promise<SmtpOutcome> {
    if (envelope.needsSmtpUtf8 && !this.#offers('SMTPUTF8')) {
      return { kind: 'refused', permanent: true, class: 'soft', code: '5.6.7' };
    }
    const stream = new GatedBody(body, gate);
    const error = await this.#send(envelope, stream);
    if (!error) return { kind: 'accepted' };
    stream.destroy();
    const outcome = outcomeOf(error, stream);
    // A message that the server was promised and did not get ends with the connection, and so does any doubt.
    if (outcome.kind === 'refused') await this.#reset();
    else this.close();
    return outcome;
  }

  close(): void {
    this.#open = false;
    this.#connection.close();
  }

  /** QUIT, for a connection at rest. */
  quit(): void {
    this.#open = false;
    this.#connection.quit();
  }

  #send(envelope: Envelope, stream: GatedBody): Promise<Error | undefined> {
    return new Promise((resolve) => {
      const onError = (error: Error) => resolve(error);
      this.#connection.once('error', onError);
      this.#connection.send({ from: envelope.from, to: [envelope.to] }, stream, (error) => {
        this.#connection.off('error', onError);
        resolve(error ?? undefined);
      });
    });
  }

  #offers(extension: string): boolean {
    // nodemailer keeps what EHLO answered, but has no public way to ask.
    const { _supportedExtensions: offered } = this.#connection as unknown as {
      _supportedExtensions?: string[];
    };
    return offered?.includes(extension) ?? false;
  }

  #reset(): Promise<void> {
    return new Promise((resolve) => {
      // nodemailer never answers when the server breaks off here, as many do after a refusal.
      this.#connection.once('end', resolve);
      this.#connection.reset((error) => {
        this.#connection.off('end', resolve);
        if (error) this.close();
        resolve();
      });
    });
  }
}

/** The relay could not be reached, or did not let us in. */
export class SmtpConnectError extends Error {
  constructor(readonly code: string) {
    super(`relay: ${code}`);
  }
}

function outcomeOf(error: Error, stream: GatedBody): SmtpOutcome {
  if (error instanceof BodyWithheld) return { kind: 'withheld', verdict: error.verdict };
  const { response, command = '', code = 'ECONNECTION' } = error as SmtpError;
  if (response && /^[45]\d\d/.test(response)) {
    const { permanent, class: replyClass, code: replyCode } = classifyReply(response);
    return ABOUT_US.has(command)
      ? { kind: 'refused', permanent, class: 'ours', code: replyCode }
      : { kind: 'refused', permanent, class: replyClass, code: replyCode };
  }
  return stream.ended ? { kind: 'unknown' } : { kind: 'not-sent', code };
}
