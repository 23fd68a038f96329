import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { PasskeyAssertion, PasskeyAttestation } from '../../staff/factors/factor-proof.js';
import type { KeptPasskey } from './factors.queries.js';

/** Whose site a passkey signs for: the one that its owner sees in the address bar. */
export interface Site {
  origin: string;
  rpId: string;
}

export function siteOf(publicUrl: string): Site {
  const { origin, hostname } = new URL(publicUrl);
  return { origin, rpId: hostname };
}

/** EdDSA, ES256 and RS256, by their numbers (RFC 9053 § 2). */
const ALGORITHMS = [-8, -7, -257];

/** The passkey's new counter when it has signed exactly this challenge, for this site, with its owner there and checked. */
export async function checkAssertion(
  site: Site,
  challenge: Buffer,
  kept: KeptPasskey,
  assertion: PasskeyAssertion,
): Promise<number | undefined> {
  const { userHandle, ...response } = assertion.response;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        ...assertion,
        response: { ...response, ...(userHandle !== undefined && { userHandle }) },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
      requireUserVerification: true,
      credential: {
        id: assertion.id,
        publicKey: new Uint8Array(kept.public_key),
        counter: Number(kept.counter),
      },
    });
    return verified ? authenticationInfo.newCounter : undefined;
  } catch {
    // The library throws for whatever does not fit, in words that repeat what was sent.
    return undefined;
  }
}

export interface NewPasskey {
  credentialId: Buffer;
  publicKey: Buffer;
  counter: number;
}

/** What is kept of a new passkey; undefined when it was not made for this challenge and site, with its owner checked. */
export async function checkAttestation(
  site: Site,
  challenge: Buffer,
  attestation: PasskeyAttestation,
): Promise<NewPasskey | undefined> {
  const { clientDataJSON, attestationObject } = attestation.response;
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        ...attestation,
        response: { clientDataJSON, attestationObject },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified) return undefined;
    const { id, publicKey, counter } = registrationInfo.credential;
    return { credentialId: Buffer.from(id, 'base64url'), publicKey: Buffer.from(publicKey), counter };
  } catch {
    return undefined;
  }
}
