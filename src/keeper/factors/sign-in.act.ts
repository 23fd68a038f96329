import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { factorChallenge } from '../../staff/factors/factor-challenge.js';
import { factorNonce, factorProof } from '../../staff/factors/factor-proof.js';
import type { ActAnswer, OpenedAsk, WindowAct } from '../window/window-act.js';
import { liftSession } from './factors.queries.js';
import { VerifyFactor } from './verify-factor.service.js';

const asked = z.object({ nonce: factorNonce, proof: factorProof, newSession: z.base64() });

/** The second factor after the right password: half a session becomes a whole one, under a token of its own. */
@Injectable()
export class SignInAct implements WindowAct {
  readonly act = 'factor-sign-in';

  constructor(private readonly factor: VerifyFactor) {}

  async answer(tx: EntityManager, { proof: sessionHash, content }: OpenedAsk): Promise<ActAnswer> {
    const question = asked.safeParse(content);
    if (!question.success) return { refused: 'wrong' };
    const { nonce, proof, newSession } = question.data;
    const challenge = factorChallenge({ purpose: 'sign-in', sessionHash, nonce });
    const verified = await this.factor.verify(tx, { sessionHash, purpose: 'sign-in', challenge, proof });
    if ('refused' in verified) return verified;
    const lifted = await liftSession(tx, sessionHash, Buffer.from(newSession, 'base64'), verified.method);
    return lifted ? { answer: { method: verified.method } } : { refused: 'unknown' };
  }
}
