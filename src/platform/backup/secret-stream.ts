import sodium from 'sodium-native';

/** What libsodium's secret stream adds to each message, in bytes. */
export const STREAM_OVERHEAD = sodium.crypto_secretstream_xchacha20poly1305_ABYTES;
export const STREAM_HEADER = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES;

// The published types are of an older version, in which tags were buffers and the state an object.
const stream = sodium as unknown as {
  crypto_secretstream_xchacha20poly1305_STATEBYTES: number;
  crypto_secretstream_xchacha20poly1305_TAG_MESSAGE: number;
  crypto_secretstream_xchacha20poly1305_TAG_FINAL: number;
  crypto_secretstream_xchacha20poly1305_init_push(state: Buffer, header: Buffer, key: Buffer): void;
  crypto_secretstream_xchacha20poly1305_push(
    state: Buffer,
    box: Buffer,
    plain: Buffer,
    bound: Buffer,
    tag: number,
  ): void;
  crypto_secretstream_xchacha20poly1305_init_pull(state: Buffer, header: Buffer, key: Buffer): void;
  crypto_secretstream_xchacha20poly1305_pull(
    state: Buffer,
    plain: Buffer,
    tag: Buffer,
    box: Buffer,
    bound: Buffer,
  ): void;
};
const STATE = stream.crypto_secretstream_xchacha20poly1305_STATEBYTES;
const LAST = stream.crypto_secretstream_xchacha20poly1305_TAG_FINAL;
const ONE_MORE = stream.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;

/** Seals one message after another: none can be changed, left out, doubled or moved, nor the last ones cut off. */
export class SealingStream {
  readonly header = Buffer.alloc(STREAM_HEADER);
  readonly #state = Buffer.alloc(STATE);

  /** @param key 32 bytes */
  constructor(key: Buffer) {
    stream.crypto_secretstream_xchacha20poly1305_init_push(this.#state, this.header, key);
  }

  seal(plain: Buffer, bound: Buffer, last: boolean): Buffer {
    const box = Buffer.allocUnsafe(plain.length + STREAM_OVERHEAD);
    stream.crypto_secretstream_xchacha20poly1305_push(this.#state, box, plain, bound, last ? LAST : ONE_MORE);
    return box;
  }
}

export class OpeningStream {
  readonly #state = Buffer.alloc(STATE);
  readonly #tag = Buffer.alloc(1);

  constructor(key: Buffer, header: Buffer) {
    stream.crypto_secretstream_xchacha20poly1305_init_pull(this.#state, header, key);
  }

  /** @throws Error when it is not the message that was sealed at this place */
  open(box: Buffer, bound: Buffer): { plain: Buffer; last: boolean } {
    const plain = Buffer.allocUnsafe(box.length - STREAM_OVERHEAD);
    stream.crypto_secretstream_xchacha20poly1305_pull(this.#state, plain, this.#tag, box, bound);
    return { plain, last: this.#tag[0] === LAST };
  }
}
