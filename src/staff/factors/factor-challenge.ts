import { createHash, randomBytes } from 'node:crypto';

/** What a proof is asked for. One that was given for one thing is worth nothing for another. */
export type FactorPurpose = 'sign-in' | 'confirm' | 'enrol' | 'decide';

export interface ChallengeParts {
  purpose: FactorPurpose;
  /** SHA-256 of the token of the session (or half session) that it is asked in. */
  sessionHash: Buffer;
  /** Made anew for each showing of a page: {@link newNonce}. */
  nonce: string;
  /** The digest of what is decided by it, where something is: then the signature is under exactly that. */
  about?: Buffer;
}

/**
 * What a passkey signs: 32 bytes that both sides work out for themselves, so that nothing is stored to show a page.
 * SHA-256 of purpose, session, nonce and what it is about; the keeper takes each once.
 */
export function factorChallenge({ purpose, sessionHash, nonce, about }: ChallengeParts): Buffer {
  const parts = ['jatakk factor', purpose, sessionHash.toString('hex'), nonce, about?.toString('hex') ?? ''];
  return createHash('sha256').update(parts.join('|'), 'utf8').digest();
}

/** 22 characters of base64url. */
export function newNonce(): string {
  return randomBytes(16).toString('base64url');
}
