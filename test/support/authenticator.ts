import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { PasskeyAssertion, PasskeyAttestation } from '../../src/staff/factors/factor-proof.js';

export interface AuthenticatorOptions {
  /** Whether it has checked who touches it (WebAuthn § 6.1, flag UV). */
  verifiesUser?: boolean;
  origin?: string;
  rpId?: string;
  counter?: number;
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();
const b64 = (data: Buffer | string) => Buffer.from(data).toString('base64url');

/** A passkey made of software, for tests: ES256, no attestation. What a browser would refuse to do, it does when told to. */
export class Authenticator {
  readonly credentialId = randomBytes(32);
  readonly #key: { publicKey: KeyObject; privateKey: KeyObject };
  #counter = 0;

  constructor(private readonly siteUrl: string) {
    this.#key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  }

  create(challenge: string, options: AuthenticatorOptions = {}): PasskeyAttestation {
    const { x, y } = this.#key.publicKey.export({ format: 'jwk' });
    // COSE_Key of RFC 9053 § 7.1: {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
    const cose = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x!, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y!, 'base64url'),
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.credentialId.length);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.credentialId, cose]);
    const data = this.#data({ ...options, flags: 0x40 }, credential);
    // {"fmt": "none", "attStmt": {}, "authData": data}
    const size = Buffer.alloc(2);
    size.writeUInt16BE(data.length);
    const attestationObject = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746159', 'hex'),
      size,
      data,
    ]);
    return {
      ...this.#id(),
      response: {
        clientDataJSON: b64(this.#clientData('webauthn.create', challenge, options)),
        attestationObject: b64(attestationObject),
        transports: ['internal'],
      },
    };
  }

  get(challenge: string, options: AuthenticatorOptions = {}): PasskeyAssertion {
    const clientData = this.#clientData('webauthn.get', challenge, options);
    const data = this.#data({ ...options, flags: 0 });
    const signature = sign('sha256', Buffer.concat([data, sha256(clientData)]), this.#key.privateKey);
    return {
      ...this.#id(),
      response: {
        clientDataJSON: b64(clientData),
        authenticatorData: b64(data),
        signature: b64(signature),
      },
    };
  }

  #id() {
    const id = b64(this.credentialId);
    return { id, rawId: id, type: 'public-key' } as const;
  }

  #clientData(type: string, challenge: string, { origin }: AuthenticatorOptions): string {
    return JSON.stringify({ type, challenge, origin: origin ?? this.siteUrl, crossOrigin: false });
  }

  #data(
    { verifiesUser = true, rpId, counter, flags }: AuthenticatorOptions & { flags: number },
    more: Buffer = Buffer.alloc(0),
  ): Buffer {
    this.#counter = counter ?? this.#counter + 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(this.#counter);
    const present = 0x01 | (verifiesUser ? 0x04 : 0) | flags;
    return Buffer.concat([sha256(rpId ?? new URL(this.siteUrl).hostname), Buffer.of(present), count, more]);
  }
}
