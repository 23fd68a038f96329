/**
 * Pads to the next multiple of `block` bytes so that a ciphertext's length says nothing about an address:
 * 4 bytes of length (big endian), the bytes, zeros.
 */
export function pad(plain: Buffer, block: number): Buffer {
  const size = Math.ceil((plain.length + 4) / block) * block;
  const padded = Buffer.alloc(size);
  padded.writeUInt32BE(plain.length, 0);
  plain.copy(padded, 4);
  return padded;
}

/** Undoes {@link pad}. Throws when the length field points past the end. */
export function unpad(padded: Buffer): Buffer {
  if (padded.length < 4) throw new RangeError('padding: too short');
  const length = padded.readUInt32BE(0);
  if (length > padded.length - 4) throw new RangeError('padding: length out of range');
  return padded.subarray(4, 4 + length);
}
