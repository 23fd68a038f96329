import { hash, verify } from '@node-rs/argon2';

// OWASP Password Storage: argon2id with 19 MiB, two passes, one lane. (2 is Argon2id in the library's numbering.)
const OPTIONS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const PASSWORD_MINIMUM = 15;
export const PASSWORD_MAXIMUM = 256;

export type PasswordFault = 'too-short' | 'too-long';

/** Why a password cannot be used; undefined when it can. Any characters, no rules of composition (NIST 800-63B). */
export function passwordFault(password: string): PasswordFault | undefined {
  const length = Array.from(password).length;
  if (length < PASSWORD_MINIMUM) return 'too-short';
  return length > PASSWORD_MAXIMUM ? 'too-long' : undefined;
}

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), OPTIONS);
}

let nobodysHash: Promise<string> | undefined;

/** Takes as long for an account that does not exist as for one that does. */
export async function isPasswordOf(stored: string | undefined, password: string): Promise<boolean> {
  nobodysHash ??= hash('nobody has this password', OPTIONS);
  const matches = await verify(stored ?? (await nobodysHash), password.normalize('NFC'));
  return matches && stored !== undefined;
}
