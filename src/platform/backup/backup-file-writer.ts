import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { syncFolder } from '../embedded/private-file.js';
import { faultCode } from '../fault-code.js';
import { BackupError } from './backup-error.js';
import { type BackupKind, makePreamble } from './backup-preamble.js';
import { SealingStream } from './secret-stream.js';

/** `about`: what the whole is. `table`: one begins. `rows`: bytes of COPY. `end`: what the table or the whole came to. */
export const MESSAGE = { about: 1, table: 2, rows: 3, end: 4 } as const;
export type MessageType = keyof typeof MESSAGE;

export const LARGEST_MESSAGE = 256 * 1024;
const BUFFER = 64 * 1024;
export const DRAFT = '.draft-';

/**
 * One backup as it is written: a preamble, then messages of libsodium's secret stream, each bound to the preamble and
 * with its length before it (4 bytes, big endian). It lies under a draft's name until it is whole and on the disk.
 */
export class BackupFileWriter {
  readonly #draft: string;
  readonly #fd: number;
  readonly #preamble: Buffer;
  readonly #stream: SealingStream;
  #rows: Buffer[] = [];
  #waiting = 0;

  constructor(
    private readonly path: string,
    kind: BackupKind,
    keeperSecret: Buffer,
    houseId: string | undefined,
  ) {
    this.#draft = join(dirname(path), `${DRAFT}${process.pid}-${kind}`);
    const { bytes, key } = makePreamble(kind, keeperSecret, houseId);
    this.#preamble = bytes;
    this.#stream = new SealingStream(key);
    key.fill(0);
    this.#fd = openSync(this.#draft, 'w', 0o600);
    this.#write(Buffer.concat([bytes, this.#stream.header]));
  }

  /** A message of its own, after the rows that wait. */
  tell(type: Exclude<MessageType, 'rows'>, content: unknown, last = false): void {
    this.#flush();
    this.#seal(type, Buffer.from(JSON.stringify(content), 'utf8'), last);
  }

  rows(bytes: Buffer): void {
    this.#rows.push(bytes);
    this.#waiting += bytes.length;
    if (this.#waiting >= BUFFER) this.#flush();
  }

  /** After the last message: on the disk, still under the draft's name. */
  close(): void {
    fsyncSync(this.#fd);
    closeSync(this.#fd);
  }

  /** Gives it its name, in place of what had it before. */
  publish(): void {
    renameSync(this.#draft, this.path);
    syncFolder(dirname(this.path));
  }

  abandon(): void {
    try {
      closeSync(this.#fd);
    } catch {
      // Closed already.
    }
    rmSync(this.#draft, { force: true });
  }

  #flush(): void {
    const bytes = this.#rows.length === 1 ? this.#rows[0]! : Buffer.concat(this.#rows);
    this.#rows = [];
    this.#waiting = 0;
    for (let at = 0; at < bytes.length; at += LARGEST_MESSAGE)
      this.#seal('rows', bytes.subarray(at, at + LARGEST_MESSAGE), false);
  }

  #seal(type: MessageType, content: Buffer, last: boolean): void {
    const box = this.#stream.seal(Buffer.concat([Buffer.of(MESSAGE[type]), content]), this.#preamble, last);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(box.length);
    this.#write(Buffer.concat([length, box]));
  }

  /** In place, not behind the caller's back: there is no more in memory than one message. */
  #write(bytes: Buffer): void {
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(this.#fd, bytes, at);
    } catch (error) {
      throw new BackupError(
        `The backup could not be written to ${dirname(this.path)} (${faultCode(error)}).`,
        {
          cause: error,
        },
      );
    }
  }
}
