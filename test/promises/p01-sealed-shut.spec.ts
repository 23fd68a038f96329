import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openAtRest, sealAtRest, type RestPlace } from '../../src/platform/sealing/at-rest.js';
import { generateSealPair, openSealedBox } from '../../src/platform/sealing/open-sealed-box.js';
import { OpeningError } from '../../src/platform/sealing/opening-error.js';
import { sealToRing } from '../../src/platform/sealing/sealed-box.js';
import { unwrapKey, wrapKey } from '../../src/platform/sealing/wrap-key.js';

const keys = { restKey: randomBytes(32), rowKey: randomBytes(16) };
const place: RestPlace = { purpose: 'address', registerId: randomUUID(), rowId: randomUUID(), keyVersion: 1 };
const address = Buffer.from('kanari@fjellhallen.example');
const sealed = sealAtRest(keys, place, address);

/** Whether something that should stay shut stays shut, and says why by a code alone. */
function staysShut(open: () => unknown): boolean {
  try {
    open();
    return false;
  } catch (error) {
    return error instanceof OpeningError && error.message === error.code;
  }
}

function flipped(bytes: Buffer, bit: number): Buffer {
  const changed = Buffer.from(bytes);
  const at = bit % (bytes.length * 8);
  changed[at >> 3] = changed[at >> 3]! ^ (1 << (at & 7));
  return changed;
}

test('flip 10,000 random bits of addresses at rest: none opens', () => {
  expect(openAtRest(keys, place, sealed)).toEqual(address);
  fc.assert(
    fc.property(fc.nat(), (bit) => staysShut(() => openAtRest(keys, place, flipped(sealed, bit)))),
    { numRuns: 10_000 },
  );
});

test('cut, lengthen or re-version an address at rest, down to a shorter tag: it stays shut', () => {
  for (let length = 0; length < sealed.length; length += 1) {
    expect(staysShut(() => openAtRest(keys, place, sealed.subarray(0, length)))).toBe(true);
  }
  expect(staysShut(() => openAtRest(keys, place, Buffer.concat([sealed, Buffer.alloc(320)])))).toBe(true);
  for (let version = 0; version < 256; version += 1) {
    if (version === sealed[0]) continue;
    const other = Buffer.from(sealed);
    other[0] = version;
    expect(staysShut(() => openAtRest(keys, place, other))).toBe(true);
  }
});

test('open an address at rest in another row, register, version or under other keys: it stays shut', () => {
  const others: [typeof keys, RestPlace][] = [
    [keys, { ...place, rowId: randomUUID() }],
    [keys, { ...place, registerId: randomUUID() }],
    [keys, { ...place, registerId: place.rowId, rowId: place.registerId }],
    [keys, { ...place, keyVersion: 2 }],
    [keys, { ...place, purpose: 'adress' as 'address' }],
    [{ ...keys, restKey: randomBytes(32) }, place],
    [{ ...keys, rowKey: randomBytes(16) }, place],
    [{ ...keys, rowKey: Buffer.alloc(0) }, place],
  ];
  for (const [otherKeys, otherPlace] of others) {
    expect(staysShut(() => openAtRest(otherKeys, otherPlace, sealed))).toBe(true);
  }
  // Of one length by chance: what it was sealed as still counts.
  const asFields = sealAtRest(keys, { ...place, purpose: 'fields' }, Buffer.alloc(1500));
  expect(openAtRest(keys, { ...place, purpose: 'fields' }, asFields)).toHaveLength(1500);
  expect(staysShut(() => openAtRest(keys, { ...place, purpose: 'consent' }, asFields))).toBe(true);
});

test('seal the same address twice: nothing of the two is equal but the length', () => {
  const again = sealAtRest(keys, place, address);
  expect(again.equals(sealed)).toBe(false);
  expect(again.subarray(1, 13).equals(sealed.subarray(1, 13))).toBe(false);
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 3, maxLength: 254 }),
      (plain) => sealAtRest(keys, place, Buffer.from(plain)).length === sealed.length,
    ),
  );
});

const pair = generateSealPair();
const box = { ringId: randomUUID(), rowId: randomUUID() };
const sealedForm = sealToRing(pair.publicKey, box, { address: 'kanari@fjellhallen.example' });

test('flip 10,000 random bits of sealed forms: none opens', () => {
  expect(openSealedBox(pair, box, sealedForm)).toEqual({ address: 'kanari@fjellhallen.example' });
  fc.assert(
    fc.property(fc.nat(), (bit) => staysShut(() => openSealedBox(pair, box, flipped(sealedForm, bit)))),
    { numRuns: 10_000 },
  );
});

test('open a sealed form with the public key, another pair, or as another row or ring: it stays shut', () => {
  const other = generateSealPair();
  for (const [keysOf, placeOf] of [
    [{ publicKey: pair.publicKey, secretKey: pair.publicKey }, box],
    [{ publicKey: pair.publicKey, secretKey: Buffer.alloc(32) }, box],
    [other, box],
    [pair, { ...box, rowId: randomUUID() }],
    [pair, { ...box, ringId: randomUUID() }],
  ] as const) {
    expect(staysShut(() => openSealedBox(keysOf, placeOf, sealedForm))).toBe(true);
  }
  for (const length of [0, 1, 47, 48, 49, sealedForm.length - 1]) {
    expect(staysShut(() => openSealedBox(pair, box, sealedForm.subarray(0, length)))).toBe(true);
  }
});

test('unwrap a register’s key changed, moved, or with another keeper’s secret: it stays shut', () => {
  const secret = randomBytes(32);
  const where = { ringId: randomUUID(), purpose: 'rest', version: 1 };
  const wrapped = wrapKey(secret, where, randomBytes(32));
  expect(unwrapKey(secret, where, wrapped)).toHaveLength(32);
  fc.assert(
    fc.property(fc.nat(), (bit) => staysShut(() => unwrapKey(secret, where, flipped(wrapped, bit)))),
    { numRuns: 2_000 },
  );
  for (const elsewhere of [
    { ...where, ringId: randomUUID() },
    { ...where, purpose: 'index' },
    { ...where, version: 2 },
  ]) {
    expect(staysShut(() => unwrapKey(secret, elsewhere, wrapped))).toBe(true);
  }
  expect(staysShut(() => unwrapKey(randomBytes(32), where, wrapped))).toBe(true);
  expect(staysShut(() => unwrapKey(secret, where, wrapped.subarray(0, 20)))).toBe(true);
});
