import { OpeningError } from '../platform/sealing/opening-error.js';
import { secretId } from '../platform/sealing/secret-id.js';
import { unwrapKey, wrapKey, type WrapPlace } from '../platform/sealing/wrap-key.js';

/** A key as it lies in the vault. */
export interface WrappedKey {
  wrapped: Buffer;
  /** The name of the secret that wraps it; null for one from before that was written down. */
  secretId: string | null;
}

/** The keeper's secrets, in the keeper's memory: one, and while it is changed the one before it too. */
export class KeeperSecrets {
  #secrets: { id: string; secret: Buffer }[] = [];

  /** @param secrets 32 bytes each, the newest last */
  constructor(secrets: readonly Buffer[]) {
    this.accept(secrets);
  }

  /** From now on these are known. What is wrapped from now on is wrapped under the last. */
  accept(secrets: readonly Buffer[]): void {
    if (secrets.length === 0) throw new Error('a keeper needs a secret');
    this.#secrets = secrets.map((secret) => ({ id: secretId(secret), secret }));
  }

  /** Their names, the newest last. */
  ids(): string[] {
    return this.#secrets.map(({ id }) => id);
  }

  wrap(place: WrapPlace, key: Buffer): { wrapped: Buffer; secretId: string } {
    const { id, secret } = this.#secrets.at(-1)!;
    return { wrapped: wrapKey(secret, place, key), secretId: id };
  }

  /** @throws OpeningError 'key-not-authentic' when none of them opens it */
  unwrap(place: WrapPlace, { wrapped, secretId: by }: WrappedKey): Buffer {
    const likely = this.#secrets.toSorted((a, b) => Number(b.id === by) - Number(a.id === by));
    for (const { secret } of likely) {
      try {
        return unwrapKey(secret, place, wrapped);
      } catch (error) {
        if (!(error instanceof OpeningError)) throw error;
      }
    }
    throw new OpeningError('key-not-authentic');
  }
}
