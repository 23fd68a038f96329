import { createHash, createPublicKey, verify } from 'node:crypto';

/** Random bytes that make a ticket another than all others. */
export const TICKET_NONCE = 11;
const SIGNATURE = 64;

/** 75 bytes as base64url: as long as a part of a path may be. */
const TICKET = /^[A-Za-z0-9_-]{100}$/;

/** What a ticket's signature is over. */
export function ticketMessage(surveyId: string, nonce: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from('jatakk survey ticket', 'ascii'),
    Buffer.from(surveyId.replaceAll('-', ''), 'hex'),
    nonce,
  ]);
}

/**
 * What is kept of a ticket once it is used: SHA-256 of survey and random bytes, 32 bytes. Not of the signature, so that
 * no second signature over the same bytes would be a second ticket. Undefined for what is no ticket of this survey.
 * @param ticketKey Ed25519, 32 bytes
 */
export function readTicket(ticketKey: Buffer, surveyId: string, ticket: string): Buffer | undefined {
  if (!TICKET.test(ticket)) return undefined;
  const bytes = Buffer.from(ticket, 'base64url');
  const message = ticketMessage(surveyId, bytes.subarray(0, bytes.length - SIGNATURE));
  const key = createPublicKey({
    format: 'jwk',
    key: { kty: 'OKP', crv: 'Ed25519', x: ticketKey.toString('base64url') },
  });
  if (!verify(null, message, key, bytes.subarray(bytes.length - SIGNATURE))) return undefined;
  return createHash('sha256').update(message).digest();
}
