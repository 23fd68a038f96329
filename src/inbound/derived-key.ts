import { hkdfSync } from 'node:crypto';

/** Deriving takes longer than what is done with the key. */
const derived = new WeakMap<Buffer, Map<string, Buffer>>();

/** One key never does two things: each use has one of its own, made from it (RFC 5869). 32 bytes. */
export function derivedKey(key: Buffer, use: string): Buffer {
  const uses = derived.get(key) ?? new Map<string, Buffer>();
  derived.set(key, uses);
  let found = uses.get(use);
  if (!found) uses.set(use, (found = Buffer.from(hkdfSync('sha256', key, '', `jatakk return ${use}`, 32))));
  return found;
}
