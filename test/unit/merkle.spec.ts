import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GrowingTree } from '../../src/platform/merkle/growing-tree.js';
import { KEPT_LEVELS, StoredTree } from '../../src/platform/merkle/stored-tree.js';
import { EMPTY_ROOT, leafHash, nodeHash } from '../../src/platform/merkle/tree-hash.js';
import { verifyConsistency } from '../../src/platform/merkle/verify-consistency.js';
import { verifyInclusion } from '../../src/platform/merkle/verify-inclusion.js';

/** The leaves, roots and proofs that Certificate Transparency's own implementations are tested with. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const INCLUSION: [index: number, size: number, proof: string[]][] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    1,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];
const CONSISTENCY: [before: number, size: number, proof: string[]][] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];

const bytes = (hex: string) => Buffer.from(hex, 'hex');
const hashes = LEAVES.map((leaf) => leafHash(bytes(leaf)));

/** The definition itself (RFC 9162 §2.1.1), leaf by leaf and without any cleverness. */
function rootByDefinition(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (leaves.length === 1) return leaves[0]!;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(rootByDefinition(leaves.slice(0, split)), rootByDefinition(leaves.slice(split)));
}

/** A tree kept as in the database: leaves, and every eighth level above them. */
function stored(leaves: readonly Buffer[]): StoredTree {
  const levels = new Map<number, Buffer[]>([[0, [...leaves]]]);
  const tree = new GrowingTree();
  for (const leaf of leaves)
    for (const { level, hash } of tree.add(leaf))
      if (level % KEPT_LEVELS === 0) levels.set(level, [...(levels.get(level) ?? []), hash]);
  return new StoredTree({
    read: async (level, from, to) => (levels.get(level) ?? []).slice(from, to),
  });
}

const grown = (leaves: readonly Buffer[]) => {
  const tree = new GrowingTree();
  for (const leaf of leaves) tree.add(leaf);
  return tree;
};

test('roots are those of Certificate Transparency', () => {
  expect(EMPTY_ROOT.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  const tree = new GrowingTree();
  for (const [at, leaf] of hashes.entries()) {
    tree.add(leaf);
    expect([tree.size, tree.root().toString('hex')]).toEqual([at + 1, ROOTS[at]]);
  }
});

test.each(INCLUSION)(
  'inclusion of leaf %i in %i is proved as by Certificate Transparency',
  async (index, size, proof) => {
    const ours = await stored(hashes).inclusionProof(index, size);
    expect(ours.map((hash) => hash.toString('hex'))).toEqual(proof);
    const root = bytes(ROOTS[size - 1]!);
    expect(verifyInclusion({ leaf: hashes[index]!, index, size, proof: proof.map(bytes), root })).toBe(true);
  },
);

test.each(CONSISTENCY)(
  'from %i to %i leaves is proved as by Certificate Transparency',
  async (before, size, proof) => {
    const ours = await stored(hashes).consistencyProof(before, size);
    expect(ours.map((hash) => hash.toString('hex'))).toEqual(proof);
    const claim = { before: headOf(before), now: headOf(size), proof: proof.map(bytes) };
    expect(verifyConsistency(claim)).toBe(true);
  },
);

const headOf = (size: number) => ({ size, root: bytes(ROOTS[size - 1]!) });

const someLeaves = fc.array(fc.uint8Array({ minLength: 33, maxLength: 33 }), {
  minLength: 1,
  maxLength: 700,
});

test('whatever is grown, stored and grown on has the root of the definition', async () => {
  await fc.assert(
    fc.asyncProperty(someLeaves, fc.nat(), async (inputs, cut) => {
      const leaves = inputs.map((input) => leafHash(Buffer.from(input)));
      const before = cut % (leaves.length + 1);
      const tree = await stored(leaves.slice(0, before)).growing(before);
      for (const leaf of leaves.slice(before)) tree.add(leaf);
      expect(tree.size).toBe(leaves.length);
      expect(tree.root()).toEqual(rootByDefinition(leaves));
      expect(tree.root()).toEqual(grown(leaves).root());
    }),
    { numRuns: 60 },
  );
});

test('every leaf proves itself, and no other leaf, place, size or root is proved by that', async () => {
  await fc.assert(
    fc.asyncProperty(someLeaves, fc.nat(), fc.nat(), async (inputs, at, other) => {
      const leaves = inputs.map((input) => leafHash(Buffer.from(input)));
      const size = leaves.length;
      const index = at % size;
      const proof = await stored(leaves).inclusionProof(index, size);
      const claim = { leaf: leaves[index]!, index, size, proof, root: rootByDefinition(leaves) };
      expect(verifyInclusion(claim)).toBe(true);
      expect(verifyInclusion({ ...claim, leaf: randomBytes(32) })).toBe(false);
      expect(verifyInclusion({ ...claim, root: randomBytes(32) })).toBe(false);
      expect(verifyInclusion({ ...claim, proof: [...proof, randomBytes(32)] })).toBe(false);
      expect(verifyInclusion({ ...claim, index: size })).toBe(false);
      expect(verifyInclusion({ ...claim, index: -1 })).toBe(false);
      expect(verifyInclusion({ ...claim, index: index + 0.5 })).toBe(false);
      const elsewhere = other % size;
      if (elsewhere !== index && !leaves[elsewhere]!.equals(leaves[index]!))
        expect(verifyInclusion({ ...claim, index: elsewhere })).toBe(false);
      if (proof.length > 0) {
        const changed = proof.with(other % proof.length, randomBytes(32));
        expect(verifyInclusion({ ...claim, proof: changed })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(false);
      }
    }),
    { numRuns: 60 },
  );
});

test('a tree proves each that it has grown out of; a changed, shortened or reordered one is not proved', async () => {
  await fc.assert(
    fc.asyncProperty(someLeaves, fc.nat(), fc.nat(), async (inputs, cut, other) => {
      const leaves = inputs.map((input) => leafHash(Buffer.from(input)));
      const size = leaves.length;
      const from = 1 + (cut % size);
      const before = { size: from, root: rootByDefinition(leaves.slice(0, from)) };
      const now = { size, root: rootByDefinition(leaves) };
      const proof = await stored(leaves).consistencyProof(from, size);
      expect(verifyConsistency({ before, now, proof })).toBe(true);
      expect(verifyConsistency({ before: now, now: before, proof })).toBe(from === size);
      const rewritten = leaves.with(other % from, randomBytes(32));
      const rewrittenNow = { size, root: rootByDefinition(rewritten) };
      const forged = await stored(rewritten).consistencyProof(from, size);
      expect(verifyConsistency({ before, now: rewrittenNow, proof: forged })).toBe(false);
      expect(verifyConsistency({ before, now, proof: [...proof, randomBytes(32)] })).toBe(false);
      if (proof.length > 0)
        expect(
          verifyConsistency({ before, now, proof: proof.with(other % proof.length, randomBytes(32)) }),
        ).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test('a leaf cannot pass for a node', () => {
  const [left, right] = [hashes[0]!, hashes[1]!];
  expect(leafHash(Buffer.concat([left, right]))).not.toEqual(nodeHash(left, right));
});
