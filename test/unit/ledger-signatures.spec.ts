import { createHash, generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commitmentTo, headLeaf, recordLeaf } from '../../src/consent/ledger/leaf-input.js';
import { leafPromise, signPromise, verifyPromise } from '../../src/consent/ledger/leaf-promise.js';
import { signHead, signedHead, verifyHead } from '../../src/consent/ledger/log-head.js';
import { isSignedBy, signerFrom } from '../../src/platform/merkle/ed25519.js';

const LOG = '3f0d9c1e-9f5e-4a63-9d6c-6d1d2b1f0a77';
const ROOT = createHash('sha256').update('root').digest('hex');

test('keys and signatures are those of RFC 8032', () => {
  const signer = signerFrom(
    Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'),
  );
  expect(signer.publicKey.toString('hex')).toBe(
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  );
  expect(signer.sign('').toString('hex')).toBe(
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  );
});

test('a promise is over exactly the text that was agreed, and no other log, record or time is promised', () => {
  const log = { id: LOG, signer: signerFrom(randomBytes(32)) };
  const commitment = randomBytes(32);
  const promise = signPromise(log, commitment, new Date('2026-11-25T10:20:30.456Z'));
  expect(leafPromise.parse(promise)).toEqual(promise);
  expect(promise.at).toBe('2026-11-25T10:20:30Z');
  const text = `jatakk promise v1\n${LOG}\n${commitment.toString('hex')}\n2026-11-25T10:20:30Z\n`;
  expect(isSignedBy(log.signer.publicKey, text, Buffer.from(promise.signature, 'base64url'))).toBe(true);
  expect(verifyPromise(log.signer.publicKey, promise)).toBe(true);
  for (const other of [
    { logId: LOG.replace('3f', '4f') },
    { commitment: ROOT },
    { at: '2026-11-25T10:20:31Z' },
    { signature: randomBytes(64).toString('base64url') },
    { signature: '' },
  ])
    expect(verifyPromise(log.signer.publicKey, { ...promise, ...other })).toBe(false);
  expect(verifyPromise(signerFrom(randomBytes(32)).publicKey, promise)).toBe(false);
});

test('a head is over exactly the text that was agreed, and no other head is signed by that', () => {
  const signer = signerFrom(randomBytes(32));
  const head = signHead(signer, { logId: LOG, size: 12, root: ROOT, date: '2026-11-25' });
  expect(signedHead.parse(head)).toEqual(head);
  const text = `jatakk head v1\n${LOG}\n12\n${ROOT}\n2026-11-25\n`;
  expect(isSignedBy(signer.publicKey, text, Buffer.from(head.signature, 'base64url'))).toBe(true);
  expect(verifyHead(signer.publicKey, head)).toBe(true);
  for (const other of [
    { size: 13 },
    { date: '2026-11-24' },
    { root: ROOT.replace(/^./, '0') === ROOT ? ROOT.replace(/^./, '1') : ROOT.replace(/^./, '0') },
  ])
    expect(verifyHead(signer.publicKey, { ...head, ...other })).toBe(false);
});

test('whatever is no key and no signature is a no and never a fault', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 70 }),
      fc.uint8Array({ maxLength: 70 }),
      fc.string(),
      (key, signature, text) => {
        expect(isSignedBy(Buffer.from(key), text, Buffer.from(signature))).toBe(false);
      },
    ),
  );
});

test('a commitment is salted, and leaves of a record and of a head cannot be taken for each other', () => {
  const salt = randomBytes(32);
  const record = '{"answer":"yes"}';
  expect(commitmentTo(salt, record)).toEqual(
    createHash('sha256').update('jatakk record v1\0').update(salt).update(record).digest(),
  );
  expect(() => commitmentTo(Buffer.alloc(31), record)).toThrow(RangeError);
  expect(() => recordLeaf(Buffer.alloc(33))).toThrow(RangeError);
  const head = { logId: LOG, size: 1, root: ROOT, date: '2026-11-25' };
  expect([recordLeaf(commitmentTo(salt, record))[0], headLeaf(head)[0]]).toEqual([0, 1]);
  expect(headLeaf(head).subarray(1)).toEqual(
    createHash('sha256').update(`jatakk head v1\n${LOG}\n1\n${ROOT}\n2026-11-25\n`).digest(),
  );
});

test('OpenSSL agrees: a signature of ours verifies under a key that it read itself', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(16);
  expect(verify(null, Buffer.from('æ'), publicKey, signerFrom(seed).sign('æ'))).toBe(true);
});
