import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { factorChallenge, newNonce } from '../../staff/factors/factor-challenge.js';
import { passkeysOf } from '../../staff/factors/own-factors.queries.js';
import type { SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';

/** What a browser is asked in order to make a passkey (WebAuthn § 5.4, as JSON), and the nonce of the asking. */
export interface PasskeyOffer {
  nonce: string;
  options: object;
}

/** EdDSA, ES256 and RS256, by their numbers (RFC 9053 § 2). */
const ALGORITHMS = [-8, -7, -257];

@Injectable()
export class PasskeyOffers {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
  ) {}

  async make(member: SignedIn): Promise<PasskeyOffer> {
    const nonce = newNonce();
    const challenge = factorChallenge({ purpose: 'enrol', sessionHash: member.sessionHash, nonce });
    const mine = await passkeysOf(this.database, member.id);
    return {
      nonce,
      options: {
        rp: { id: new URL(await this.frames.publicUrl()).hostname, name: 'Jatakk' },
        // Says nothing of who it is but their name: the authenticator keeps it.
        user: {
          id: Buffer.from(member.id.replaceAll('-', ''), 'hex').toString('base64url'),
          name: member.name,
          displayName: member.name,
        },
        challenge: challenge.toString('base64url'),
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: mine.map(({ credentialId: id, transports }) => ({
          id,
          type: 'public-key',
          transports,
        })),
        authenticatorSelection: { userVerification: 'required', residentKey: 'discouraged' },
        attestation: 'none',
        timeout: 120_000,
      },
    };
  }
}
