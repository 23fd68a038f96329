import type { Socket } from 'node:net';
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { Relay } from './relay.js';
import { asksToSlowDown, classifyReply } from './reply-class.js';
import { SmtpDialogue } from './smtp-dialogue.js';

interface SmtpError extends Error {
  code?: string;
  response?: string;
}

/** What nodemailer knows of its connection, and has no public way to hand over. A test fails when it is gone. */
type Inside = { _socket: Socket; _supportedExtensions: string[] } & Record<
  '_onSocketData' | '_onSocketTimeout' | '_onSocketClose' | '_onSocketEnd' | '_onSocketError',
  (...args: unknown[]) => void
>;

/**
 * Connects to a relay: greeting, EHLO, encryption and sign-in are nodemailer's. From then on the connection is a
 * dialogue of ours, message after message.
 * @throws SmtpConnectError with a code, never with a server's text
 */
export async function connectToRelay(relay: Relay, options: SMTPConnectionOptions): Promise<SmtpDialogue> {
  const connection = new SMTPConnection(options);
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject);
      connection.once('end', () => reject(new Error('ended')));
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    if (relay.user !== undefined) {
      const credentials = { user: relay.user, pass: relay.password ?? '' };
      await new Promise<void>((resolve, reject) => {
        connection.once('error', reject);
        connection.login({ credentials, ...credentials }, (error) => (error ? reject(error) : resolve()));
      });
    }
  } catch (error) {
    connection.on('error', () => undefined);
    connection.close();
    throw connectError(error as SmtpError);
  }
  const inside = connection as unknown as Inside;
  const socket = inside._socket;
  socket.off('data', inside._onSocketData).off('timeout', inside._onSocketTimeout);
  socket
    .off('close', inside._onSocketClose)
    .off('end', inside._onSocketEnd)
    .off('error', inside._onSocketError);
  return new SmtpDialogue(socket, inside._supportedExtensions);
}

/** The relay could not be reached, or did not let us in. */
export class SmtpConnectError extends Error {
  constructor(
    readonly code: string,
    /** It answered, for good, that it will not: another try changes nothing until a person has looked. */
    readonly refused: boolean,
    readonly slowDown: boolean,
  ) {
    super(`relay: ${code}`);
  }
}

function connectError({ code, response }: SmtpError): SmtpConnectError {
  if (!response || !/^[45]\d\d/.test(response))
    return new SmtpConnectError(code ?? 'ECONNECTION', false, false);
  const reply = classifyReply(response);
  return new SmtpConnectError(
    code === 'ETLS' ? code : reply.code,
    reply.permanent,
    asksToSlowDown(reply, response),
  );
}
