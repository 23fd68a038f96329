import { z } from 'zod';
import { isSignedBy, type Signer } from '../../platform/merkle/ed25519.js';

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);

/** A tree head of a log, as it is published. */
export const logHead = z.strictObject({
  logId: z.uuid(),
  /** How many leaves it covers. */
  size: z.int().positive(),
  /** Lower-case hexadecimal, as all hashes. */
  root: hex32,
  /** The day (UTC) it was signed, ISO 8601. */
  date: z.iso.date(),
});

export type LogHead = z.infer<typeof logHead>;

/** A head with the log's signature: Ed25519, base64url. */
export const signedHead = logHead.extend({ signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/) });

export type SignedHead = z.infer<typeof signedHead>;

/** What a head's signature is over. */
export function headText({ logId, size, root, date }: LogHead): string {
  return `jatakk head v1\n${logId}\n${size}\n${root}\n${date}\n`;
}

export function signHead(signer: Signer, head: LogHead): SignedHead {
  return { ...head, signature: signer.sign(headText(head)).toString('base64url') };
}

/** Whether the log with this public key (32 bytes) has signed this head. */
export function verifyHead(publicKey: Buffer, head: SignedHead): boolean {
  return isSignedBy(publicKey, headText(head), Buffer.from(head.signature, 'base64url'));
}
