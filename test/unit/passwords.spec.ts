import { expect, test } from '@jest/globals';
import { hashPassword, isPasswordOf, passwordFault } from '../../src/staff/passwords.js';

const PASSWORD = 'fire ord som ingen gjetter';

test('is kept as argon2id, each time another hash', async () => {
  const [one, two] = [await hashPassword(PASSWORD), await hashPassword(PASSWORD)];
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(two);
  expect(await isPasswordOf(one, PASSWORD)).toBe(true);
  expect(await isPasswordOf(one, `${PASSWORD} `)).toBe(false);
});

test('is the same however its letters were composed', async () => {
  const stored = await hashPassword('blåbær og rømme, takk'.normalize('NFD'));
  expect(await isPasswordOf(stored, 'blåbær og rømme, takk'.normalize('NFC'))).toBe(true);
});

test('nobody’s password is never right, and takes as long to find out', async () => {
  const stored = await hashPassword(PASSWORD);
  await isPasswordOf(undefined, PASSWORD);
  const fastest = async (hash: string | undefined) => {
    const times: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      const start = performance.now();
      expect(await isPasswordOf(hash, 'nobody has this password')).toBe(false);
      times.push(performance.now() - start);
    }
    return Math.min(...times);
  };
  const [known, unknown] = [await fastest(stored), await fastest(undefined)];
  expect(unknown).toBeGreaterThan(known / 2);
  expect(known).toBeGreaterThan(unknown / 2);
});

test.each([
  ['', 'too-short'],
  ['a'.repeat(14), 'too-short'],
  ['🎻'.repeat(14), 'too-short'],
  ['a'.repeat(15), undefined],
  ['🎻'.repeat(15), undefined],
  [' '.repeat(15), undefined],
  ['a'.repeat(256), undefined],
  ['a'.repeat(257), 'too-long'],
])('%j is %s', (password, fault) => {
  expect(passwordFault(password)).toBe(fault);
});
