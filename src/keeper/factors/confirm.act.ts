import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { factorChallenge } from '../../staff/factors/factor-challenge.js';
import { factorNonce, factorProof } from '../../staff/factors/factor-proof.js';
import type { ActAnswer, OpenedAsk, WindowAct } from '../window/window-act.js';
import { confirmSession } from './factors.queries.js';
import { VerifyFactor } from './verify-factor.service.js';

const asked = z.object({ nonce: factorNonce, proof: factorProof });

/** Shows once more who sits there, before something that could do harm. It holds for ten minutes. */
@Injectable()
export class ConfirmAct implements WindowAct {
  readonly act = 'factor-confirm';

  constructor(private readonly factor: VerifyFactor) {}

  async answer(tx: EntityManager, { proof: sessionHash, content }: OpenedAsk): Promise<ActAnswer> {
    const question = asked.safeParse(content);
    if (!question.success) return { refused: 'wrong' };
    const { nonce, proof } = question.data;
    const challenge = factorChallenge({ purpose: 'confirm', sessionHash, nonce });
    const verified = await this.factor.verify(tx, { sessionHash, purpose: 'confirm', challenge, proof });
    if ('refused' in verified) return verified;
    await confirmSession(tx, sessionHash, verified.method);
    return { answer: { method: verified.method } };
  }
}
