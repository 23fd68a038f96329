import { z } from 'zod';
import { isSignedBy, type Signer } from '../../platform/merkle/ed25519.js';

/** How long after its promise a record may be without a place in the tree, in hours. */
export const MERGE_DELAY_HOURS = 24;

/**
 * The log's promise to hold a record within a day, as a signed certificate timestamp is one (RFC 9162 §4.8). It is
 * given at once; the place in the tree follows with the next head.
 */
export const leafPromise = z.strictObject({
  logId: z.uuid(),
  /** Lower-case hexadecimal. */
  commitment: z.string().regex(/^[0-9a-f]{64}$/),
  /** ISO 8601, UTC, to the second. */
  at: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  /** Ed25519, base64url. */
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});

export type LeafPromise = z.infer<typeof leafPromise>;

export function signPromise(log: { id: string; signer: Signer }, commitment: Buffer, at: Date): LeafPromise {
  const promise = {
    logId: log.id,
    commitment: commitment.toString('hex'),
    at: at.toISOString().replace(/\.\d+Z$/, 'Z'),
  };
  return { ...promise, signature: log.signer.sign(promiseText(promise)).toString('base64url') };
}

/** Whether the log with this public key (32 bytes) has given this promise. */
export function verifyPromise(publicKey: Buffer, promise: LeafPromise): boolean {
  return isSignedBy(publicKey, promiseText(promise), Buffer.from(promise.signature, 'base64url'));
}

function promiseText({ logId, commitment, at }: Omit<LeafPromise, 'signature'>): string {
  return `jatakk promise v1\n${logId}\n${commitment}\n${at}\n`;
}
