import { createHmac, timingSafeEqual } from 'node:crypto';
import { randomToken } from '../../platform/sealing/link-token.js';
import type { AttemptSecrets } from './ask-provider.js';

export const ATTEMPT_SECONDS = 600;

/** One attempt to sign in with the provider, as the browser that began it holds it. */
export interface ProviderAttempt extends AttemptSecrets {
  /** What it is remembered by once it has been used. */
  hash: Buffer;
}

/**
 * A cookie of its end, a random name and a MAC. State, nonce and verifier are worked out of the name: whoever sees one
 * of them cannot make the cookie, and whoever has not been here before costs no row.
 */
export function beginAttempt(secret: Buffer, now = Date.now()): { cookie: string; attempt: ProviderAttempt } {
  const body = `${Math.floor(now / 1000) + ATTEMPT_SECONDS}.${randomToken()}`;
  return { cookie: `${body}.${of(secret, 'cookie', body)}`, attempt: secretsOf(secret, body) };
}

/** Undefined for what is not ours, or too old. */
export function readAttempt(
  secret: Buffer,
  cookie: string | undefined,
  now = Date.now(),
): ProviderAttempt | undefined {
  const [, body, until, mac] = /^((\d{10})\.[\w-]{43})\.([\w-]{43})$/.exec(cookie ?? '') ?? [];
  if (body === undefined || !isSame(mac!, of(secret, 'cookie', body))) return undefined;
  return Number(until) * 1000 > now ? secretsOf(secret, body) : undefined;
}

export function isStateOf(attempt: ProviderAttempt, state: unknown): boolean {
  return typeof state === 'string' && isSame(state, attempt.state);
}

function secretsOf(secret: Buffer, body: string): ProviderAttempt {
  return {
    state: of(secret, 'state', body),
    nonce: of(secret, 'nonce', body),
    verifier: of(secret, 'verifier', body),
    hash: Buffer.from(of(secret, 'spent', body), 'base64url'),
  };
}

function of(secret: Buffer, what: string, body: string): string {
  return createHmac('sha256', secret).update(`provider ${what}|${body}`).digest('base64url');
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
