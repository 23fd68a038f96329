import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isLoopback } from './is-loopback.js';

// Compose hands on what is not set as an empty text.
const optional = z
  .string()
  .trim()
  .optional()
  .transform((text) => text || undefined);

/** Where staff may sign in besides (OpenID Connect). All of it is absent, or the first three are there. */
export const providerVariables = {
  /** Its address, exactly as it names itself. */
  OIDC_ISSUER: optional.refine((text) => text === undefined || isSafeIssuer(text), {
    message: 'must be https, or http on this machine, without a query',
  }),
  OIDC_CLIENT_ID: optional,
  OIDC_CLIENT_SECRET_FILE: optional,
  /** What staff call it: the word on the button. */
  OIDC_NAME: optional.refine((text) => (text ?? '').length <= 40, {
    message: 'must be 40 characters at most',
  }),
  /** 'trusted': who has shown a second factor there is not asked for one here. */
  OIDC_MFA: optional.refine((text) => text === undefined || text === 'trusted', {
    message: 'must be trusted, or not be set',
  }),
};

/** A provider of sign-in, as the operator has set it up. */
export interface Provider {
  issuer: URL;
  clientId: string;
  clientSecret: string;
  name: string;
  trustsFactors: boolean;
}

/**
 * Undefined where none is set up. To be called while the secret's file can still be read.
 * @throws Error when only some of it is set, or the file is empty or away
 */
export function readProvider(settings: z.infer<z.ZodObject<typeof providerVariables>>): Provider | undefined {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET_FILE, OIDC_NAME, OIDC_MFA } = settings;
  if (!OIDC_ISSUER && !OIDC_CLIENT_ID && !OIDC_CLIENT_SECRET_FILE) return undefined;
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET_FILE) {
    throw new Error('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET_FILE go together: one is not set.');
  }
  const clientSecret = readFileSync(OIDC_CLIENT_SECRET_FILE, 'utf8').trim();
  if (!clientSecret) throw new Error('The file that OIDC_CLIENT_SECRET_FILE names is empty.');
  const issuer = new URL(OIDC_ISSUER);
  return {
    issuer,
    clientId: OIDC_CLIENT_ID,
    clientSecret,
    name: OIDC_NAME ?? issuer.host,
    trustsFactors: OIDC_MFA === 'trusted',
  };
}

function isSafeIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username, password } = new URL(text);
  if (search || hash || username || password) return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}
