import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { decisionDigest } from '../../staff/decisions/decision-digest.js';
import { factorChallenge } from '../../staff/factors/factor-challenge.js';
import { factorNonce, factorProof } from '../../staff/factors/factor-proof.js';
import { VerifyFactor } from '../factors/verify-factor.service.js';
import type { ActAnswer, OpenedAsk, WindowAct } from './window-act.js';

const common = {
  proposalId: z.uuid(),
  /** The digest of what they were shown, base64url; any other is of something else. */
  seen: z.string().regex(/^[A-Za-z0-9_-]{0,100}$/),
};

const asked = z.discriminatedUnion('approves', [
  z.object({
    ...common,
    approves: z.literal(true),
    says: z.string().max(20).nullable(),
    given: z.object({ nonce: factorNonce, proof: factorProof }),
  }),
  z.object({ ...common, approves: z.literal(false), reply: z.string().max(500).nullable() }),
]);

/**
 * The second person's word. A yes counts only with a proof, made for exactly this decision, that it is they who say it:
 * so whoever holds web, and every session in it, can propose and refuse, and approve nothing.
 */
@Injectable()
export class DecideAct implements WindowAct {
  readonly act = 'decide';

  constructor(private readonly factor: VerifyFactor) {}

  async answer(tx: EntityManager, { proof: sessionHash, content }: OpenedAsk): Promise<ActAnswer> {
    const question = asked.safeParse(content);
    if (!question.success) return { refused: 'wrong' };
    const decision = question.data;
    const seen = Buffer.from(decision.seen, 'base64url');
    const { proposalId, approves } = decision;
    if (!approves)
      return outcomeOf(tx, [sessionHash, proposalId, seen, false, null, null, null, decision.reply]);
    const { nonce, proof } = decision.given;
    const about = decisionDigest(proposalId, seen, true);
    const challenge = factorChallenge({ purpose: 'decide', sessionHash, nonce, about });
    const verified = await this.factor.verify(tx, { sessionHash, purpose: 'decide', challenge, proof });
    if ('refused' in verified) return verified;
    const passkey = 'passkey' in proof ? Buffer.from(proof.passkey.id, 'base64url') : null;
    return outcomeOf(tx, [
      sessionHash,
      proposalId,
      seen,
      true,
      decision.says,
      verified.method,
      passkey,
      null,
    ]);
  }
}

async function outcomeOf(tx: EntityManager, parameters: unknown[]): Promise<ActAnswer> {
  const [row] = (await tx.query(
    'select jatakk.decide_proposal($1, $2, $3, $4, $5, $6, $7, $8) as outcome',
    parameters,
  )) as { outcome: string }[];
  return { answer: row!.outcome };
}
