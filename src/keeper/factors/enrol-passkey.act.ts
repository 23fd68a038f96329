import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { factorChallenge } from '../../staff/factors/factor-challenge.js';
import { factorNonce, passkeyAttestation } from '../../staff/factors/factor-proof.js';
import { CurrentRelay } from '../current-relay.service.js';
import type { ActAnswer, OpenedAsk, WindowAct } from '../window/window-act.js';
import { checkAttestation, siteOf } from './check-passkey.js';
import { ask, openFactors } from './factors.queries.js';
import { firstRecoveryCodes } from './put-recovery-codes.js';

const asked = z.object({
  nonce: factorNonce,
  name: z.string().min(1).max(60),
  attestation: passkeyAttestation,
});

/** A new passkey, made for this session's challenge. */
@Injectable()
export class EnrolPasskeyAct implements WindowAct {
  readonly act = 'factor-enrol-passkey';

  constructor(private readonly relay: CurrentRelay) {}

  async answer(tx: EntityManager, { proof: sessionHash, content }: OpenedAsk): Promise<ActAnswer> {
    const question = asked.safeParse(content);
    if (!question.success) return { refused: 'wrong' };
    const { nonce, name, attestation } = question.data;
    const member = await openFactors(tx, sessionHash);
    if (!member || member.half) return { refused: 'unknown' };
    if (!member.confirmed) return { refused: 'not-confirmed' };
    const site = siteOf(await this.relay.publicUrl());
    const challenge = factorChallenge({ purpose: 'enrol', sessionHash, nonce });
    const made = await checkAttestation(site, challenge, attestation);
    if (!made) return { refused: 'wrong' };
    const enrolled = await ask(tx, 'jatakk.enrol_passkey($1, $2, $3, $4, $5, $6, $7, $8)', [
      sessionHash,
      challenge,
      made.credentialId,
      made.publicKey,
      made.counter,
      attestation.response.transports,
      site.rpId,
      name,
    ]);
    return enrolled ? { answer: await firstRecoveryCodes(tx, sessionHash, member) } : { refused: 'wrong' };
  }
}
