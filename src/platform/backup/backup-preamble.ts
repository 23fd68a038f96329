import { hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** `data`: everything but keys. `vault`: the keys of registers (wrapped under the keeper secret) and of rows. */
export type BackupKind = 'data' | 'vault';

/** What stands in the clear at the head of a backup: enough to find the key, and nothing about anybody. */
export interface Preamble {
  kind: BackupKind;
  /** The data folder's id, by which its keys are found; undefined for a database of somebody else's making. */
  houseId: string | undefined;
  salt: Buffer;
  /** Tells the wrong secret from a damaged file. */
  check: Buffer;
}

const MAGIC = Buffer.from('JATAKK BACKUP 1\n', 'latin1');
const KINDS: Record<BackupKind, number> = { data: 0x44, vault: 0x56 };
const SALT = 16;
const ID = 16;
const CHECK = 16;
const NO_ID = Buffer.alloc(ID);

export const PREAMBLE_BYTES = MAGIC.length + 1 + ID + SALT + CHECK;

/** A new preamble, and the key that goes with it. No two backups have the same. */
export function makePreamble(
  kind: BackupKind,
  keeperSecret: Buffer,
  houseId: string | undefined,
): { bytes: Buffer; key: Buffer } {
  const salt = randomBytes(SALT);
  const { key, check } = backupKey(kind, keeperSecret, salt);
  const id = houseId ? Buffer.from(houseId.replaceAll('-', ''), 'hex') : NO_ID;
  return { bytes: Buffer.concat([MAGIC, Buffer.of(KINDS[kind]), id, salt, check]), key };
}

/** Undefined for a file that is no backup of ours. */
export function readPreamble(bytes: Buffer): Preamble | undefined {
  if (bytes.length < PREAMBLE_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const kind = (['data', 'vault'] as const).find((name) => KINDS[name] === bytes[MAGIC.length]);
  if (!kind) return undefined;
  const id = bytes.subarray(MAGIC.length + 1, MAGIC.length + 1 + ID);
  const salt = bytes.subarray(MAGIC.length + 1 + ID, MAGIC.length + 1 + ID + SALT);
  return { kind, houseId: uuid(id), salt, check: bytes.subarray(PREAMBLE_BYTES - CHECK, PREAMBLE_BYTES) };
}

/** The key of the backup, or undefined when this is not the secret that it was made with. */
export function keyFor({ kind, salt, check }: Preamble, keeperSecret: Buffer): Buffer | undefined {
  const made = backupKey(kind, keeperSecret, salt);
  return timingSafeEqual(made.check, check) ? made.key : undefined;
}

function backupKey(kind: BackupKind, keeperSecret: Buffer, salt: Buffer): { key: Buffer; check: Buffer } {
  const bytes = Buffer.from(hkdfSync('sha256', keeperSecret, salt, `jatakk backup ${kind}`, 32 + CHECK));
  return { key: bytes.subarray(0, 32), check: bytes.subarray(32) };
}

function uuid(id: Buffer): string | undefined {
  if (id.equals(NO_ID)) return undefined;
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
