import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { KeyRings } from '../../registers/key-rings.service.js';
import { STAFF_RING } from '../../registers/staff-ring.js';
import type { FactorPurpose } from '../../staff/factors/factor-challenge.js';
import type { FactorProof, PasskeyAssertion } from '../../staff/factors/factor-proof.js';
import { isPasswordOf } from '../../staff/passwords.js';
import { CurrentRelay } from '../current-relay.service.js';
import { checkAssertion, siteOf } from './check-passkey.js';
import { stepOfCode } from './check-totp.js';
import {
  countWrongProof,
  findPasskey,
  type OpenedFactors,
  openFactors,
  type ProofMethod,
  usePasskey,
  useRecoveryCode,
  useTotp,
} from './factors.queries.js';
import { recoveryCodeHash } from './recovery-codes.js';
import { openTotpSecret } from './totp-secret.js';

export interface AskedProof {
  /** SHA-256 of the session's token; for 'sign-in' that of half a session. */
  sessionHash: Buffer;
  purpose: FactorPurpose;
  /** Exactly what a passkey must have signed, 32 bytes: see `factorChallenge`. */
  challenge: Buffer;
  proof: FactorProof;
}

/**
 * `unknown`: no such session. `wrong`: no proof of theirs, or used before. `too-many`: no code counts for the rest of
 * the hour. `factor-needed`: a password, of somebody who has a second factor or must have one.
 */
export type ProofRefusal = 'unknown' | 'wrong' | 'too-many' | 'factor-needed';

export type Verified<M extends ProofMethod = ProofMethod> =
  { staffId: string; method: M } | { refused: ProofRefusal };

/**
 * Shows that the member of staff whose session this is sits there now. A proof works once: it is used up in the
 * caller's transaction. A refusal is counted in it too, so the caller answers a refusal and does not throw.
 */
@Injectable()
export class VerifyFactor {
  constructor(
    private readonly rings: KeyRings,
    private readonly relay: CurrentRelay,
  ) {}

  async verify(tx: EntityManager, asked: AskedProof): Promise<Verified> {
    const { sessionHash, purpose, proof } = asked;
    const member = await openFactors(tx, sessionHash);
    if (!member || member.half !== (purpose === 'sign-in')) return { refused: 'unknown' };
    if ('code' in proof && member.totp_locked) return { refused: 'too-many' };
    // Whoever must have a factor and has none may show by the password that it is they who get one.
    if ('password' in proof && (member.has_factor || (member.needs_factor && purpose !== 'confirm')))
      return { refused: 'factor-needed' };
    const method = await this.#method(tx, asked, member);
    if (method !== undefined) return { staffId: member.staff_id, method };
    await countWrongProof(tx, sessionHash, 'code' in proof);
    return { refused: 'wrong' };
  }

  async #method(
    tx: EntityManager,
    { sessionHash, purpose, challenge, proof }: AskedProof,
    member: OpenedFactors,
  ): Promise<ProofMethod | undefined> {
    if ('passkey' in proof)
      return (await this.#passkey(tx, sessionHash, challenge, proof.passkey)) ? 'passkey' : undefined;
    if ('code' in proof) return (await this.#code(tx, sessionHash, member, proof.code)) ? 'totp' : undefined;
    if ('recovery' in proof) {
      if (purpose !== 'sign-in') return undefined;
      const hash = recoveryCodeHash(member.staff_id, proof.recovery);
      return (await useRecoveryCode(tx, sessionHash, hash)) ? 'recovery' : undefined;
    }
    return (await isPasswordOf(member.password_hash ?? undefined, proof.password)) ? 'password' : undefined;
  }

  async #passkey(tx: EntityManager, sessionHash: Buffer, challenge: Buffer, assertion: PasskeyAssertion) {
    const kept = await findPasskey(tx, sessionHash, Buffer.from(assertion.id, 'base64url'));
    if (!kept) return false;
    const site = siteOf(await this.relay.publicUrl());
    const counter = await checkAssertion(site, challenge, kept, assertion);
    return counter !== undefined && usePasskey(tx, { sessionHash, passkeyId: kept.id, challenge, counter });
  }

  async #code(tx: EntityManager, sessionHash: Buffer, member: OpenedFactors, code: string) {
    if (!member.totp_sealed) return false;
    const ring = await this.rings.held(tx, STAFF_RING);
    const step = await stepOfCode(openTotpSecret(ring, member.staff_id, member.totp_sealed), code);
    return step !== undefined && useTotp(tx, sessionHash, step);
  }
}
