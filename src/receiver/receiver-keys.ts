import { createHmac, hkdfSync } from 'node:crypto';
import sodium from 'sodium-native';
import { returnKeyContent, returnKeyPlace } from '../inbound/return-key.js';
import { openSealedBox, type SealPair } from '../platform/sealing/open-sealed-box.js';

/**
 * What a receiver derives from its secret of 32 bytes: the pair that the keeper seals return paths' keys to, and the key
 * of fingerprints. Neither opens anything that people wrote.
 */
export class ReceiverKeys {
  readonly #pair: SealPair;
  readonly #fingerprints: Buffer;

  constructor(secret: Buffer) {
    const derive = (what: string) =>
      Buffer.from(hkdfSync('sha256', secret, '', `jatakk receiver ${what}`, 32));
    const pair = {
      publicKey: Buffer.alloc(sodium.crypto_box_PUBLICKEYBYTES),
      secretKey: Buffer.alloc(sodium.crypto_box_SECRETKEYBYTES),
    };
    sodium.crypto_box_seed_keypair(pair.publicKey, pair.secretKey, derive('pair'));
    this.#pair = pair;
    this.#fingerprints = derive('fingerprint');
  }

  /** By which this receiver is known. 32 bytes. */
  get publicKey(): Buffer {
    return this.#pair.publicKey;
  }

  /** The `verp` key of a register, as the keeper sealed it to this receiver. @throws OpeningError for any other box */
  openReturnKey(ringId: string, version: number, sealed: Buffer): Buffer {
    const content = openSealedBox(this.#pair, returnKeyPlace(ringId, version), sealed);
    return Buffer.from(returnKeyContent.parse(content).key, 'base64');
  }

  /**
   * By what a message is known again that has come before for the same recipient. Keyed, so that nobody who has the
   * database can try messages out. @param digest SHA-256 of the message
   */
  fingerprint(recipient: string, digest: Buffer): Buffer {
    return createHmac('sha256', this.#fingerprints).update(digest).update(recipient).digest();
  }
}
