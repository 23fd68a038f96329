import { createHash, createHmac, randomBytes } from 'node:crypto';

/**
 * The token of a link: HMAC-SHA256(key, label ‖ ids), 43 characters of base64url. The same on every attempt of the
 * same message; only its hash is stored.
 */
export function deriveToken(key: Buffer, label: string, ...ids: string[]): string {
  return createHmac('sha256', key)
    .update([label, ...ids].join('|'))
    .digest('base64url');
}

/** 32 random bytes as 43 characters of base64url. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database knows of a token: its SHA-256, 32 bytes. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Whether a string has the form of one of our tokens. Anything else is not looked up at all. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}
