import type { Options } from '@node-rs/argon2';
import { isCommonPassword } from './common-passwords.js';
import { HashingThread } from './hashing-thread.js';
import { Turns } from '../platform/pace/turns.js';

// OWASP Password Storage: argon2id with 19 MiB, two passes, one lane. (2 is Argon2id in the library's numbering.)
const OPTIONS: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Long enough to stand alone. */
export const PASSWORD_MINIMUM = 15;
/** Long enough beside a second factor (NIST 800-63B § 3.1.1.2). */
export const PASSWORD_MINIMUM_BESIDE_FACTOR = 8;
export const PASSWORD_MAXIMUM = 256;

export type PasswordFault = 'too-short' | 'too-long' | 'common' | 'about-you';

export interface PasswordRules {
  /** Whether its owner has a second factor. */
  besideFactor?: boolean;
  /** What anybody would try for this person: names, the organisation, the parts of the address. */
  context?: readonly string[];
}

/** Why a password cannot be used; undefined when it can. Any characters, no rules of composition (NIST 800-63B). */
export function passwordFault(
  password: string,
  { besideFactor = false, context = [] }: PasswordRules = {},
): PasswordFault | undefined {
  if (lengthOf(password) < (besideFactor ? PASSWORD_MINIMUM_BESIDE_FACTOR : PASSWORD_MINIMUM))
    return 'too-short';
  if (lengthOf(password) > PASSWORD_MAXIMUM) return 'too-long';
  if (isCommonPassword(password)) return 'common';
  return isAbout(password, context) ? 'about-you' : undefined;
}

/** Whether a password needs no second factor beside it. */
export function standsAlone(password: string): boolean {
  return lengthOf(password) >= PASSWORD_MINIMUM;
}

function lengthOf(password: string): number {
  return Array.from(password).length;
}

const LEFT_AT_LEAST = 8;

/** Whether less than eight letters and digits are left when what anybody knows is taken out. */
function isAbout(password: string, context: readonly string[]): boolean {
  const words = ['jatakk', ...context.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))];
  const known = words.filter((word) => word.length >= 4).sort((a, b) => b.length - a.length);
  const plain = password.toLowerCase();
  const left = known.reduce((text, word) => text.replaceAll(word, ''), plain);
  return left !== plain && left.replaceAll(/[^\p{L}]/gu, '').length < LEFT_AT_LEAST;
}

// Each takes 19 MiB and a processor for some 30 ms: one at a time, whoever asks.
const turns = new Turns(1, 16);
const thread = new HashingThread(OPTIONS);

/** Before anything is looked up, so that whoever cannot be taken in costs little. @throws TooManyWaitingError */
export function refuseWhenMany(): void {
  turns.refuseWhenFull();
}

/** @throws TooManyWaitingError */
export function hashPassword(password: string): Promise<string> {
  return turns.take(() => thread.hash(password.normalize('NFC')));
}

let nobodysHash: Promise<string> | undefined;

/** Takes as long for an account that does not exist as for one that does. @throws TooManyWaitingError */
export async function isPasswordOf(stored: string | undefined, password: string): Promise<boolean> {
  nobodysHash ??= thread.hash('nobody has this password');
  const against = stored ?? (await nobodysHash);
  const matches = await turns.take(() => thread.verify(against, password.normalize('NFC')));
  return matches && stored !== undefined;
}
