import { z } from 'zod';

const base64url = z
  .string()
  .max(6000)
  .regex(/^[A-Za-z0-9_-]+$/);

/** The answer of a passkey to a challenge (WebAuthn § 5.2.2, as JSON). Extensions are not looked at. */
export const passkeyAssertion = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional().catch(undefined),
  }),
});

/** What a new passkey says of itself (WebAuthn § 5.2.1, as JSON). */
export const passkeyAttestation = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(8)
      .catch([]),
  }),
});

/** What somebody shows to be who they are. A password counts only for whoever has no second factor. */
export const factorProof = z.union([
  z.object({ passkey: passkeyAssertion }),
  z.object({ code: z.string().regex(/^\d{6}$/) }),
  z.object({ recovery: z.string().max(40) }),
  z.object({ password: z.string().max(1000) }),
]);

export type FactorProof = z.infer<typeof factorProof>;
export type PasskeyAssertion = z.infer<typeof passkeyAssertion>;
export type PasskeyAttestation = z.infer<typeof passkeyAttestation>;

/** A nonce as it comes back with a form. */
export const factorNonce = z.string().regex(/^[A-Za-z0-9_-]{22}$/);
