import type { Grant } from '../../../staff/policy.js';
import type { WaitingProposal } from '../../../staff/waiting-proposals.queries.js';
import { staffPaths } from '../../pages/paths.js';
import type { Waiting } from '../../pages/waiting.js';
import { mayAt } from './may-at.js';

/** What others have proposed. Whoever has written in it does not decide on it. */
export function waitingProposals(
  { id, grants }: { id: string; grants: readonly Grant[] },
  proposals: readonly WaitingProposal[],
): Waiting[] {
  return proposals
    .filter((one) => one.author.id !== id && !one.editors.includes(id) && mayAt(grants, 'approve', one))
    .map((one) => {
      const params = { author: one.author.name, list: one.list, subject: one.subject ?? '' };
      return { ...waysTo(one), says: { key: wordsOf(one), params }, tone: 'calm' };
    });
}

function wordsOf({ kind }: WaitingProposal) {
  switch (kind) {
    case 'campaign':
      return 'waits.review';
    case 'purpose':
      return 'waits.purpose';
    case 'import':
      return 'waits.import';
    case 'eyes':
      return 'waits.eyes';
    case 'relay':
      return 'waits.relay';
    default:
      return 'waits.proposal';
  }
}

function waysTo({ id, kind, registerId, listId, about }: WaitingProposal): Pick<Waiting, 'href' | 'link'> {
  if (kind === 'relay') return { href: staffPaths.relayProposal(id), link: 'waits.proposal.link' };
  if (registerId === null || listId === null)
    return { href: staffPaths.sending, link: 'waits.proposal.link' };
  if (kind === 'campaign' && about !== null)
    return { href: staffPaths.campaignAct(registerId, about, 'review'), link: 'waits.review.link' };
  if (kind === 'import' && about !== null)
    return { href: staffPaths.import(registerId, listId, about), link: 'waits.import.link' };
  if (kind === 'purpose')
    return { href: staffPaths.proposal(registerId, listId, id), link: 'waits.proposal.link' };
  if (kind === 'eyes')
    return { href: staffPaths.eyesProposal(registerId, listId, id), link: 'waits.proposal.link' };
  return { href: staffPaths.list(registerId, listId), link: 'waits.list.link' };
}
