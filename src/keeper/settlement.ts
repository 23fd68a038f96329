import type { Claim, Settlement } from '../deliveries/delivery.queries.js';
import type { SmtpOutcome } from '../platform/smtp/smtp-session.js';
import { MAX_ATTEMPTS, retryDelaySeconds } from './retry-delay.js';

const FIRST_RETRY_SECONDS = 60;

/** What one attempt means for its delivery; undefined when the gate has written it already, or it is not ours. */
export function settlementOf(claim: Claim, outcome: SmtpOutcome): Settlement | undefined {
  const base = { id: claim.id, fence: claim.fence, replyClass: null, inSeconds: 0, counts: false };
  switch (outcome.kind) {
    case 'accepted':
      return { ...base, state: 'accepted', counts: true };
    case 'unknown':
      return { ...base, state: 'unknown', counts: true };
    case 'refused': {
      const replyClass = `${outcome.class}:${outcome.code}`;
      if (outcome.class === 'ours' && outcome.permanent) return { ...base, state: 'queued', replyClass };
      if (outcome.permanent) return { ...base, state: 'bounced', replyClass, counts: true };
      return again(claim, replyClass);
    }
    case 'not-sent':
      return again(claim, outcome.code);
    case 'withheld':
      return withheld(base, outcome.verdict);
  }
}

/** A refusal of us rather than of a recipient: the next thousand would be refused alike. */
export function isOurFault(outcome: SmtpOutcome): boolean {
  return outcome.kind === 'refused' && outcome.class === 'ours' && outcome.permanent;
}

function withheld(base: Omit<Settlement, 'state'>, verdict: string): Settlement | undefined {
  if (verdict === 'lost-lease') return undefined;
  if (verdict.startsWith('skip:')) return { ...base, state: 'skipped', replyClass: verdict.slice(5) };
  if (verdict === 'busy') return { ...base, state: 'queued', inSeconds: 1 };
  // 'paused', 'late', 'fault': nothing of the body has left, so it simply waits again.
  return { ...base, state: 'queued', inSeconds: verdict === 'paused' ? 0 : 1 };
}

function again(claim: Claim, replyClass: string): Settlement {
  const base = { id: claim.id, fence: claim.fence, replyClass, counts: true };
  if (claim.attempts + 1 >= MAX_ATTEMPTS) return { ...base, state: 'dead', inSeconds: 0 };
  return { ...base, state: 'queued', inSeconds: retryDelaySeconds(claim.attempts, FIRST_RETRY_SECONDS) };
}
