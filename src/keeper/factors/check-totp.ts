import { generateSecret, generateURI, verify } from 'otplib';

const STEP_SECONDS = 30;

/**
 * The step (30 seconds since 1970, RFC 6238 § 4.2) that a code is of: the present one, the one before or the one after.
 * Undefined for a wrong code.
 */
export async function stepOfCode(secret: string, code: string): Promise<number | undefined> {
  if (!/^\d{6}$/.test(code)) return undefined;
  const result = await verify({ secret, token: code, epochTolerance: STEP_SECONDS });
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
}

/** A new secret of 160 bits, base32 (RFC 4226 § 4), and the address that an authenticator reads from a picture. */
export function newTotp(issuer: string, label: string): { secret: string; uri: string } {
  const secret = generateSecret();
  return { secret, uri: generateURI({ issuer: issuer.replaceAll(':', ' '), label, secret }) };
}
