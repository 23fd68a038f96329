import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openAtRest, sealAtRest } from '../../src/platform/sealing/at-rest.js';
import { deriveToken, hashToken, isToken, randomToken } from '../../src/platform/sealing/link-token.js';
import { generateSealPair, openSealedBox } from '../../src/platform/sealing/open-sealed-box.js';
import { pad, unpad } from '../../src/platform/sealing/pad.js';
import { BOX_BLOCK, sealToRing } from '../../src/platform/sealing/sealed-box.js';
import { unwrapKey, wrapKey } from '../../src/platform/sealing/wrap-key.js';

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));

describe('padding', () => {
  it('gives back what was padded, in whole blocks', () => {
    fc.assert(
      fc.property(bytes(1000), fc.integer({ min: 8, max: 512 }), (plain, block) => {
        const padded = pad(plain, block);
        expect(padded.length % block).toBe(0);
        expect(padded.length - plain.length - 4).toBeLessThan(block);
        expect(unpad(padded)).toEqual(plain);
      }),
    );
  });

  it('refuses a length that points past the end', () => {
    fc.assert(fc.property(bytes(3), (short) => expect(() => unpad(short)).toThrow(RangeError)));
    const padded = pad(Buffer.from('abc'), 16);
    padded.writeUInt32BE(13, 0);
    expect(() => unpad(padded)).toThrow(RangeError);
  });
});

describe('what is sealed opens where it belongs', () => {
  it('at rest, up to the longest address in one block', () => {
    const keys = { restKey: randomBytes(32), rowKey: randomBytes(16) };
    fc.assert(
      fc.property(bytes(316), fc.uuid(), fc.uuid(), (plain, registerId, rowId) => {
        const place = { purpose: 'address' as const, registerId, rowId, keyVersion: 3 };
        const sealed = sealAtRest(keys, place, plain);
        expect(sealed).toHaveLength(1 + 12 + 320 + 16);
        expect(openAtRest(keys, place, sealed)).toEqual(plain);
      }),
    );
  });

  it('to a ring, whatever JSON it is', () => {
    const pair = generateSealPair();
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // JSON has no minus zero.
        const content = JSON.parse(JSON.stringify(value)) as unknown;
        const place = { ringId: randomUUID(), rowId: randomUUID() };
        const box = sealToRing(pair.publicKey, place, content);
        expect((box.length - 48) % BOX_BLOCK).toBe(0);
        expect(openSealedBox(pair, place, box)).toEqual(content);
      }),
    );
  });

  it('a key under the keeper secret', () => {
    const secret = randomBytes(32);
    const place = { ringId: randomUUID(), purpose: 'seal', version: 1 };
    const key = randomBytes(64);
    expect(unwrapKey(secret, place, wrapKey(secret, place, key))).toEqual(key);
  });
});

describe('tokens of links', () => {
  it('are the same for the same message, and differ by key, label and every id', () => {
    const key = randomBytes(32);
    const token = deriveToken(key, 'confirm', 'a');
    expect(deriveToken(key, 'confirm', 'a')).toBe(token);
    const others = [
      deriveToken(randomBytes(32), 'confirm', 'a'),
      deriveToken(key, 'manage', 'a'),
      deriveToken(key, 'confirm', 'b'),
      deriveToken(key, 'confirm', 'a', 'a'),
    ];
    expect(new Set([token, ...others]).size).toBe(5);
  });

  it('have one form, and are known by a hash of 32 bytes', () => {
    for (const token of [randomToken(), deriveToken(randomBytes(32), 'confirm', randomUUID())]) {
      expect(isToken(token)).toBe(true);
      expect(hashToken(token)).toHaveLength(32);
      for (const other of ['', token.slice(1), `${token}x`, `${token.slice(1)}+`, `${token}\n`]) {
        expect(isToken(other)).toBe(false);
      }
    }
  });
});
