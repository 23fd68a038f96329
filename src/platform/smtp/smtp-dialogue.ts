import type { Socket } from 'node:net';
import { dataPayload } from './data-payload.js';
import { asksToSlowDown, classifyReply } from './reply-class.js';
import { LostConnection, ReplyReader } from './reply-reader.js';
import type { Envelope, Gate, SmtpOutcome } from './smtp-outcome.js';

/** A gate that answers after this long has answered about a world that may be gone. */
const GATE_ANSWER_MS = 1000;

/** RFC 5321 §4.5.3.2. */
const COMMAND_TIMEOUT_MS = 5 * 60_000;
const FINAL_DOT_TIMEOUT_MS = 10 * 60_000;

/** Longer ones leave in two pieces: a connection that breaks in the first has certainly not delivered. */
const ONE_PIECE = 16 * 1024;
const FINAL_DOT = Buffer.from('.\r\n');

type Command = 'RSET' | 'MAIL' | 'RCPT' | 'DATA';

/** How far a message had come when its connection was lost. */
interface Progress {
  answered: boolean;
  gateAsked: boolean;
  dotWritten: boolean;
}

/**
 * Message after message over a connection that has been greeted and let in: the envelope in one write where the server
 * pipelines (RFC 2920), the gate after 354, then the body with its final dot. It knows at each moment whether the dot
 * has been written, which is the difference between "not sent" and "unknown".
 */
export class SmtpDialogue {
  readonly #replies: ReplyReader;
  #needsReset = false;

  constructor(
    private readonly socket: Socket,
    private readonly extensions: readonly string[],
  ) {
    this.#replies = new ReplyReader(socket);
    socket.setNoDelay(true);
  }

  get usable(): boolean {
    return this.socket.writable && !this.#replies.lost && this.#replies.unread === 0;
  }

  async deliver(envelope: Envelope, message: Buffer, gate: Gate): Promise<SmtpOutcome> {
    if (envelope.needsSmtpUtf8 && !this.extensions.includes('SMTPUTF8')) {
      return { kind: 'refused', permanent: true, class: 'soft', code: '5.6.7', slowDown: undefined };
    }
    const progress: Progress = { answered: false, gateAsked: false, dotWritten: false };
    try {
      const refusal = await this.#open(envelope, progress);
      if (refusal) return refusal;
      const verdict = await this.#ask(gate, progress);
      if (verdict !== 'go') {
        // A message that the server was promised and did not get ends with the connection, and so does any doubt.
        this.close();
        return { kind: 'withheld', verdict };
      }
      await this.#write(dataPayload(message), progress);
      const reply = await this.#replies.next();
      if (reply.startsWith('421')) this.close();
      return reply.startsWith('2') ? { kind: 'accepted' } : refused(reply, 'DATA');
    } catch (error) {
      this.close();
      if (!(error instanceof LostConnection)) throw error;
      if (progress.dotWritten) return { kind: 'unknown' };
      return { kind: 'not-sent', code: error.code, early: !progress.answered && !progress.gateAsked };
    }
  }

  close(): void {
    this.socket.destroy();
  }

  /** QUIT, for a connection at rest. */
  quit(): void {
    this.socket.end('QUIT\r\n');
  }

  /** Everything up to 354. The refusal, if there is one. @throws LostConnection */
  async #open(envelope: Envelope, progress: Progress): Promise<SmtpOutcome | undefined> {
    const commands = [
      ...(this.#needsReset ? [['RSET', 'RSET'] as const] : []),
      ...envelopeCommands(envelope, this.extensions),
    ];
    const groups = this.extensions.includes('PIPELINING') ? [commands] : commands.map((command) => [command]);
    this.socket.setTimeout(COMMAND_TIMEOUT_MS);
    for (const group of groups) {
      this.socket.write(group.map(([, line]) => `${line}\r\n`).join(''));
      let refusal: { reply: string; command: Command } | undefined;
      let last = '';
      for (const [command] of group) {
        try {
          last = await this.#replies.next();
        } catch (error) {
          // It said no and hung up: the no is what counts.
          if (refusal) break;
          throw error;
        }
        progress.answered = true;
        if (!refusal && !last.startsWith(command === 'DATA' ? '3' : '2')) refusal = { reply: last, command };
        if (last.startsWith('421')) this.close();
      }
      if (!refusal) continue;
      // A server that asks for the body of a message that it has refused the recipient of gets neither.
      if (last.startsWith('3') || refusal.command === 'RSET') this.close();
      this.#needsReset = true;
      return refused(refusal.reply, refusal.command);
    }
    this.#needsReset = false;
    return undefined;
  }

  async #ask(gate: Gate, progress: Progress): Promise<string> {
    progress.gateAsked = true;
    const askedAt = performance.now();
    const verdict = await gate().catch(() => 'fault');
    return verdict === 'go' && performance.now() - askedAt > GATE_ANSWER_MS ? 'late' : verdict;
  }

  async #write(payload: Buffer, progress: Progress): Promise<void> {
    this.socket.setTimeout(FINAL_DOT_TIMEOUT_MS);
    if (payload.length > ONE_PIECE) {
      await new Promise<void>((resolve, reject) => {
        this.socket.write(payload, (error) =>
          error ? reject(new LostConnection('ECONNECTION')) : resolve(),
        );
      });
      if (this.#replies.lost) throw new LostConnection('ECONNECTION');
      progress.dotWritten = true;
      this.socket.write(FINAL_DOT);
      return;
    }
    if (this.#replies.lost) throw new LostConnection('ECONNECTION');
    progress.dotWritten = true;
    this.socket.write(Buffer.concat([payload, FINAL_DOT]));
  }
}

function envelopeCommands(
  { from, to, needsSmtpUtf8, returns }: Envelope,
  extensions: readonly string[],
): (readonly [Command, string])[] {
  // Whatever made these addresses has refused such characters long ago. Here they would be commands.
  if (/[\s<>]/.test(from) || /[\s<>]/.test(to)) throw new Error('an envelope address cannot be sent');
  const notify = returns === true && extensions.includes('DSN');
  return [
    [
      'MAIL',
      `MAIL FROM:<${from}>${needsSmtpUtf8 ? ' BODY=8BITMIME SMTPUTF8' : ''}${notify ? ' RET=HDRS' : ''}`,
    ],
    ['RCPT', `RCPT TO:<${to}>${notify ? ' NOTIFY=FAILURE,DELAY' : ''}`],
    ['DATA', 'DATA'],
  ];
}

/** Before a recipient is named a refusal speaks of us, never of the recipient. */
function refused(response: string, command: Command): SmtpOutcome {
  const reply = classifyReply(response);
  const aboutUs = command === 'MAIL' || command === 'RSET';
  const slowDown = asksToSlowDown(reply, response) ? (aboutUs ? 'relay' : 'recipient') : undefined;
  return { kind: 'refused', ...reply, ...(aboutUs && { class: 'ours' }), slowDown };
}
