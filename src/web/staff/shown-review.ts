import type { Proposal } from '../../staff/proposals.queries.js';
import type { ShownReview } from './pages/review-stage.js';

export function shownReview(proposal: Proposal): ShownReview {
  const { id, state, author, madeAt, why, second, decidedAt, method, reply, voidWhy, digest } = proposal;
  return {
    id,
    state,
    author: author.name,
    madeAt,
    note: why,
    second: second?.name ?? null,
    decidedAt,
    method,
    reply,
    voidWhy,
    digest: digest.toString('base64url'),
  };
}
