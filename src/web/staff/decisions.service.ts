import { Injectable } from '@nestjs/common';
import type { Message, MessageKey } from '../../platform/i18n/messages.js';
import { decisionDigest } from '../../staff/decisions/decision-digest.js';
import {
  type Decided,
  DecideProposal,
  type DecideAnswer,
  type Undecided,
} from '../../staff/decisions/decide-proposal.service.js';
import type { Proposal } from '../../staff/proposals.queries.js';
import type { SignedIn } from '../http/access.js';
import { FactorPrompts, proofMessage } from './factor-prompts.service.js';
import type { FactorPrompt } from './pages/confirm-factor.js';
import { readFactorProof } from './read-factor-proof.js';

/** What was decided; or what to say, and whether another proof may do. */
export type DecidedOnPage = { decided: Decided } | { error: Message; again: boolean };

const SAID: Partial<Record<Undecided, MessageKey>> = {
  own: 'decide.error.own',
  'not-yours': 'decide.error.not-yours',
  'other-content': 'decide.error.other-content',
  'no-reason': 'decide.error.no-reason',
  'says-nothing': 'purpose.error.says',
};

/** Yes and no from a page of staff: the proof that it asks for, and what came of it. */
@Injectable()
export class Decisions {
  constructor(
    private readonly prompts: FactorPrompts,
    private readonly deciding: DecideProposal,
  ) {}

  /** What a page asks for a yes to exactly this. */
  prompt(member: SignedIn, { id, digest }: Pick<Proposal, 'id' | 'digest'>): Promise<FactorPrompt> {
    return this.prompts.make(member, 'decide', decisionDigest(id, digest, true));
  }

  /**
   * @param body the posted form: for a yes the proof, and the digest of what was shown
   * @param words what somebody says with a yes that has words for it, and the reason they give with a no
   */
  async decide(
    member: SignedIn,
    proposalId: string,
    body: unknown,
    approves: boolean,
    { says, reply }: { says?: string | undefined; reply?: string | undefined } = {},
  ): Promise<DecidedOnPage> {
    const seen = seenIn(body);
    if (!approves) {
      const decision = { proposalId, seen, approves: false as const, ...(reply && { reply }) };
      return shown(await this.deciding.decide(member.sessionHash, decision));
    }
    const proof = readFactorProof(body);
    if (!proof) return { error: { key: 'decide.error.no-proof' }, again: true };
    const decision = { proposalId, seen, approves: true as const, proof, ...(says && { says }) };
    return shown(await this.deciding.decide(member.sessionHash, decision));
  }
}

function seenIn(body: unknown): Buffer {
  const digest = (body as { digest?: unknown } | null)?.digest;
  return Buffer.from(typeof digest === 'string' ? digest.slice(0, 100) : '', 'base64url');
}

function shown(answer: DecideAnswer): DecidedOnPage {
  if ('decided' in answer) return answer;
  if ('unproven' in answer) return { error: proofMessage(answer.unproven), again: true };
  return { error: { key: SAID[answer.undecided] ?? 'proposal.done.not-now' }, again: false };
}
