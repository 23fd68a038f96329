import { Injectable } from '@nestjs/common';
import { AskWindow } from '../../registers/ask-window.service.js';
import { STAFF_RING } from '../../registers/staff-ring.js';
import type { FactorRefusal, GivenProof } from '../factors/second-factors.service.js';

/** Of what somebody was shown, and what they say to it. Yes takes a proof of who they are; no takes none. */
export type Decision = {
  proposalId: string;
  /** The digest of what they were shown. */
  seen: Buffer;
} & ({ approves: true; says?: string; proof: GivenProof } | { approves: false; reply?: string });

/** What was decided; `material` and `editorial` say what was published. */
export type Decided = 'approved' | 'refused' | 'material' | 'editorial';

/** Why nothing was decided. */
export type Undecided =
  | 'unknown'
  | 'not-signed-in'
  | 'not-yours'
  | 'own'
  | 'decided'
  | 'other-content'
  | 'unproven'
  | 'says-nothing'
  | 'no-reason'
  | 'list-closed';

export type DecideAnswer =
  | { decided: Decided }
  | { undecided: Undecided }
  /** The proof did not count. */
  | { unproven: FactorRefusal };

const DECIDED: readonly string[] = ['approved', 'refused', 'material', 'editorial'] satisfies Decided[];

/** The second person's word on anything that takes two. The keeper checks their proof; web decides nothing. */
@Injectable()
export class DecideProposal {
  constructor(private readonly window: AskWindow) {}

  async decide(session: Buffer, decision: Decision): Promise<DecideAnswer> {
    const { proposalId, seen } = decision;
    const content = {
      proposalId,
      seen: seen.toString('base64url'),
      ...(decision.approves
        ? { approves: true, says: decision.says ?? null, given: decision.proof }
        : { approves: false, reply: decision.reply ?? null }),
    };
    const reply = await this.window.ask({ act: 'decide', ringId: STAFF_RING, proof: session, content });
    if (!('answer' in reply)) return { unproven: reply.verdict as FactorRefusal };
    const outcome = String(reply.answer);
    return DECIDED.includes(outcome) ? { decided: outcome as Decided } : { undecided: outcome as Undecided };
  }
}
