import sodium from 'sodium-native';
import { OpeningError } from './opening-error.js';
import { unpad } from './pad.js';

/**
 * A key for one answer, made by whoever asks and gone with this object: nobody can make one of a key that was there
 * before, so nothing that lies sealed in the database opens with it.
 */
export class ReplyKey {
  /** 32 bytes, X25519. */
  readonly publicKey = Buffer.alloc(sodium.crypto_box_PUBLICKEYBYTES);
  readonly #secretKey = Buffer.alloc(sodium.crypto_box_SECRETKEYBYTES);

  constructor() {
    sodium.crypto_box_keypair(this.publicKey, this.#secretKey);
  }

  /** @throws OpeningError when it was not sealed to this key for this question. */
  open(askId: string, box: Buffer): unknown {
    if (box.length <= sodium.crypto_box_SEALBYTES) throw new OpeningError('box-too-short');
    const plain = Buffer.alloc(box.length - sodium.crypto_box_SEALBYTES);
    if (!sodium.crypto_box_seal_open(plain, box, this.publicKey, this.#secretKey))
      throw new OpeningError('box-not-authentic');
    const opened = JSON.parse(unpad(plain).toString('utf8')) as { askId: unknown; content: unknown };
    plain.fill(0);
    if (opened.askId !== askId) throw new OpeningError('box-misplaced');
    return opened.content;
  }
}
