import type { Socket } from 'node:net';
import { WireReader } from './wire-reader.js';

/**
 * Where in the dialogue a mail server may misbehave. `body`: the first byte of the message has come; `middle`: a good
 * kilobyte of it; `dot`: all of it.
 */
export type Stage = 'greeting' | 'ehlo' | 'mail' | 'rcpt' | 'data' | 'body' | 'middle' | 'dot' | 'rset';

/** What goes back on the wire, in another way than a reply in one piece. */
export interface OddReply {
  /** Without the last CRLF, which is put behind it. */
  text: string;
  /** In pieces of about a fifth, this many milliseconds apart. */
  everyMs?: number;
  /** The connection is broken off behind it. */
  thenDrop?: boolean;
}

/** A reply, `drop` to break the connection off without one, or undefined for the usual yes. */
export type Answer = string | OddReply | undefined;

export type AnswerStage = (stage: Stage, recipient: string) => Answer | Promise<Answer>;

export interface Attempt {
  /** The whole line, with its parameters. */
  mailFrom: string;
  /** The whole line, as bytes would show it (UTF-8 read as UTF-8). */
  rcptTo: string;
  /** As it was on the wire, dots stuffed, up to and with the last CRLF before the final dot. */
  wire: Buffer;
}

/** Told about each message that came to its final dot, and again when it was answered with 2xx. */
export type TellAttempt = (attempt: Attempt, moment: 'came' | 'accepted') => void;

const MIDDLE_BYTES = 1200;

const YES: Record<Exclude<Stage, 'ehlo'>, string> = {
  greeting: '220 hostile.example ESMTP',
  mail: '250 2.1.0 ok',
  rcpt: '250 2.1.5 ok',
  data: '354 go ahead',
  body: '',
  middle: '',
  dot: '250 2.0.0 ok',
  rset: '250 2.0.0 ok',
};

/** One connection to a server that answers each step as it is told to. Ends when the connection does. */
export async function converse(
  socket: Socket,
  { extensions, answer, tell }: { extensions: readonly string[]; answer: AnswerStage; tell: TellAttempt },
): Promise<void> {
  const reader = new WireReader(socket);
  let mailFrom = '';
  let rcptTo = '';
  let recipient = '';
  const say = async (stage: Stage, onYes?: () => void): Promise<boolean> => {
    const given = (await answer(stage, recipient)) ?? usual(stage, extensions);
    const reply = typeof given === 'string' ? { text: given } : given;
    if (reply.text === 'drop') {
      socket.destroy();
      return false;
    }
    const isYes = reply.text === '' || /^[23]/.test(reply.text);
    // Counted before it is on the wire: whoever is told has been counted.
    if (isYes) onYes?.();
    if (reply.text !== '') await write(socket, reply);
    return isYes && socket.writable;
  };

  if (!(await say('greeting'))) return void socket.end();
  for (;;) {
    const line = (await reader.upTo('\r\n'))?.toString('utf8').trimEnd();
    if (line === undefined || !socket.writable) return;
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO' || verb === 'HELO') {
      await say('ehlo');
    } else if (verb === 'MAIL') {
      [mailFrom, rcptTo, recipient] = [line, '', ''];
      if (!(await say('mail'))) mailFrom = '';
    } else if (verb === 'RCPT') {
      recipient = /<(.*?)>/.exec(line)?.[1] ?? '';
      // Pipelined behind a MAIL that was refused (RFC 2920 §3.2).
      if (mailFrom === '') socket.write('503 5.5.1 MAIL first\r\n');
      else rcptTo = (await say('rcpt')) ? line : '';
    } else if (verb === 'RSET') {
      [mailFrom, rcptTo, recipient] = ['', '', ''];
      await say('rset');
    } else if (verb === 'QUIT') {
      return void socket.end('221 2.0.0 bye\r\n');
    } else if (verb === 'DATA') {
      if (rcptTo === '') socket.write('554 5.5.1 no valid recipients\r\n');
      else if (await say('data')) {
        const body = await reader.upTo(
          '\r\n.\r\n',
          [1, () => say('body')],
          [MIDDLE_BYTES, () => say('middle')],
        );
        if (!body) return void socket.destroy();
        const attempt = { mailFrom, rcptTo, wire: Buffer.from(body.subarray(0, -3)) };
        tell(attempt, 'came');
        await say('dot', () => tell(attempt, 'accepted'));
        [mailFrom, rcptTo] = ['', ''];
      }
    } else socket.write('502 5.5.1 what\r\n');
  }
}

function usual(stage: Stage, extensions: readonly string[]): string {
  if (stage !== 'ehlo') return YES[stage];
  const lines = ['hostile.example', ...extensions, 'HELP'];
  return lines.map((line, at) => `250${at === lines.length - 1 ? ' ' : '-'}${line}`).join('\r\n');
}

async function write(socket: Socket, { text, everyMs, thenDrop }: OddReply): Promise<void> {
  const wire = Buffer.from(`${text}\r\n`);
  const piece = everyMs === undefined ? wire.length : Math.ceil(wire.length / 5);
  for (let at = 0; at < wire.length && !socket.destroyed; at += piece) {
    if (at > 0) await new Promise((resolve) => setTimeout(resolve, everyMs));
    socket.write(wire.subarray(at, at + piece));
  }
  // Not torn down: a reset would take back what the other side has not read yet.
  if (thenDrop) socket.end();
}
