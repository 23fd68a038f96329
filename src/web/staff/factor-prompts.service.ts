import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { factorChallenge, type FactorPurpose, newNonce } from '../../staff/factors/factor-challenge.js';
import type { Message } from '../../platform/i18n/messages.js';
import type { FactorRefusal } from '../../staff/factors/second-factors.service.js';
import { ownFactors } from '../../staff/factors/own-factors.queries.js';
import { Frames } from '../http/frames.service.js';
import type { FactorPrompt } from './pages/confirm-factor.js';

/** How one member can show who they are, for one page: what `ConfirmFactor` is drawn from. */
@Injectable()
export class FactorPrompts {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
  ) {}

  /** @param about the digest of what is decided by it */
  async make(
    member: { id: string; sessionHash: Buffer },
    purpose: FactorPurpose,
    about?: Buffer,
  ): Promise<FactorPrompt> {
    const own = await ownFactors(this.database, member.id);
    const nonce = newNonce();
    const challenge = factorChallenge({
      purpose,
      sessionHash: member.sessionHash,
      nonce,
      ...(about && { about }),
    });
    const passkeys = own.passkeys.filter(({ usable }) => usable);
    return {
      nonce,
      code: own.totp !== null,
      password: !own.hasFactor,
      recovery: purpose === 'sign-in' && own.recoveryCodes > 0,
      passkey: passkeys.length > 0 && {
        challenge: challenge.toString('base64url'),
        rpId: new URL(await this.frames.publicUrl()).hostname,
        allowCredentials: passkeys.map(({ credentialId: id, transports }) => ({
          id,
          type: 'public-key',
          transports,
        })),
        userVerification: 'required',
        timeout: 120_000,
      },
    };
  }
}

/** What somebody is told when a proof of theirs did not count. */
export function proofMessage(refused: FactorRefusal): Message {
  switch (refused) {
    case 'too-many':
      return { key: 'factor.error.too-many' };
    case 'factor-needed':
      return { key: 'factor.error.needed' };
    case 'late':
    case 'failed':
      return { key: 'factor.error.late' };
    default:
      return { key: 'factor.error.wrong' };
  }
}
