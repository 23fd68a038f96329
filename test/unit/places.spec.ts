import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { registerMark } from '../../src/inbound/register-mark.js';
import { returnToken, type TokenUse } from '../../src/inbound/return-token.js';
import { NotKnownYetError, Places } from '../../src/receiver/places.js';

const [ONE, TWO] = ['10000000-0000-4000-8000-000000000000', '20000000-0000-4000-8000-000000000000'] as const;
const [KEY, OLDER, OTHERS] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const DAY = new Date('2026-11-30T12:00:00Z');
const places = new Places(
  [
    {
      registerId: ONE,
      addresses: ['program@fjellhallen.example', 'felles@fjellhallen.example'],
      returnKeys: [OLDER, KEY],
    },
    {
      registerId: TWO,
      addresses: ['felles@fjellhallen.example', 'Ola@BLÅBÆR.example'],
      returnKeys: [OTHERS],
    },
  ],
  'retur.fjellhallen.example',
);
const token = (key: Buffer, use: TokenUse, registerId: string, id: string, at = DAY) =>
  `${returnToken(key, use, registerId, id, at)}@retur.fjellhallen.example`;
const later = (days: number) => new Date(DAY.getTime() + days * 86_400_000);
const find = (address: string, at = DAY) => places.find(address, at);

test('a token names its delivery or subscription, under every version of its register’s key', () => {
  const id = randomUUID();
  for (const key of [KEY, OLDER]) {
    expect(find(token(key, 'r', ONE, id))).toEqual({
      kind: 'returned',
      registerId: ONE,
      deliveryId: id,
      address: 'program@fjellhallen.example',
    });
  }
  expect(find(token(OTHERS, 'u', TWO, id))).toEqual({ kind: 'leave', registerId: TWO, subscriptionId: id });
});

test('a return path is good for fourteen days, and a way out for good', () => {
  const id = randomUUID();
  expect(find(token(KEY, 'r', ONE, id), later(14))).toBeDefined();
  expect(find(token(KEY, 'r', ONE, id), later(15))).toBeUndefined();
  expect(find(token(KEY, 'u', ONE, id), later(4000))).toBeDefined();
});

test('a token of one register is none of another’s, whichever key made it', () => {
  const id = randomUUID();
  expect(find(token(KEY, 'r', TWO, id))).toBeUndefined();
  expect(find(token(OTHERS, 'r', ONE, id))).toBeUndefined();
  expect(find(token(randomBytes(32), 'r', ONE, id))).toBeUndefined();
});

test('of two registers that send from one address it is the first one’s', () => {
  expect(find('felles@fjellhallen.example')).toMatchObject({ registerId: ONE });
});

test('whose mail is answered is told by the mark that it bears, and by nothing else', () => {
  const name = 'ab'.repeat(16);
  const id = (key: Buffer) => `${name}.${registerMark(key, name)}@fjellhallen.example`;
  const shared = 'Felles@fjellhallen.example';
  for (const key of [OLDER, KEY]) expect(places.answered(shared, ['other@x.example', id(key)])).toBe(ONE);
  expect(places.answered(shared, [id(OTHERS)])).toBe(TWO);
  expect(places.answered(shared, [id(randomBytes(32)), `${name}@fjellhallen.example`])).toBeUndefined();
  // It sends nothing from there.
  expect(places.answered('program@fjellhallen.example', [id(OTHERS)])).toBeUndefined();
});

test('an address is the same in either case, and its domain in either writing', () => {
  for (const address of ['ola@blåbær.example', 'OLA@xn--blbr-roah.EXAMPLE'])
    expect(find(address)).toMatchObject({ registerId: TWO, address: 'ola@xn--blbr-roah.example' });
});

test('every domain of ours has a postmaster and takes complaints, and no other domain has', () => {
  expect(find('Postmaster@retur.fjellhallen.example')).toMatchObject({ kind: 'mail', registerId: ONE });
  expect(find('abuse@blåbær.example')).toMatchObject({ kind: 'mail', registerId: TWO });
  expect(find('postmaster@nordmann.example')).toBeUndefined();
});

test('without the key of some register nobody is refused who may have one of its tokens', () => {
  const some = new Places(
    [
      { registerId: ONE, addresses: [], returnKeys: [KEY] },
      { registerId: TWO, addresses: [], returnKeys: [] },
    ],
    'retur.fjellhallen.example',
  );
  expect(some.find(token(KEY, 'r', ONE, randomUUID()), DAY)).toMatchObject({
    address: 'postmaster@retur.fjellhallen.example',
  });
  expect(() => some.find(token(OTHERS, 'r', TWO, randomUUID()), DAY)).toThrow(NotKnownYetError);
  expect(some.find('ola@nordmann.example', DAY)).toBeUndefined();
});

test('without a return domain, or a list, nothing is ours', () => {
  const none = new Places([{ registerId: ONE, addresses: [], returnKeys: [KEY] }], undefined);
  for (const address of [token(KEY, 'r', ONE, randomUUID()), 'postmaster@', '@', '', 'x', 'x@undefined'])
    expect(none.find(address, DAY)).toBeUndefined();
});
