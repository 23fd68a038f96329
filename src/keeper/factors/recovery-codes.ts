import { createHash, randomInt } from 'node:crypto';

/** Without letters and digits that are taken for each other on paper. 31 of them: 79 bits in sixteen. */
const SIGNS = '23456789abcdefghjkmnpqrstuvwxyz';
const LENGTH = 16;

/** Ten codes to be kept on paper, in groups of four. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: 10 }, () =>
    Array.from({ length: LENGTH }, () => SIGNS[randomInt(SIGNS.length)])
      .join('')
      .replaceAll(/(.{4})(?=.)/g, '$1-'),
  );
}

/** What is kept of a code: SHA-256 of whose it is and its signs. Too long to be guessed, it needs no slow hash. */
export function recoveryCodeHash(staffId: string, typed: string): Buffer {
  const signs = typed.toLowerCase().replaceAll(/[^0-9a-z]/g, '');
  return createHash('sha256').update(`${staffId}|${signs}`, 'utf8').digest();
}
