import { createHash } from 'node:crypto';

/**
 * What a passkey signs the hash of when its owner decides: SHA-256 over "jatakk decide v1", a zero byte, the proposal's
 * id (16 bytes), its digest (32 bytes) and "yes" or "no". So a signature is good for this one decision.
 * @param proposalId a UUID
 */
export function decisionDigest(proposalId: string, digest: Buffer, approves: boolean): Buffer {
  return createHash('sha256')
    .update('jatakk decide v1\0', 'ascii')
    .update(Buffer.from(proposalId.replaceAll('-', ''), 'hex'))
    .update(digest)
    .update(approves ? 'yes' : 'no', 'ascii')
    .digest();
}
