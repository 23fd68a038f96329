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
  // In turns, so that what else the machine does meets both.
  let [known, unknown] = [Infinity, Infinity];
  const timed = async (hash: string | undefined) => {
    const start = performance.now();
    expect(await isPasswordOf(hash, 'nobody has this password')).toBe(false);
    return performance.now() - start;
  };
  for (let n = 0; n < 10; n += 1) {
    known = Math.min(known, await timed(stored));
    unknown = Math.min(unknown, await timed(undefined));
  }
  expect(unknown).toBeGreaterThan(known / 2);
  expect(known).toBeGreaterThan(unknown / 2);
});

test.each([
  ['', 'too-short'],
  ['a'.repeat(14), 'too-short'],
  ['🎻'.repeat(14), 'too-short'],
  ['a'.repeat(257), 'too-long'],
  [PASSWORD, undefined],
  ['fem ord, og så'.padEnd(15, '!'), undefined],
  ['blåbær og rømme 🎻'.repeat(14), undefined],
  // Long, and among the first to be tried all the same.
  ['a'.repeat(15), 'common'],
  [' '.repeat(15), 'common'],
  ['ababababababababab', 'common'],
  ['123456789012345', 'common'],
  ['abcdefghijklmnop', 'common'],
  ['passwordpassword', 'common'],
  ['passordpassord1', 'common'],
  ['sommersommersommer', 'common'],
  ['qwertyuiopasdfghjkl', 'common'],
  ['Passord2026!!!!!', 'common'],
])('%j alone is %s', (password, fault) => {
  expect(passwordFault(password)).toBe(fault);
});

test.each([
  ['1234567', 'too-short'],
  ['password', 'common'],
  ['PassWord', 'common'],
  ['trustno1', 'common'],
  ['sunshine', 'common'],
  ['tolv epler', undefined],
])('%j beside a second factor is %s', (password, fault) => {
  expect(passwordFault(password, { besideFactor: true })).toBe(fault);
});

test.each([
  ['Fjellhallen-2026-11-25', 'about-you'],
  ['karinordmann1985!!', 'about-you'],
  ['jatakk jatakk jatakk 1', 'about-you'],
  ['kari.nordmann@fjellhallen', 'about-you'],
  ['Fjellhallen er best når det regner', undefined],
  ['Nordmann kjøper sju epler', undefined],
])('%j, of Kari Nordmann in Fjellhallen, is %s', (password, fault) => {
  const context = ['Kari Nordmann', 'Fjellhallen AS', 'kari@fjellhallen.example'];
  expect(passwordFault(password, { context })).toBe(fault);
});

test('knows the three thousand passwords that are tried first, every one', async () => {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const first = dictionary['passwords-common'].filter((password) => password.length >= 8).slice(0, 3000);
  expect(first).toHaveLength(3000);
  const taken = first.filter((password) => passwordFault(password, { besideFactor: true }) !== 'common');
  expect(taken).toEqual([]);
});
