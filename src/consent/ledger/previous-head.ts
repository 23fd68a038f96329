import { z } from 'zod';
import { signedHead } from './log-head.js';

/** A head with the key that signed it: as a log names the one before it, and as keepers note it outside the database. */
export const previousHead = signedHead.extend({
  /** Ed25519, 32 bytes as base64url. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});

export type PreviousHead = z.infer<typeof previousHead>;
