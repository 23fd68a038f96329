import type { ClassedReply } from './reply-class.js';

export interface Envelope {
  /** Empty for the null return path (RFC 5321 §4.5.5). */
  from: string;
  to: string;
  /** The recipient or sender has characters beyond ASCII: only a server with SMTPUTF8 may get it (RFC 6531 §3.2). */
  needsSmtpUtf8: boolean;
  /** What comes back is read by us: a server that can is asked for it, with the header only (RFC 3461). */
  returns?: boolean;
}

/** Asked when the server is ready for the body: 'go', or why not. */
export type Gate = () => Promise<string>;

/** Who asked for less: the relay (before a recipient was named), or whoever answers for the recipient. */
export type SlowDown = 'relay' | 'recipient';

/** What became of one message. Replies are classed at once; their text, which may repeat an address, is dropped. */
export type SmtpOutcome =
  /** 2xx after the final dot. */
  | { kind: 'accepted' }
  /** A definite no from the server, before or after the body. */
  | ({ kind: 'refused'; slowDown: SlowDown | undefined } & ClassedReply)
  /** The gate withheld the body. Nothing has left. */
  | { kind: 'withheld'; verdict: string }
  /** The connection was lost before the final dot. Provably not sent; `early`: the server had not answered at all. */
  | { kind: 'not-sent'; code: string; early: boolean }
  /** No relay took us in. `refused`: it answered, and for good, that it will not. */
  | { kind: 'no-relay'; code: string; refused: boolean }
  /** The connection was lost after the final dot was written. */
  | { kind: 'unknown' };
