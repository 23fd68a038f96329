import type { Claim, Settlement } from '../deliveries/delivery.queries.js';
import type { SmtpOutcome } from '../platform/smtp/smtp-outcome.js';
import { retryDelaySeconds } from './retry-delay.js';

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
      return again(claim, 'lost-connection');
    case 'no-relay':
      // Nobody was there to try it with: the delivery waits, and keeps all its tries.
      return { ...base, state: 'queued', replyClass: 'no-relay' };
    case 'withheld':
      return withheld(base, outcome.verdict);
  }
}

/** Put back because its receiving domain has been given enough for now. No try was made. */
export function putBack(claim: Claim, inSeconds: number): Settlement {
  return { id: claim.id, fence: claim.fence, state: 'queued', replyClass: null, inSeconds, counts: false };
}

function withheld(base: Omit<Settlement, 'state'>, verdict: string): Settlement | undefined {
  if (verdict === 'lost-lease') return undefined;
  if (verdict.startsWith('skip:')) return { ...base, state: 'skipped', replyClass: verdict.slice(5) };
  if (verdict === 'busy') return { ...base, state: 'queued', inSeconds: 1 };
  // 'paused', 'late', 'fault': nothing of the body has left, so it simply waits again.
  return { ...base, state: 'queued', inSeconds: verdict === 'paused' ? 0 : 1 };
}

function again(claim: Claim, replyClass: string): Settlement {
  const inSeconds = retryDelaySeconds(claim.attempts);
  return { id: claim.id, fence: claim.fence, state: 'queued', replyClass, inSeconds, counts: true };
}
