import { closeSync, openSync, readSync } from 'node:fs';
import { faultCode } from '../fault-code.js';
import { BackupError } from './backup-error.js';
import { LARGEST_MESSAGE, MESSAGE, type MessageType } from './backup-file-writer.js';
import { type BackupKind, keyFor, type Preamble, PREAMBLE_BYTES, readPreamble } from './backup-preamble.js';
import { OpeningStream, STREAM_HEADER, STREAM_OVERHEAD } from './secret-stream.js';

export interface BackupMessage {
  type: MessageType;
  content: Buffer;
}

const SHORTEST = 1 + STREAM_OVERHEAD;
const LONGEST = 1 + LARGEST_MESSAGE + STREAM_OVERHEAD;

/** Reads what {@link BackupFileWriter} wrote. Whatever is not exactly that is refused, with where it stands. */
export class BackupFileReader {
  readonly #fd: number;
  readonly #clear: Buffer;
  readonly preamble: Preamble;

  /** @throws BackupError when it is no backup, or none of this kind */
  constructor(
    readonly path: string,
    kind: BackupKind,
  ) {
    try {
      this.#fd = openSync(path, 'r');
    } catch (error) {
      throw new BackupError(`${path} cannot be read (${faultCode(error)}).`, { cause: error });
    }
    this.#clear = this.#read(PREAMBLE_BYTES) ?? Buffer.alloc(0);
    const preamble = readPreamble(this.#clear);
    if (!preamble) throw this.#refused('is no backup of Jatakk, or not one that this version can read');
    if (preamble.kind !== kind)
      throw this.#refused(`is a backup of ${KINDS[preamble.kind]}, not of ${KINDS[kind]}`);
    this.preamble = preamble;
  }

  /** Every message from the first to the last. @param secrets each 32 bytes: that which it was made with, among others */
  *messages(secrets: readonly Buffer[]): Generator<BackupMessage> {
    const key = secrets.flatMap((secret) => keyFor(this.preamble, secret) ?? []).at(0);
    if (!key) throw this.#refused('was made with another keeper secret');
    const header = this.#read(STREAM_HEADER);
    if (!header) throw this.#refused('has been cut off');
    const stream = new OpeningStream(key, header);
    for (;;) {
      const length = this.#read(4)?.readUInt32BE();
      if (length === undefined) throw this.#refused('has been cut off');
      if (length < SHORTEST || length > LONGEST) throw this.#refused('has been changed');
      const box = this.#read(length);
      if (!box) throw this.#refused('has been cut off');
      const { plain, last } = this.#open(stream, box);
      const type = NAMES.find((name) => MESSAGE[name] === plain[0]);
      if (!type) throw this.#refused('has been changed');
      if (last && this.#read(1)) throw this.#refused('has something behind its end');
      yield { type, content: plain.subarray(1) };
      if (last) return;
    }
  }

  close(): void {
    closeSync(this.#fd);
  }

  #open(stream: OpeningStream, box: Buffer): { plain: Buffer; last: boolean } {
    try {
      return stream.open(box, this.#clear);
    } catch (error) {
      throw new BackupError(this.#refused('has been changed').message, { cause: error });
    }
  }

  /** Exactly so many bytes from where we stand, or undefined at the end of the file. */
  #read(length: number): Buffer | undefined {
    const bytes = Buffer.allocUnsafe(length);
    let has = 0;
    while (has < length) {
      const more = readSync(this.#fd, bytes, has, length - has, null);
      if (more === 0) return undefined;
      has += more;
    }
    return bytes;
  }

  #refused(what: string): BackupError {
    return new BackupError(`${this.path} ${what}. Nothing has been changed.`);
  }
}

const NAMES = Object.keys(MESSAGE) as MessageType[];
const KINDS: Record<BackupKind, string> = { data: 'the data', vault: 'the vault' };
